// Pulumi's own verbs and options on the real engine, as docs/lifecycle.md tells them. The tests share one stack and go on from
// one another, since each run of the engine takes seconds.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";

jest.setTimeout(300_000);

const job = (name: string, table: string, args = "", options = "{}"): string =>
  `new mms.MigrationJob("${name}", { sourceId, srcDbName: "sales", tables: ["${table}"], ${args} }, ${options});`;

const program = (...lines: string[]): string => `
const pulumi = require("@pulumi/pulumi");
const mms = require("pulumi-alicloud-mms");
const sourceId = "2000015";
class Group extends pulumi.ComponentResource {
  constructor(name) { super("test:index:Group", name); }
}
${lines.join("\n")}
`;

const kept = "{ retainOnDelete: true }";
const timer = (name: string): string =>
  `new mms.MigrationTimer("${name}", { sourceId, srcDbName: "archive", scheduleType: "Daily", value: "02:30" });`;
const mapping = `new mms.TableMapping("kept-mapping", {
  sourceId, dbName: "sales", tableNames: ["campaigns"], dstProjectName: "sales_prod",
}, ${kept});`;
const told = (what: string, javascript: string): string =>
  `try { console.log("${what}: " + (${javascript})); } catch (error) { console.log("${what}: " + error.message); }`;

let emulator: Emulator;
let project: EngineProject;

beforeAll(async () => {
  emulator = await startEmulator({ clock: { speed: 60 } });
  project = await EngineProject.create({ program: program(), env: emulator.env });
});

afterAll(async () => {
  project.close();
  await emulator.close();
});

const jobs = () => emulator.control.jobs().filter(({ deleted }) => !deleted);

/** Ids of the jobs that are there, by the resource whose name they were made under. */
const jobIds = (): Record<string, string> =>
  Object.fromEntries(jobs().map(({ name, id }) => [name.split("-").slice(0, -2).join("-"), id]));
const sent = () => operationsSent(emulator);

/** What is sent from here on. */
function watch(): () => string[] {
  const before = sent().length;
  return () => sent().slice(before);
}

