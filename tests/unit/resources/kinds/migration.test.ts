import * as pulumi from "@pulumi/pulumi";

import { Migration, type MigrationArgs } from "../../../../provider/resources/migration/component.js";
import { splitBySize } from "../../../../provider/resources/wave-plan/split.js";

interface Registered {
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

let registered: Registered[];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        registered.push({ name, inputs });
        const made = { jobId: `id of ${name}`, asyncTaskId: `task of ${name}`, waves: [["a"], ["b", "c"]] };
        return { id: name, state: { ...inputs, ...made } };
      },
      call: () => ({}),
    },
    "project",
    "stack",
    false,
  );
});

const base = { sourceId: "2000015", srcDbName: "sales" };
const settled = <Value>(output: pulumi.Output<Value>) => new Promise<Value>((resolve) => output.apply(resolve));

async function declare(args: Partial<MigrationArgs>): Promise<Map<string, Record<string, unknown>>> {
  const migration = new Migration("sales", { ...base, ...args });
  await settled(migration.totals);
  return new Map(registered.map(({ name, inputs }) => [name, inputs]));
}

describe("Migration", () => {
  it("declares a scan, one job for the whole database and its gate when nothing else is said", async () => {
    const children = await declare({});
    expect([...children.keys()].sort()).toEqual(["sales", "sales-scan", "sales-wave-1", "sales-wave-1-gate"]);
    expect(children.get("sales-scan")).toMatchObject({ dbName: "sales" });
    expect(children.get("sales-wave-1-gate")).toMatchObject({ jobIds: ["id of sales-wave-1"] });
  });

  it("names children after their waves, and gives every job the common settings", async () => {
    const children = await declare({
      scan: false,
      job: { enableVerification: true },
      waves: [["customers"], { name: "facts", jobs: { orders: { tables: ["orders"] }, items: { tables: ["items"] } } }],
    });
    expect([...children.keys()].sort()).toEqual([
      "sales",
      "sales-facts-gate",
      "sales-facts-items",
      "sales-facts-orders",
      "sales-wave-1",
      "sales-wave-1-gate",
    ]);
    expect(children.get("sales-facts-orders")).toMatchObject({ tables: ["orders"], enableVerification: true });
    expect(children.get("sales-facts-gate")?.["jobIds"]).toHaveLength(2);
  });

  it("gives filters and mappings by table to the jobs of these tables, and all to a job of the whole database", async () => {
    const partitionFilters = { orders: "dt >= '2026-01-01'", payments: "dt >= '2026-01-01'" };
    const job = { partitionFilters, tableMapping: { customers: "dim_customers" } };
    const waves = [
      ["customers", "orders"],
      { name: "rest", jobs: { all: { tableBlackList: ["customers", "orders"] } } },
    ];
    const children = await declare({ scan: false, job, waves });
    expect(children.get("sales-wave-1")).toMatchObject({
      partitionFilters: { orders: partitionFilters.orders },
      tableMapping: job.tableMapping,
    });
    expect(Object.keys(children.get("sales-wave-1")?.["partitionFilters"] as object)).toEqual(["orders"]);
    expect(children.get("sales-rest-all")).toMatchObject({ partitionFilters });
  });

  it("waits again for the gate's own triggers, or else for those of the component", async () => {
    const own = await declare({ scan: false, triggers: ["1"], gate: { triggers: ["g"] } });
    expect(own.get("sales-wave-1-gate")).toMatchObject({ triggers: ["g"] });
    registered = [];
    const shared = await declare({ scan: false, triggers: ["1"] });
    expect(shared.get("sales-wave-1-gate")).toMatchObject({ triggers: ["1"] });
  });

  it("lets a setting by table be for a wave that names partitions, whose tables nobody knows here", async () => {
    const tableMapping = { orders: "ods_orders" };
    const waves = [["customers"], { name: "facts", jobs: { orders: { partitions: ["301"] } } }];
    const children = await declare({ scan: false, job: { tableMapping }, waves });
    expect(children.get("sales-facts-orders")).toMatchObject({ partitions: ["301"], tableMapping });
  });

  it("takes the tables of each wave from the plan", async () => {
    const children = await declare({ scan: false, splitBySize: 2, job: { tableBlackList: ["z"] } });
    expect(children.get("sales-plan")).toMatchObject({ waveNum: 2, tableBlackList: ["z"] });
    expect(children.get("sales-wave-1")).toMatchObject({ tables: ["a"] });
    expect(children.get("sales-wave-2")).toMatchObject({ tables: ["b", "c"] });
    expect(children.get("sales-wave-2")).not.toHaveProperty("tableBlackList");
  });

  it.each([
    ["both kinds of waves", { waves: [["a"]], splitBySize: 2 }, /waves and splitBySize/],
    ["no wave at all", { waves: [] }, /waves is empty/],
    ["a wave without a job", { waves: [{ name: "empty", jobs: {} }] }, /sales-empty: the wave has no job/],
    [
      "a filter for a table that is in no wave",
      { waves: [["orders"]], job: { partitionFilters: { ordrs: "dt >= '2026-01-01'" } } },
      /job\.partitionFilters names ordrs, which is in no wave; the waves name orders/,
    ],
    [
      "a mapping of a table that is in no wave",
      { waves: [["a"], { jobs: { b: { tables: ["b"] } } }], job: { tableMapping: { c: "d" } } },
      /job\.tableMapping names c/,
    ],
    [
      "a list that no wave heeds",
      { waves: [["orders", "pii"]], job: { tableBlackList: ["pii"] } },
      /job\.tableBlackList would do nothing, because every wave names its tables/,
    ],
    ["a wave made in two ways", { waves: [{ tables: ["a"], jobs: { b: {} } }] }, /tables and jobs/],
  ])("refuses %s", (_what, args, message) => {
    expect(() => new Migration("sales", { ...base, ...args })).toThrow(message);
  });
});

