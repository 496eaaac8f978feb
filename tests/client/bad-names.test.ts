// Values that only the service can tell to be wrong: names, keys and dates, refused before anything is created.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import type { ResourceKind } from "../../provider/permissions/operation-uses.js";
import { Life } from "../support/lives/life.js";
import { mutatingOf } from "../support/service/requests.js";
import { hive, sourceId } from "../support/service/seeded.js";
import { VirtualClock } from "../support/service/virtual-clock.js";
import { lifecycleOf } from "../../provider/registry.js";
import type { State } from "../../provider/lifecycle/types.js";

let emulator: Emulator;
let clock: VirtualClock;
let told: string[];

beforeEach(async () => {
  clock = new VirtualClock();
  told = [];
  emulator = await startEmulator({ clock });
});

afterEach(() => emulator.close());

function life(kind: ResourceKind): Life {
  return new Life(lifecycleOf(kind), resolveConfig({ get: () => undefined, env: emulator.env }), clock, told);
}

const refused = (kind: ResourceKind, inputs: State): Promise<string> =>
  life(kind)
    .create(inputs)
    .then(
      () => "it was created",
      (error: Error) => error.message,
    );

const created = () => mutatingOf(emulator).map(({ operation }) => operation);

describe("a name that is not in the inventory", () => {
  const scope = { sourceId, srcDbName: "sales" };
  const timer = { ...scope, scheduleType: "Daily", value: "02:30" };

  it.each<readonly [ResourceKind, State, string]>([
    ["DatabaseMapping", { sourceId, dbName: "salse", dstProjectName: "p" }, 'did you mean "sales"?'],
    [
      "DatabaseMapping",
      { sourceId, dbName: "Sales", dstProjectName: "p" },
      'did you mean "sales"? Letter case counts.',
    ],
    ["TableMapping", { sourceId, dbName: "salse", tableNames: ["orders"], dstProjectName: "p" }, 'mean "sales"?'],
    ["TableMapping", { sourceId, dbName: "sales", tableNames: ["ordres"], dstProjectName: "p" }, 'mean "orders"?'],
    [
      "TableMapping",
      { sourceId, dbName: "sales", tableNames: ["orders", "x1", "x2"], dstProjectName: "p" },
      'tableNames[1], tableNames[2]: tables "x1", "x2" of database "sales"',
    ],
    ["TableMapping", { sourceId, dbName: "no", tableNames: ["orders"], dstProjectName: "p" }, 'dbName: database "no"'],
    ["WavePlan", { ...scope, srcDbName: "no", waveNum: 2 }, 'srcDbName: database "no" is not'],
    ["WavePlan", { ...scope, srcDbName: "SALES", waveNum: 2 }, 'did you mean "sales"? Letter case counts.'],
    ["MigrationJob", { ...scope, tableBlackList: ["Orders"] }, 'tableBlackList[0]: table "Orders" is not'],
    ["MigrationJob", { ...scope, tableWhiteList: ["orders", "STORES"] }, 'did you mean "stores"? Letter case counts'],
    [
      "MigrationJob",
      { ...scope, srcDbName: "Sales", tableBlackList: ["orders"] },
      'srcDbName: database "Sales" is not',
    ],
    [
      "MigrationJob",
      { ...scope, partitionFilters: { orders: "DT >= '2026-01-01'" } },
      '"DT" is not a partition column of table "orders", which has dt; did you mean "dt"? Letter case counts',
    ],
    ["MigrationTimer", { ...timer, tableBlackList: ["Orders"] }, 'did you mean "orders"? Letter case counts'],
    ["MigrationTimer", { ...timer, partitionFilters: { orders: "Dt = '1'" } }, "not a partition column"],
  ])("is refused by %s %j with what is like it", async (kind, inputs, words) => {
    expect(await refused(kind, inputs)).toContain(words);
    expect(created()).toEqual([]);
  });

  it.each<readonly [State, string]>([
    [
      { srcDbName: "salse" },
      'srcDbName: database "salse" is not in the inventory of source 2000015; did you mean "sales"?',
    ],
    [
      { tables: ["ordres"] },
      'tables[0]: table "ordres" is not in the inventory of database "sales"; did you mean "orders"?',
    ],
    [{ tables: ["Orders"] }, 'did you mean "orders"? Letter case counts. Correct the program'],
  ])("is named where the service could not create the job: %j", async (inputs, words) => {
    const message = await refused("MigrationJob", { ...scope, ...inputs });
    expect(message).toContain(words);
    expect(message).not.toMatch(/\.\.|\?\./);
  });

  it("is a warning where nothing there differs in letter case alone", async () => {
    await life("MigrationJob").create({ ...scope, tables: undefined, tableBlackList: ["ordres", "nothing_like_it"] });
    expect(told).toEqual([
      expect.stringContaining(
        'tableBlackList[0]: table "ordres" is not in the inventory of database "sales"; did you mean',
      ),
      expect.stringContaining('tableBlackList[1]: table "nothing_like_it" is not in the inventory'),
    ]);
    expect(created()).toEqual(["CreateMmsJob"]);
  });
});

