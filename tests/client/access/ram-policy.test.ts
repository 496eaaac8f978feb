import { type Emulator, startEmulator } from "../../../emulator/index.js";
import * as mms from "../../../provider/index.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import type { OperationName } from "../../../provider/mms/operations.js";
import { functionUses, type ResourceKind, resourceUses } from "../../../provider/permissions/operation-uses.js";
import { arrange, functionCalls, functionNames, type Made } from "../../support/function-calls.js";
import { denied, Life } from "../../support/lives/life.js";
import { beProgramOf, clientOf } from "../../support/program.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";
import { lifecycleOf } from "../../../provider/registry.js";

const sourceId = "2000015";
const accountId = "1234567890123456";
const keyId = "policy-access-key-id";
const keySecret = "policy-access-key-secret";

/** A world of its own for one run: an emulator, a clock, and a key that may do what a policy says. */
interface World {
  readonly emulator: Emulator;
  readonly told: string[];
  life(kind: ResourceKind): Life;
}

async function world(policy: mms.RamPolicyDocument): Promise<World> {
  const clock = new VirtualClock();
  const emulator = await startEmulator({ clock, keys: { [keyId]: { secret: keySecret, policy } } });
  const told: string[] = [];
  const config = resolveConfig({
    get: (key) => ({ "alicloud:accessKey": keyId, "alicloud:secretKey": keySecret })[key],
    env: emulator.env,
  });
  return { emulator, told, life: (kind) => new Life(lifecycleOf(kind), config, clock, told) };
}

/** A job of somebody else, who may do everything. */
async function jobOf({ emulator }: World, name: string, scope: { srcDbName: string; tables?: string[] }) {
  await clientOf(emulator).createMmsJob({ sourceId, body: { name, ...scope } });
  emulator.control.advance(5_000);
  return emulator.control.jobs().find((job) => job.name === name)?.id;
}

const fail = ({ emulator }: World, table: string) =>
  emulator.control.failTasks({ table, phase: "DATA", message: "disk full", times: 1 });

