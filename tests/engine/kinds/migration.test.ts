// A component on the real engine: a database in waves, each wave behind the gate of the one before.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { mutatingOf, operationsSent } from "../../support/service/requests.js";

const program = (name: string, more = "", options = "{}"): string => `
const mms = require("pulumi-alicloud-mms");
const migration = new mms.Migration("${name}", {
  sourceId: "2000015",
  srcDbName: "sales",
  mapping: { dstProjectName: "sales_prod" },
  tableMappings: { renamed: { tableNames: ["orders"], dstNames: { orders: "ods_orders" } } },
  job: { enableVerification: true },
  ${more}
}, ${options});
exports.jobIds = migration.jobIds;
exports.asyncTaskIds = migration.asyncTaskIds;
exports.totals = migration.totals;
exports.verified = migration.verified;
`;

const waves = `waves: [["customers", "products"], { name: "facts", jobs: { orders: { tables: ["orders"] }, payments: { tables: ["payments"] } } }]`;

let emulator: Emulator;
let project: EngineProject;

const mutating = () => mutatingOf(emulator);
const operations = () => operationsSent(emulator);

async function open(javascript: string): Promise<void> {
  emulator = await startEmulator({ clock: { speed: 600 } });
  project = await EngineProject.create({ program: javascript, env: emulator.env });
}

afterEach(async () => {
  project.close();
  await emulator.close();
});

