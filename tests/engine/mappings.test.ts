// Mappings, a plan and a gate on the real engine: program, plugin process and CLI are Pulumi's own.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { EngineProject } from "../support/engine.js";

const sourceId = "2000015";

interface Wish {
  readonly project?: string;
  readonly database?: string;
  readonly tables?: readonly string[];
  readonly rearm?: string;
  readonly allow?: boolean;
  readonly waveNum?: number;
  readonly patience?: string;
}

const program = ({
  project: dst = "sales_prod",
  database = "sales",
  tables = ["orders", "customers"],
  rearm = "1",
  allow = false,
  waveNum = 2,
  patience = "5m",
}: Wish = {}) => `
const mms = require("pulumi-alicloud-mms");
const sourceId = "${sourceId}";
const landing = new mms.DatabaseMapping("landing", { sourceId, dbName: "archive", dstProjectName: "${dst}" });
const renamed = new mms.TableMapping("renamed", {
  sourceId, dbName: "${database}", tableNames: ${JSON.stringify(tables)}, dstProjectName: "${dst}",
  rearm: ["${rearm}"], allowRemigration: ${allow},
});
const plan = new mms.WavePlan("plan", { sourceId, srcDbName: "archive", waveNum: ${waveNum} });
const job = new mms.MigrationJob("job", { sourceId, srcDbName: "sales", tables: ["stores"] });
const gate = new mms.MigrationGate("gate", { jobs: [job], timeouts: { create: "${patience}", update: "5m" } });
exports.waves = plan.waves;
exports.passed = gate.passed;
`;

// Each test runs the engine several times over.
jest.setTimeout(300_000);

let emulator: Emulator;
let project: EngineProject;

async function open(wish: Wish = {}, speed = 600): Promise<void> {
  emulator = await startEmulator({ clock: { speed } });
  project = await EngineProject.create({ program: program(wish), env: emulator.env });
}

afterEach(async () => {
  project.close();
  await emulator.close();
});

const mutating = () => emulator.control.journal.filter((entry) => entry.mutating).map(({ operation }) => operation);

/** What is sent from here on. */
function watch(): () => string[] {
  const before = mutating().length;
  return () => mutating().slice(before);
}

const table = (name: string) => emulator.control.store.tablesOf(sourceId, "sales").find((one) => one.name === name);
const archive = () => emulator.control.store.dbs.of(sourceId).find(({ name }) => name === "archive");
const initErrors = async () =>
  ((await project.state()).deployment.resources ?? []).flatMap((one) => one.initErrors ?? []);

describe("mappings, a plan and a gate on the real engine", () => {
  it("are made, left alone, changed in place, replaced, corrected after a change elsewhere, and undone", async () => {
    await open();
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(mutating().sort()).toEqual(["CreateMmsJob", "UpdateMmsDb", "UpdateMmsTables"]);
    expect(await project.outputs()).toMatchObject({ passed: true, waves: [expect.any(Array), expect.any(Array)] });

    let sent = watch();
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await project.up("--refresh")).toMatchObject({ code: 0 });
    expect(sent()).toEqual([]);

    project.writeProgram(program({ project: "sales_next", tables: ["orders", "products"], waveNum: 3 }));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(sent().filter((name) => name.includes("Job"))).toEqual([]);
    expect([table("orders"), table("products"), table("customers")].map((one) => one?.dstProjectName)).toEqual([
      "sales_next",
      "sales_next",
      "lakehouse",
    ]);
    expect((await project.outputs())["waves"]).toHaveLength(3);

    Object.assign(table("orders") ?? {}, { dstProjectName: "elsewhere" });
    Object.assign(archive() ?? {}, { dstProjectName: "elsewhere" });
    sent = watch();
    expect(await project.up("--refresh")).toMatchObject({ code: 0 });
    expect(sent().sort()).toEqual(["UpdateMmsDb", "UpdateMmsTable"]);
    expect([table("orders")?.dstProjectName, archive()?.dstProjectName]).toEqual(["sales_next", "sales_next"]);

    project.writeProgram(program({ project: "sales_next", database: "archive", tables: ["events_0001"], waveNum: 3 }));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(table("orders")?.dstProjectName).toBe("lakehouse");

    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(archive()?.dstProjectName).toBe("lakehouse");
  });

  it("are destroyed without a word when what they stand for is gone", async () => {
    await open();
    expect(await project.up()).toMatchObject({ code: 0 });
    const { store } = emulator.control;
    for (const one of store.tables.of(sourceId)) store.tables.remove(one);
    for (const one of store.dbs.of(sourceId)) store.dbs.remove(one);
    for (const one of store.jobs.of(sourceId)) store.jobs.remove(one);
    const sent = watch();
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(sent()).toEqual([]);
  });

  it("go on after a failure in the middle, with what was remembered before it", async () => {
    await open({ patience: "1s" }, 1);
    emulator.control.script("UpdateMmsTables", { kind: "forbidden" });
    const failed = await project.up("--continue-on-error");
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("odps:UpdateMmsTables");
    expect(failed.output).toMatch(/still waiting after .* for 1 of 1 jobs/);
    expect(await initErrors()).toHaveLength(2);

    emulator.control.advance(10 * 60_000);
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(await initErrors()).toEqual([]);
    expect(mutating().filter((name) => name === "CreateMmsJob")).toHaveLength(1);
    expect(table("orders")?.dstProjectName).toBe("sales_prod");
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(table("orders")?.dstProjectName).toBe("lakehouse");
  });

  it("refuse at preview to migrate finished tables again, and do it when the program says so", async () => {
    await open();
    expect(await project.up()).toMatchObject({ code: 0 });
    for (const name of ["orders", "customers", "products"]) Object.assign(table(name) ?? {}, { status: "DONE" });
    expect(await project.refresh()).toMatchObject({ code: 0 });
    const sent = watch();

    project.writeProgram(program({ rearm: "2" }));
    const refused = await project.preview();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(
      /migrate them again: customers, orders\. If that is meant, set allowRemigration: true/,
    );
    expect(sent()).toEqual([]);

    project.writeProgram(program({ rearm: "2", allow: true }));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(sent()).toEqual(["UpdateMmsTables"]);
    expect(["orders", "customers", "products"].map((name) => table(name)?.status)).toEqual(["INIT", "INIT", "DONE"]);
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  });
});