describe("splitting by size", () => {
  const tables = [
    { name: "a", size: "70" },
    { name: "b", size: "60" },
    { name: "c", size: "50" },
    { name: "d", size: "9007199254740993" },
  ];

  it("balances the waves, smallest first, and leaves no table out", () => {
    const waves = splitBySize(tables, 2);
    expect(waves.map(({ tables: names }) => names)).toEqual([["a", "b", "c"], ["d"]]);
    expect(waves.map(({ size }) => size)).toEqual([180n, 9007199254740993n]);
  });

  it("spreads tables of no known size evenly", () => {
    const waves = splitBySize([{ name: "a" }, { name: "b" }, { name: "c" }, { name: "d" }], 2);
    expect(waves.map(({ tables: names }) => names.length)).toEqual([2, 2]);
  });

  it("is the same whatever the order of the inventory", () => {
    expect(splitBySize([...tables].reverse(), 3)).toEqual(splitBySize(tables, 3));
  });
});

describe("waves that contradict each other", () => {
  const table = ["refunds"];

  it.each<readonly [string, object, RegExp]>([
    ["a table in two waves", { waves: [table, ["refunds", "employees"]] }, /table "refunds" is in waves 1 and 2;/],
    ["a table in a named wave too", { waves: [table, { name: "w", tables: table }] }, /is in waves 1 and w;/],
    [
      "a table in two jobs of one wave",
      { waves: [{ name: "w", jobs: { one: { tables: table }, two: { tables: table } } }] },
      /is in jobs "one" and "two" of wave w;/,
    ],
    ["no number of waves", { splitBySize: 2.5 }, /splitBySize is 2.5; give a whole number/],
    ["no waves", { splitBySize: 0 }, /splitBySize is 0/],
    ["NaN waves", { splitBySize: Number.NaN }, /splitBySize is NaN/],
    ["a misspelt argument", { wave: [table] }, /Migration sales: unknown argument "wave"; did you mean "waves"\?$/],
    ["a misspelt argument of a wave", { waves: [{ table }] }, /waves\[0\]: unknown argument "table"; did you mean/],
    ["a blank name", { waves: [{ name: " ", tables: table }] }, /waves\[0\]: the name of a wave or job is " "/],
  ])("are refused: %s", (_what, args, message) => {
    expect(() => new Migration("sales", { ...base, ...args })).toThrow(message);
  });

  it("may share a table of which each moves its own part", async () => {
    const part = (filter: string) => ({ jobs: { some: { tables: table, partitionFilters: { refunds: filter } } } });
    const children = await declare({ waves: [part("dt < '2026-01-01'"), part("dt >= '2026-01-01'")] });
    expect([...children.keys()]).toContain("sales-wave-2-some");
  });
});