describe("a source that is not there", () => {
  const scope = { sourceId: "77", srcDbName: "sales" };

  it.each<readonly [ResourceKind, State]>([
    ["MigrationJob", { ...scope, tables: ["orders"] }],
    ["MigrationJob", { ...scope, tableBlackList: ["orders"] }],
    ["MigrationTimer", { ...scope, scheduleType: "Daily", value: "02:30" }],
    ["MetadataScan", { sourceId: 77, dbName: "sales" }],
    ["DatabaseMapping", { sourceId: "77", dbName: "sales", dstProjectName: "p" }],
    ["TableMapping", { sourceId: "77", dbName: "sales", tableNames: ["orders"], dstProjectName: "p" }],
    ["WavePlan", { ...scope, waveNum: 2 }],
  ])("is named by %s %j with its input and what to give", async (kind, inputs) => {
    expect(await refused(kind, inputs)).toMatch(
      /^sourceId: there is no data source 77 in this region and account; give the id of a data source: .*HTTP 404.*\.$/,
    );
    expect(created().filter((operation) => !operation.startsWith("Create"))).toEqual([]);
  });
});

describe("a date in the past", () => {
  const job = { sourceId, srcDbName: "sales", tables: ["orders"] };
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

  it("is refused for a job that is not there yet", async () => {
    expect(await refused("MigrationJob", { ...job, eta: "2020-01-01" })).toMatch(
      /^eta: 2020-01-01 is in the past.*remove eta$/,
    );
    expect(created()).toEqual([]);
  });

  it("is no error where the day is not over everywhere, nor once the job is there", async () => {
    const one = life("MigrationJob");
    const inputs = { ...job, eta: day(clock.now()), waitFor: "completed" };
    expect(await one.create(inputs)).toMatchObject({ status: "DONE" });
    await clock.sleep(30 * 24 * 3_600_000);
    expect(await one.update({ ...inputs, onMissing: "recreate" })).toMatchObject({ status: "DONE" });
    // A run that died after its request finds the job again, however late.
    expect(await life("MigrationJob").create(inputs)).toMatchObject({ status: "DONE", adopted: true });
    expect(created()).toEqual(["CreateMmsJob"]);
  });
});

describe("the configuration of a source", () => {
  it("is refused before anything is created, with all that is missing and what is misspelt", async () => {
    const message = await refused("DataSource", {
      type: "HIVE",
      config: { "hive.metastor.urls": "thrift://h:9083" },
      secretConfig: { "hive.jdbc.pasword": "not-to-be-shown" },
    });
    expect(message).toContain(
      'config.hive.metastor.urls: sources of type HIVE have no such key; did you mean "hive.metastore.urls"?',
    );
    expect(message).toContain(
      'secretConfig.hive.jdbc.pasword: sources of type HIVE have no such key; did you mean "hive.jdbc.password"?',
    );
    expect(message).toContain("config.mc.default.project is required");
    expect(message).toContain("config.hive.metastore.urls is required");
    expect(message).not.toContain("not-to-be-shown");
    expect(created()).toEqual([]);
  });

  it("may hold keys that the service does not list", async () => {
    const config = { ...hive.config, "odps.sql.hints": "x" };
    await life("DataSource").create({ ...hive, config });
    expect(told).toContainEqual(expect.stringMatching(/^config\.odps\.sql\.hints: the service lists no such key/));
  });

  it("is for a type of an open list: one that is not documented is a warning", async () => {
    await life("DataSource").create({ type: "HIVEE", config: { "mc.default.project": "lakehouse" } });
    expect(told).toContainEqual(
      expect.stringMatching(/^type: "HIVEE" is unknown to this package; .*did you mean "HIVE"\?$/),
    );
    expect(created()).toContain("CreateMmsDataSource");
  });
});

it("that lacks settings says that its type is unknown, before the settings that the service wants for it", async () => {
  const message = await refused("DataSource", { type: "HIVEE", config: {} });
  expect(message).toMatch(
    /: type: "HIVEE" is unknown to this package; .*did you mean "HIVE"\?; config\..* is required/,
  );
});

describe("an adoption", () => {
  it("names what it could not compare, and refuses what it can", async () => {
    const job = { sourceId, srcDbName: "sales", tables: ["employees"] };
    const theirs = { ...job, name: "theirs", waitFor: "completed", enableVerification: false };
    const { jobId: adoptJobId } = await life("MigrationJob").create(theirs);
    const more = { ...job, adoptJobId, taskType: "HIVE_DATAX", sourceName: "hive_demo" };
    const message = await refused("MigrationJob", { ...more, enableVerification: true });
    expect(message).toContain("enableVerification is false, the program says true");
    await life("MigrationJob").create(more);
    expect(told.at(-1)).toMatch(
      /^job \d+ does not show sourceName, taskType, so the program's values were not compared/,
    );
  });
});