interface Stored {
  readonly urn: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Every resource of the state by its name. */
async function stored(stack = project): Promise<Record<string, Stored>> {
  const { deployment } = await stack.state();
  const named = (deployment.resources ?? []).map(({ urn, outputs = {} }) => [urn.split("::").at(-1), { urn, outputs }]);
  return Object.fromEntries(named) as Record<string, Stored>;
}

const first = [
  job("finished", "returns"),
  job("aliased", "orders"),
  job("renamed", "customers"),
  job("by-state", "stores"),
  job("moved", "employees"),
  job("kept", "products", "", kept),
  job("replacing", "refunds", "", `{ replaceOnChanges: ["deletePolicy"] }`),
];

it("makes what the other tests start from", async () => {
  project.writeProgram(program(job("finished", "returns", `waitFor: "completed"`)));
  expect(await project.up()).toMatchObject({ code: 0 });
  const forEver = 1_000_000_000_000;
  emulator.control.setPace({ phaseMs: { SCHEMA: forEver, DATA: forEver, VERIFICATION: forEver } });
  project.writeProgram(program(...first, timer("nightly"), mapping));
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(Object.keys(jobIds())).toHaveLength(first.length);
});

describe("pulumi import", () => {
  it("ends in an error of Pulumi's and changes nothing", async () => {
    const since = watch();
    const type = "pulumi-nodejs:dynamic/mms:MigrationJob";
    const run = await project.run("import", type, "imported", `2000015/jobs/${jobIds()["aliased"]}`, "--yes");
    expect(run.code).not.toBe(0);
    expect(run.output).toContain("toJavaScript");
    expect(since()).toEqual([]);
    expect(await stored()).not.toHaveProperty("imported");
  });
});

describe("names and places", () => {
  it("a new name with an alias or by `pulumi state rename`, and a move into a component, change no job", async () => {
    const since = watch();
    const before = jobIds();
    const { "by-state": byState } = await stored();
    expect(await project.run("state", "rename", byState?.urn ?? "", "renamed-by-state", "--yes")).toMatchObject({
      code: 0,
    });
    project.writeProgram(
      program(
        told(
          "import",
          `new mms.MigrationJob("taken", { sourceId, srcDbName: "sales" }, { import: "2000015/jobs/77" })`,
        ),
        told("get", `typeof mms.MigrationJob.get`),
        job("finished", "returns"),
        job("with-alias", "orders", "", `{ aliases: [{ name: "aliased" }] }`),
        job("renamed", "customers"),
        job("renamed-by-state", "stores"),
        `const group = new Group("group");`,
        job("moved", "employees", "", `{ parent: group, aliases: [{ parent: pulumi.rootStackResource }] }`),
        job("replacing", "refunds", `deletePolicy: "stop"`, `{ replaceOnChanges: ["deletePolicy"] }`),
        timer("nightly"),
      ),
    );
    const run = await project.up();
    expect(run).toMatchObject({ code: 0 });
    // Renamed, moved, updated in place, and let go: nothing is sent to the service.
    expect(since()).toEqual([]);
    expect(jobIds()).toEqual(before);
    expect(run.output).toContain(`set adoptJobId: "77" among the arguments to take it over`);
    expect(run.output).toContain("get: undefined");
    expect(run.output).toContain("replaceOnChanges (deletePolicy) has no effect");
    const after = await stored();
    const idOf = (name: string) => after[name]?.outputs["jobId"];
    expect([idOf("with-alias"), idOf("renamed-by-state"), idOf("moved"), idOf("replacing")]).toEqual([
      before["aliased"],
      before["by-state"],
      before["moved"],
      before["replacing"],
    ]);
    expect(after["moved"]?.urn).toContain("test:index:Group$");
    expect(after["replacing"]?.outputs).toMatchObject({ deletePolicy: "stop" });
  });

  it("what had retainOnDelete is out of the state and untouched on the service", async () => {
    const after = await stored();
    expect(after).not.toHaveProperty("kept");
    expect(after).not.toHaveProperty("kept-mapping");
    expect(jobs().find(({ id }) => id === jobIds()["kept"])).toMatchObject({ stopped: false });
    const campaigns = emulator.control.store.tablesOf("2000015", "sales").find(({ name }) => name === "campaigns");
    expect(campaigns).toMatchObject({ dstProjectName: "sales_prod" });
  });
});

describe("--target", () => {
  it("updates what it names and leaves the rest as it was", async () => {
    const since = watch();
    const { replacing } = await stored();
    project.writeProgram(
      program(
        job("with-alias", "orders", `deletePolicy: "stop"`),
        job("replacing", "refunds", `deletePolicy: "abandon"`),
        timer("another"),
      ),
    );
    expect(await project.up("--target", replacing?.urn ?? "")).toMatchObject({ code: 0 });
    const after = await stored();
    expect(after["replacing"]?.outputs).toMatchObject({ deletePolicy: "abandon" });
    expect(after["with-alias"]?.outputs["deletePolicy"]).toBeUndefined();
    expect(after).toHaveProperty("nightly");
    expect(after).not.toHaveProperty("another");
    expect(since()).toEqual([]);
  });
});

/** What is left of the stack from here on. */
const second = (...more: string[]): string =>
  program(
    job("with-alias", "orders"),
    `const group = new Group("group");`,
    job("moved", "employees", "", "{ parent: group }"),
    ...more,
  );

describe("a new name without an alias", () => {
  it("is refused by the service for a job that moves data, and an alias added afterwards makes it good", async () => {
    const before = jobIds();
    project.writeProgram(second(job("new-name", "customers"), timer("new-timer")));
    const refused = await project.up();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("There are tasks those are running");
    expect(jobIds()).toMatchObject(before);

    project.writeProgram(
      second(
        job("new-name", "customers", "", `{ aliases: [{ name: "renamed" }] }`),
        job("calendar", "returns"),
        job("adopted", "products", `adoptJobId: "${before["kept"]}"`),
        timer("new-timer"),
      ),
    );
    const since = watch();
    const run = await project.up();
    expect(run).toMatchObject({ code: 0 });
    const after = await stored();
    expect(after["new-name"]?.outputs["jobId"]).toBe(before["renamed"]);
    expect(after["adopted"]?.outputs).toMatchObject({ jobId: before["kept"], adopted: true });
    // A finished job is made anew, with nothing left to move, and the old one is deleted. So it goes with a timer.
    expect(after["calendar"]?.outputs).toMatchObject({ status: "DONE", taskNum: 0 });
    expect(since().filter((operation) => operation === "CreateMmsJob")).toHaveLength(1);
    expect([...emulator.control.store.timers.of("2000015")].map(({ id }) => id)).toEqual([
      after["new-timer"]?.outputs["timerId"],
    ]);
  });
});

describe("pulumi state move", () => {
  it("takes a job to another stack, where it is no change, and destroy ends it", async () => {
    const other = project.withEnv({ PULUMI_STACK: "other" });
    expect(await other.run("stack", "init", "other")).toMatchObject({ code: 0 });
    const before = await stored();
    const urn = before["with-alias"]?.urn ?? "";
    const since = watch();
    const move = await project.run("state", "move", "--source", "test", "--dest", "other", "--yes", urn);
    expect(move).toMatchObject({ code: 0 });
    project.writeProgram(program(job("with-alias", "orders")));
    expect(await other.up("--expect-no-changes")).toMatchObject({ code: 0 });
    expect((await stored(other))["with-alias"]?.outputs["jobId"]).toBe(jobIds()["aliased"]);
    expect(since()).toEqual([]);
    expect(await other.destroy()).toMatchObject({ code: 0 });
    expect(since()).toEqual(["StopMmsJob", "DeleteMmsJob"]);
    expect(await project.destroy()).toMatchObject({ code: 0 });
    // Only what the state has let go is left: abandon.
    expect(Object.keys(jobIds())).toEqual(["replacing"]);
  });
});

describe("SIGTERM", () => {
  it("once lets the wait go on, twice ends the run, and the next run follows the same job without `pulumi cancel`", async () => {
    project.writeProgram(program(job("waiting", "shipments", `waitFor: "completed"`)));
    const requests = () => emulator.control.requests().length;
    const since = watch();
    const run = project.start("up", "--yes", "--skip-preview");
    await run.printed(/DOING 0\/1 tasks/);
    run.terminate();
    await run.printed(/SIGTERM received; cancelling/);
    const before = requests();
    while (requests() === before) await new Promise((resume) => setTimeout(resume, 50));
    run.terminate();
    expect((await run.done).code).not.toBe(0);
    project.writeProgram(program(job("waiting", "shipments")));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect((await stored())["waiting"]?.outputs).toMatchObject({ jobId: jobIds()["waiting"] });
    expect(since()).toEqual(["CreateMmsJob"]);
  });
});