/** What each kind does over its life, so that every operation in its row is called. */
const lives: Readonly<Record<ResourceKind, (world: World) => Promise<void>>> = {
  async MigrationJob(here) {
    const wish = { sourceId, srcDbName: "sales", tables: ["orders"], waitFor: "completed" };
    const life = here.life("MigrationJob");
    fail(here, "orders");
    const narrowed = { ...wish, partitionFilters: { orders: "dt >= '2000-01-01'" } };
    await here.life("MigrationJob").create({ ...narrowed, waitFor: "created", desiredState: "stopped" });
    await life.create({ ...wish, waitFor: "created" });
    await life.update({ ...wish, desiredState: "stopped" });
    await life.update(wish);
    expect(await life.read()).toMatchObject({ status: "FAILED", failedTaskCount: 1 });
    expect(await life.update(wish)).toMatchObject({ status: "DONE" });
    await life.delete();
    // A job whose row counts differ reads DONE, and its tasks are retried by themselves.
    const quiet = { phase: "VERIFICATION", message: "counts differ", times: 1, jobReadsDone: true } as const;
    here.emulator.control.failTasks({ table: "customers", ...quiet });
    const counted = here.life("MigrationJob");
    const verified = { ...wish, tables: ["customers"], enableVerification: true };
    await counted.create({ ...verified, waitFor: "created" });
    expect(await counted.update(verified)).toMatchObject({ status: "DONE", failedTaskCount: 0, taskDone: 1 });
  },
  async MigrationGate(here) {
    fail(here, "orders");
    const orders = await jobOf(here, "failing", { srcDbName: "sales", tables: ["orders"] });
    const archive = await jobOf(here, "long", { srcDbName: "archive" });
    await here.life("MigrationGate").create({ sourceId, jobIds: [orders, archive], stopOnBreach: true });
    await jobOf(here, "good", { srcDbName: "sales", tables: ["customers"] });
    expect(await here.life("MigrationGate").create({ sourceId, nameFilter: "good" })).toMatchObject({ passed: true });
  },
  async DataSource(here) {
    const config = {
      "mc.default.project": "lakehouse",
      "hive.metastore.urls": "thrift://10.0.0.5:9083",
      "hive.jdbc.url": "jdbc:hive2://10.0.0.5",
      "hive.jdbc.username": "migration",
    };
    const wish = { type: "HIVE", config, secretConfig: { "hive.jdbc.password": "emulator-hive-password" } };
    const life = here.life("DataSource");
    await life.create({ ...wish, testConnection: true });
    await life.read();
    await life.update({ ...wish, name: "renamed" });
    await life.delete();
    await jobOf(here, "running", { srcDbName: "sales" });
    const timer = { name: "nightly", srcDbName: "sales", scheduleType: "Daily", value: "02:30" } as const;
    await clientOf(here.emulator).createMmsTimer({ sourceId, body: timer });
    const other = here.life("DataSource");
    await other.create({ type: "HIVE", adoptSourceId: sourceId, forceDestroy: true });
    await other.delete();
  },
  async MetadataScan(here) {
    const life = here.life("MetadataScan");
    await life.create({ sourceId });
    await life.read();
    await life.delete();
    // A source that is not found counts as gone only once the list does not have it either.
    const client = clientOf(here.emulator);
    const { data } = await client.createMmsDataSource({ body: { name: "gone", type: "HIVE", config: {} } });
    const gone = data.dataSourceId ?? "";
    const orphan = here.life("MetadataScan");
    await orphan.create({ sourceId: gone });
    await client.deleteMmsDataSource({ sourceId: gone });
    await orphan.read();
  },
  async MigrationTimer(here) {
    const wish = { sourceId, srcDbName: "sales", scheduleType: "Daily", value: "02:00", tableBlackList: ["campaigns"] };
    const life = here.life("MigrationTimer");
    fail(here, "orders");
    await life.create({ ...wish, runNow: true });
    here.emulator.control.advance(3_600_000);
    // Whether the job that failed still has tasks under way decides whether the timer may run again.
    await life.update({ ...wish, value: "03:00", runNow: "again" });
    await life.update({ ...wish, value: "03:00", stopped: true });
    await life.read();
    await life.delete();
  },
  async DatabaseMapping(here) {
    const wish = { sourceId, dbName: "sales", dstProjectName: "sales_prod" };
    const life = here.life("DatabaseMapping");
    await life.create(wish);
    await life.read();
    await jobOf(here, "finished", { srcDbName: "sales", tables: ["orders"] });
    here.emulator.control.advance(3_600_000);
    await life.update({ ...wish, resetTrigger: ["again"], allowRemigration: true });
    await life.delete();
  },
  async TableMapping(here) {
    const wish = { sourceId, dbName: "sales", tableNames: ["orders", "customers"] };
    const life = here.life("TableMapping");
    await life.create({ ...wish, dstProjectName: "sales_prod" });
    await life.update({ ...wish, dstProjectName: "sales_prod", dstNames: { orders: "ods_orders" } });
    await life.read();
    await life.delete();
  },
  async WavePlan(here) {
    await here.life("WavePlan").create({ sourceId, srcDbName: "sales", waveNum: 2 });
  },
};

const where = { region: "cn-shanghai", accountId };

/** How a life ended under a policy, and what it asked for with its own key. */
async function run(kind: ResourceKind, policy: mms.RamPolicyDocument) {
  const here = await world(policy);
  try {
    const error: unknown = await lives[kind](here).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const asked = here.emulator.control.requests();
    return {
      error,
      told: here.told.join("\n"),
      denied: asked.filter(({ status }) => status === 403).map(({ operation }) => operation),
      called: new Set(asked.filter(({ status }) => status !== 403).map(({ operation }) => operation)),
    };
  } finally {
    await here.emulator.close();
  }
}

