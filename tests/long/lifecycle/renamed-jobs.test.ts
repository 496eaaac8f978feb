// Jobs of resources that are renamed or moved: the generated name holds the first URN, and aliases lead back to it.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { FastTime } from "../../support/chaos/fast-time.js";
import { EngineProject } from "../../support/engine/engine.js";
import { until, whileTimePasses } from "../../support/engine/passing-time.js";
import { asked, operationsSent } from "../../support/service/requests.js";

jest.setTimeout(300_000);

const args = `{ sourceId: "2000015", srcDbName: "sales", tables: ["orders"] }`;

/** A program with one job: called `name`, in a component or not. */
const program = ({ name = "sales", opts = "{}", inside = "", insideOpts = "{}" }): string => `
const pulumi = require("@pulumi/pulumi");
const mms = require("pulumi-alicloud-mms");
const parent = ${inside === "" ? "undefined" : `new pulumi.ComponentResource("test:index:Team", "${inside}", {}, ${insideOpts})`};
const job = new mms.MigrationJob("${name}", ${args}, { parent, ...${opts} });
exports.jobId = job.jobId;
`;

const first = program({});
const renamed = program({ name: "revenue", opts: `{ aliases: [{ name: "sales" }] }` });

let emulator: Emulator;
let project: EngineProject;

afterEach(async () => {
  project.close();
  await emulator.close();
});

async function open(javascript: string): Promise<void> {
  emulator = await startEmulator({ clock: "manual", overlap: "allowed" });
  const forEver = 1_000_000_000_000;
  emulator.control.setPace({ phaseMs: { SCHEMA: forEver, DATA: forEver, VERIFICATION: forEver } });
  const env = { ...emulator.env, ...new FastTime(10).env };
  project = await EngineProject.create({ program: javascript, env });
}

const kept = () => emulator.control.jobs().filter(({ deleted }) => !deleted);
const creations = () => operationsSent(emulator).filter((operation) => operation === "CreateMmsJob").length;

async function expectUp(...more: string[]): Promise<void> {
  const { code, output } = await whileTimePasses(emulator, project.up(...more));
  expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
}

/** A run that dies once the service has its request. */
async function dies(): Promise<void> {
  emulator.control.injectFault("CreateMmsJob", { kind: "delay", ms: 3_000 });
  const run = project.start("up", "--yes", "--skip-preview");
  await until(() => asked(emulator, "CreateMmsJob") > 0);
  run.kill9();
  await run.done;
  emulator.control.clearFaults();
  expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
  emulator.control.advance(10_000);
}

interface Change {
  readonly how: string;
  readonly before: string;
  readonly after: string;
}

const changes: readonly Change[] = [
  { how: "a new name", before: first, after: renamed },
  {
    how: "a move into a component",
    before: first,
    after: program({ inside: "team", opts: "{ aliases: [{ parent: pulumi.rootStackResource }] }" }),
  },
  {
    how: "a new name of its component",
    before: program({ inside: "team" }),
    after: program({ inside: "group", insideOpts: `{ aliases: [{ name: "team" }] }` }),
  },
];

it.each(changes)("$how after a crash leaves one job", async ({ before, after }) => {
  await open(before);
  await dies();
  project.writeProgram(after);
  await expectUp();
  expect(creations()).toBe(1);
  expect(kept().map(({ id }) => id)).toEqual([(await project.outputs())["jobId"]]);
});

it("is found again under its first name when the state is lost, and what was started besides it is ended", async () => {
  await open(first);
  const { text: empty } = await project.state();
  await expectUp();
  const { jobId } = await project.outputs();
  project.writeProgram(renamed);
  await expectUp();
  await project.importState(empty);
  await expectUp();
  expect(creations()).toBe(1);
  expect(await project.outputs()).toEqual({ jobId });
  // A late request of a dead run: the same name and configuration.
  const console = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }));
  const body = { name: kept()[0]?.name ?? "", srcDbName: "sales", tables: ["orders"] };
  await console.createMmsJob({ sourceId: "2000015", body });
  emulator.control.advance(10_000);
  expect(kept()).toHaveLength(2);
  await expectUp("--refresh");
  expect(kept().map(({ id }) => id)).toEqual([jobId]);
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
});