describe("a Migration on the real engine", () => {
  it("that is refused leaves nothing in state, and is told all that is wrong with it at once", async () => {
    await open(program("sales", `scna: false, splitBySize: 0, waves: [["orders"], { name: " ", jobs: {} }],`));
    const twoWays = program("sales", `waves: [["orders"], ["orders"]]`);
    const later = program("sales", `waves: Promise.resolve([["orders"]])`);
    const secret = program("sales", `job: { enableVerification: true, others: { "x.token": "in-clear" } }`);
    const longId = program("sales").replace('"2000015"', "9007199254740993");
    const first = await project.up();
    for (const problem of ['unknown argument "scna"', "splitBySize is 0", "both make the waves", "blank", "no job"]) {
      expect(first.output).toContain(problem);
    }
    for (const [javascript, sentence] of [
      [twoWays, 'table "orders" is in waves 1 and 2'],
      [later, "waves as a whole is an output"],
      [secret, "others.x.token looks like a secret"],
      [longId, "sourceId: expected an id"],
    ] as const) {
      project.writeProgram(javascript);
      const refused = await project.up();
      expect(refused.code).not.toBe(0);
      expect(refused.output).toContain(sentence);
    }
    const { deployment } = await project.state();
    expect((deployment.resources ?? []).map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
    expect(operations()).toEqual([]);
  }, 180_000);

  it("runs its waves one after another, changes nothing when run again, keeps its jobs when renamed, and is destroyed", async () => {
    await open(program("sales", waves));
    expect(await project.preview()).toMatchObject({ code: 0 });
    expect(mutating()).toEqual([]);

    expect(await project.up()).toMatchObject({ code: 0 });
    const outputs = await project.outputs();
    expect(outputs).toMatchObject({
      jobIds: [expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)],
      totals: { jobs: 3, tables: 4, failedTasks: 0 },
      verified: true,
    });
    const ends = emulator.control.jobs().map(({ status }) => status);
    expect(ends).toEqual(["DONE", "DONE", "DONE"]);
    const done = operations();
    expect(done.slice(0, 3)).toEqual(["CreateMmsFetchMetadataJob", "UpdateMmsDb", "UpdateMmsTable"]);
    expect(done.filter((name) => name === "CreateMmsJob")).toHaveLength(3);
    const [first] = emulator.control.store.jobs.of("2000015").sort((a, b) => a.createdAt - b.createdAt);
    const finished = Math.max(...(first?.tasks ?? []).map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY));
    const second = mutating().filter(({ operation }) => operation === "CreateMmsJob")[1];
    expect(second?.at).toBeGreaterThan(finished);

    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
    project.writeProgram(program("retail", waves, `{ aliases: [{ name: "sales" }] }`));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect((await project.outputs())["jobIds"]).toEqual(outputs["jobIds"]);
    expect(operations()).toEqual(done);

    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(emulator.control.jobs().every(({ deleted }) => deleted)).toBe(true);
    const [orders] = emulator.control.store.tablesOf("2000015", "sales").filter(({ name }) => name === "orders");
    expect(orders).toMatchObject({ dstName: "orders", dstProjectName: "lakehouse" });
  }, 180_000);

  it("splits a database by size once, and keeps the split when sizes change", async () => {
    await open(program("sales", "splitBySize: 3"));
    expect(await project.up()).toMatchObject({ code: 0 });
    const tables = emulator.control.store.jobs.of("2000015").flatMap(({ body }) => body.tables ?? []);
    expect(tables).toHaveLength(12);
    expect(new Set(tables).size).toBe(12);
    const done = operations();
    for (const [index, table] of emulator.control.store.tablesOf("2000015", "sales").entries()) {
      Object.assign(table, { size: index * 1_000 });
    }
    expect(await project.up("--refresh")).toMatchObject({ code: 0 });
    expect(operations()).toEqual(done);
  }, 180_000);

  it("starts nothing where a filter is for a table that no planned wave has", async () => {
    const job = `job: { partitionFilters: { order: "dt >= '2026-01-01'" } }`;
    await open(program("sales", `splitBySize: 2, ${job}`));
    const failed = await project.up();
    expect(failed.code).not.toBe(0);
    expect(failed.output).toMatch(/job\.partitionFilters names order, which is in no wave; the waves name .*orders/);
    expect(operations()).not.toContain("CreateMmsJob");
  });

  it("stops before the next wave when a job fails, and goes on from there once it was repaired", async () => {
    await open(program("sales", waves));
    emulator.control.failTasks({ table: "products", phase: "DATA", message: "disk full", times: 1 });
    const failed = await project.up();
    expect(failed.code).not.toBe(0);
    // Whichever sees it first says so: the job that is being created, or the gate behind it.
    expect(failed.output).toMatch(/job \d+ of source 2000015 FAILED|1 of 1 jobs of source 2000015 failed/);
    expect(failed.output).toMatch(/sales\.products: DATA failed: .*disk full/);
    expect(operations().filter((name) => name === "CreateMmsJob")).toHaveLength(1);

    expect(await project.up("--refresh")).toMatchObject({ code: 0 });
    const after = operations();
    expect(after.filter((name) => name === "CreateMmsJob")).toHaveLength(3);
    expect(after.filter((name) => name === "RetryMmsJob")).toHaveLength(1);
    expect(emulator.control.jobs().map(({ status }) => status)).toEqual(["DONE", "DONE", "DONE"]);
  }, 180_000);

  it("takes in a job that stood alone under the name of its wave, as it is", async () => {
    await open(`
const mms = require("pulumi-alicloud-mms");
const job = new mms.MigrationJob("sales-wave-1", { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] });
exports.jobIds = job.jobId.apply((id) => [id]);
`);
    expect(await project.up()).toMatchObject({ code: 0 });
    const { jobIds } = await project.outputs();
    project.writeProgram(`
const mms = require("pulumi-alicloud-mms");
const migration = new mms.Migration("sales", {
  sourceId: "2000015", srcDbName: "sales", scan: false, waves: [["orders"]], fromRoot: true,
});
exports.jobIds = migration.jobIds;
`);
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(await project.outputs()).toMatchObject({ jobIds });
    expect(operations()).toEqual(["CreateMmsJob"]);
  }, 180_000);

  it("leaves alone a job that the program declares on its own under the name of a wave", async () => {
    const own = `
const mms = require("pulumi-alicloud-mms");
const own = new mms.MigrationJob("sales-wave-1", { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] });
exports.own = own.jobId;
`;
    await open(own);
    emulator.control.setPace({ stopMs: 0, phaseMs: { SCHEMA: 86_400_000, DATA: 86_400_000, VERIFICATION: 0 } });
    expect(await project.up()).toMatchObject({ code: 0 });
    const { own: jobId } = await project.outputs();
    emulator.control.setPace({ stopMs: 0, phaseMs: { SCHEMA: 1_000, DATA: 1_000, VERIFICATION: 0 } });
    project.writeProgram(`${own}
exports.added = new mms.Migration("sales", { sourceId: "2000015", srcDbName: "sales", scan: false, waves: [["stores"]] }).jobIds;
`);
    expect(await project.up()).toMatchObject({ code: 0 });
    const outputs = await project.outputs();
    expect(outputs["own"]).toBe(jobId);
    expect(outputs["added"]).not.toContain(jobId);
    expect(emulator.control.jobs().find(({ id }) => id === jobId)).toMatchObject({ deleted: false, stopped: false });
    expect(operations().filter((name) => name !== "CreateMmsJob")).toEqual([]);
  }, 180_000);
});