/** What somebody else does in lives of other kinds than this. */
const byOthers: Readonly<Partial<Record<OperationName, ResourceKind>>> = {
  CreateMmsDataSource: "DataSource",
  DeleteMmsDataSource: "DataSource",
  CreateMmsJob: "MigrationJob",
  CreateMmsTimer: "MigrationTimer",
};

const without = (names: readonly OperationName[], name: OperationName) => names.filter((one) => one !== name);

describe.each(Object.keys(resourceUses) as ResourceKind[])("the policy of %s", (kind) => {
  it("is enough for its whole life", async () => {
    const { error, denied: refused, called } = await run(kind, mms.ramPolicy({ resources: [kind], ...where }));
    expect(error).toBeUndefined();
    expect(refused).toEqual([]);
    expect([...called].filter((name) => (byOthers[name] ?? kind) === kind).sort()).toEqual(
      [...resourceUses[kind]].sort(),
    );
  });

  it.each([...resourceUses[kind]])("is not enough without %s", async (name) => {
    const operations = without(resourceUses[kind], name);
    const { error, told } = await run(kind, mms.ramPolicy({ operations, ...where }));
    expect(denied(error)?.action ?? told).toContain(`odps:${name}`);
  });
});

describe("the policy of functions", () => {
  const keys = { [keyId]: { secret: keySecret } };
  let emulator: Emulator;
  let made: Made;

  beforeAll(async () => {
    emulator = await startEmulator({ clock: "manual", keys });
    made = await arrange(emulator, clientOf(emulator));
    beProgramOf(emulator, { id: keyId, secret: keySecret });
  });

  afterAll(() => emulator.close());

  it.each(functionNames)("is just enough for %s", async (name) => {
    emulator.control.setPolicy(mms.ramPolicy({ functions: [name], ...where, sourceIds: [sourceId] }), keyId);
    await functionCalls[name](made);
    for (const operation of functionUses[name]) {
      const operations = without(functionUses[name], operation);
      emulator.control.setPolicy(mms.ramPolicy({ operations, ...where, sourceIds: [sourceId] }), keyId);
      const error: unknown = await functionCalls[name](made).catch((thrown: unknown) => thrown);
      expect(denied(error)?.action).toBe(`odps:${operation}`);
    }
  });
});

describe("ramPolicy", () => {
  it("grants what is used, once, on the sources named, and on everything only what has no source", () => {
    const policy = mms.ramPolicy({
      resources: ["MetadataScan"],
      functions: ["getDataSources", "getDataSource"],
      operations: ["GetMmsDataSource"],
      region: "cn-shanghai",
      accountId: "1",
      sourceIds: [7, "8"],
    });
    expect(policy).toEqual({
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Action: ["odps:GetMmsDataSource", "odps:CreateMmsFetchMetadataJob", "odps:GetMmsFetchMetadataJob"],
          Resource: ["acs:odps:cn-shanghai:1:mmsdatasource/7", "acs:odps:cn-shanghai:1:mmsdatasource/8"],
        },
        { Effect: "Allow", Action: ["odps:ListMmsDataSources"], Resource: ["*"] },
      ],
    });
  });

  it("grants nothing for nothing, and refuses names it does not know", () => {
    expect(mms.ramPolicy({}).Statement).toEqual([]);
    expect(() => mms.ramPolicy({ resources: ["MigrationJob"], sourceIds: [] })).toThrow(/sourceIds is empty/);
    expect(() => mms.ramPolicy({ resources: ["Job" as never] })).toThrow(
      /no kind of resource "Job"; there are DatabaseMapping/,
    );
    expect(() => mms.ramPolicy({ functions: ["getFoo" as never] })).toThrow(/no function "getFoo"/);
    expect(() => mms.ramPolicy({ operations: ["GetJob" as never] })).toThrow(/no operation "GetJob"/);
  });
});
