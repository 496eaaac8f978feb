// What every kind refuses, and how it says so: the path, what was given, what is allowed or what to do.
import { asSentence, refusalsOf } from "../../../provider/hosts/serving/check.js";
import { unknown } from "../../../provider/lifecycle/properties/values.js";
import { type ResourceKind, resourceUses } from "../../../provider/permissions/operation-uses.js";
import { lifecycleOf } from "../../../provider/registry.js";
import type { CheckFailure, State } from "../../../provider/lifecycle/types.js";

/** Inputs of each kind that are accepted. */
const good: Readonly<Record<ResourceKind, State>> = {
  DataSource: { type: "HIVE", config: { "hive.metastore.urls": "thrift://h:9083" }, timeouts: { create: "1h30m" } },
  MetadataScan: { sourceId: "7", dbName: "sales", tableNames: ["orders"], maxAge: "12h" },
  DatabaseMapping: { sourceId: "7", dbName: "sales", dstProjectName: "sales_prod" },
  TableMapping: { sourceId: 7, dbName: "sales", tableNames: ["orders", "customers"], dstNames: { orders: "ods" } },
  WavePlan: {
    sourceId: "7",
    srcDbName: "sales",
    waveNum: 3,
    tableBlackList: ["campaigns"],
  },
  MigrationJob: { sourceId: "7", srcDbName: "sales", tables: ["orders", "customers"], eta: "2020-01-01" },
  MigrationTimer: { sourceId: "7", srcDbName: "sales", scheduleType: "Daily", value: "02:30" },
  MigrationGate: { sourceId: "7", jobIds: ["1", "1", 2], maxFailureRatio: 1 },
};

/** What the plugin process would refuse. */
const refusals = (kind: ResourceKind, bad: State): CheckFailure[] =>
  refusalsOf(lifecycleOf(kind), { ...good[kind], ...bad }).failures;

/** A kind, inputs that replace good ones, the path that is refused, and a part of the reason. */
type Row = readonly [ResourceKind, State, string, string];

const tableNames = { tables: ["orders"] };
const kinds = Object.keys(resourceUses) as ResourceKind[];
const ofSource = kinds.filter((kind) => kind !== "DataSource");
const withTimeouts = kinds.filter((kind) => Object.hasOwn(lifecycleOf(kind).inputs, "timeouts"));
const ofScope = ["MigrationJob", "MigrationTimer"] as const;

const rows: readonly Row[] = [
  ...ofSource.flatMap((kind): Row[] => [
    [kind, { sourceId: undefined }, "sourceId", "getDataSourceOutput"],
    [kind, { sourceId: "hive_demo" }, "sourceId", 'got "hive_demo"; give the id of a data source'],
    [kind, { sourceId: "" }, "sourceId", 'got ""'],
    [kind, { sourceId: 0 }, "sourceId", "got 0"],
    [kind, { sourceId: -7 }, "sourceId", "got -7"],
    [kind, { sourceId: Number.NaN }, "sourceId", "got NaN"],
    [kind, { sourceId: "007" }, "sourceId", 'got "007"'],
    [kind, { sourceID: "7" }, "sourceID", 'did you mean "sourceId"? Letter case counts'],
  ]),
  ...withTimeouts.flatMap((kind): Row[] => [
    [kind, { timeouts: { create: "2 hours and a bit" } }, "timeouts.create", 'got "2 hours and a bit"'],
    [kind, { timeouts: { create: "2h later" } }, "timeouts.create", 'got "2h later"'],
    [kind, { timeouts: { create: "-5m" } }, "timeouts.create", 'got "-5m"'],
    [kind, { timeouts: { create: "0s" } }, "timeouts.create", 'got "0s"'],
    [kind, { timeouts: { create: 30 } }, "timeouts.create", "got 30"],
    [kind, { timeouts: { crate: "1h" } }, "timeouts.crate", 'got "crate"; did you mean "create"?'],
    [kind, { timeouts: "1h" }, "timeouts", 'expected a map, got "1h"'],
  ]),
  ...ofScope.flatMap((kind): Row[] => [
    [kind, { srcDbName: "  " }, "srcDbName", 'got "  "'],
    [kind, { srcDbName: "sales\n" }, "srcDbName", "white space"],
    [kind, { tables: [] }, "tables", "the whole database"],
    [kind, { tables: ["orders", ""] }, "tables[1]", 'got ""'],
    [kind, { tables: ["orders", null] }, "tables[1]", "got null"],
    [kind, { tables: [" orders"] }, "tables[0]", 'got " orders"'],
    [kind, { tables: ["dim_*"] }, "tables[0]", 'got "dim_*"'],
    [kind, { tables: ["sales/orders"] }, "tables[0]", 'got "sales/orders"'],
    [kind, { tables: ["sales.orders"] }, "tables[0]", `give the table's name alone: "orders"`],
    [kind, { tables: ["orders", "customers", "orders"] }, "tables[2]", "twice, first at tables[0]"],
    [kind, { tables: undefined, partitions: [5, "5"] }, "partitions[1]", "twice, first at partitions[0]"],
    [
      kind,
      { ...tableNames, partitionFilters: { ordres: "dt = '1'" } },
      "partitionFilters.ordres",
      'did you mean "orders"?',
    ],
    [
      kind,
      { ...tableNames, partitionFilters: { Orders: "dt = '1'" } },
      "partitionFilters.Orders",
      "Letter case counts",
    ],
    [kind, { ...tableNames, partitionFilters: { orders: " " } }, "partitionFilters.orders", 'got " "'],
    [kind, { ...tableNames, tableMapping: { ordres: "o" } }, "tableMapping.ordres", 'did you mean "orders"?'],
    [kind, { ...tableNames, tableMapping: { orders: "ods.orders" } }, "tableMapping.orders", 'got "ods.orders"'],
    [kind, { ...tableNames, tableMapping: { "": "o" } }, 'tableMapping[""]', 'got ""'],
    [
      kind,
      { tables: ["orders", "customers"], tableMapping: { orders: "x", customers: "X" } },
      "tableMapping.customers",
      'both land in table "X"',
    ],
    [
      kind,
      { tables: ["orders", "customers"], tableMapping: { orders: "customers" } },
      "tableMapping.orders",
      '"orders" and "customers" would both land',
    ],
    [
      kind,
      { tables: undefined, tableBlackList: ["logs"], partitionFilters: { logs: "dt = '1'" } },
      "partitionFilters.logs",
      "which tableBlackList leaves out",
    ],
    [
      kind,
      { tables: undefined, tableWhiteList: ["orders"], tableMapping: { logs: "l" } },
      "tableMapping.logs",
      "which is not in tableWhiteList: orders",
    ],
    [kind, { enableVerification: true, enableDataMigration: false }, "enableVerification", "moves no rows"],
    [kind, { others: [] }, "others", "expected a map, got []"],
  ]),
  ["MigrationJob", { waitFor: "complete" }, "waitFor", 'got "complete"; did you mean "completed"?'],
  ["MigrationJob", { desiredState: "Running" }, "desiredState", 'did you mean "running"? Letter case counts'],
  ["MigrationJob", { deletePolicy: "stopanddelete" }, "deletePolicy", 'did you mean "stopAndDelete"?'],
  ["MigrationJob", { onStall: "fail", stallTimeout: undefined }, "onStall", "needs stallTimeout"],
  ["MigrationJob", { stallTimeout: "soon" }, "stallTimeout", 'got "soon"'],
  ["MigrationJob", { eta: "2026-02-30" }, "eta", 'got "2026-02-30"'],
  ["MigrationJob", { eta: "tomorrow" }, "eta", 'got "tomorrow"'],
  [
    "MigrationJob",
    { schemaOnly: true, enableVerification: true },
    "enableVerification",
    "schemaOnly: true moves no rows",
  ],
  ["MigrationJob", { enableVerification: "true" }, "enableVerification", 'got "true"'],
  ["MigrationJob", { dstDbName: "sales prod" }, "dstDbName", 'got "sales prod"'],
  ["MigrationJob", { adoptJobId: "sales-0123" }, "adoptJobId", "getJobOutput({ sourceId"],
  ["MigrationJob", { name: "sales\tjob" }, "name", "on one line"],
  ["MigrationJob", { triggers: "again" }, "triggers", 'expected a list, got "again"'],
  ["MigrationTimer", { scheduleType: "daily" }, "scheduleType", 'did you mean "Daily"?'],
  ["MigrationTimer", { scheduleType: "Weekly" }, "scheduleType", 'got "Weekly"'],
  ["MigrationTimer", { value: "2:30" }, "value", 'got "2:30"'],
  ["MigrationTimer", { value: "24:00" }, "value", 'got "24:00"'],
  ["MigrationTimer", { scheduleType: "Hourly", value: "60" }, "value", 'got "60"'],
  ["MigrationTimer", { adoptTimerId: "nightly" }, "adoptTimerId", "getTimerOutput({ sourceId"],
  ["MigrationGate", { jobIds: [] }, "jobIds", "no job to wait for"],
  ["MigrationGate", { jobIds: ["sales-0123"] }, "jobIds[0]", "getJobOutput({ sourceId"],
  ["MigrationGate", { timerId: "5" }, "timerId", "give one of them"],
  ["MigrationGate", { maxFailures: -1 }, "maxFailures", "got -1"],
  ["MigrationGate", { maxFailures: 1.5 }, "maxFailures", "got 1.5"],
  ["MigrationGate", { maxFailureRatio: 5 }, "maxFailureRatio", "got 5"],
  ["MigrationGate", { maxFailureRatio: Number.NaN }, "maxFailureRatio", "got NaN"],
  ["MigrationGate", { onStall: "wran", stallTimeout: "1h" }, "onStall", 'did you mean "warn"?'],
  ["DataSource", { type: "" }, "type", 'got ""'],
  ["DataSource", { type: undefined }, "type", '"type" is required'],
  ["DataSource", { desiredState: "start" }, "desiredState", 'got "start"'],
  ["DataSource", { config: { "hive.jdbc.password": "not-to-be-shown" } }, "config.hive.jdbc.password", "secretConfig"],
  ["DataSource", { secretConfig: "not-to-be-shown" }, "secretConfig", "a secret value of another type"],
  ["DataSource", { adoptSourceId: "hive_demo" }, "adoptSourceId", "getDataSourceOutput"],
  ["MetadataScan", { tableNames: [] }, "tableNames", "every table"],
  ["MetadataScan", { dbName: undefined }, "tableNames", "tableNames needs dbName"],
  ["MetadataScan", { tableNames: ["sales.orders"] }, "tableNames[0]", "name alone"],
  ["MetadataScan", { maxAge: "12h or so" }, "maxAge", 'got "12h or so"'],
  ["DatabaseMapping", { dstProjectName: undefined }, "dstProjectName", "no destination given"],
  ["DatabaseMapping", { dstProjectName: "sales-prod/x" }, "dstProjectName", 'got "sales-prod/x"'],
  ["DatabaseMapping", { dstName: "a.b" }, "dstName", 'got "a.b"'],
  ["TableMapping", { dstNames: undefined }, "dstProjectName", "no destination given"],
  ["TableMapping", { tableNames: [] }, "tableNames", "at least one table"],
  ["TableMapping", { dstNames: { ordres: "o" } }, "dstNames.ordres", 'did you mean "orders"?'],
  ["TableMapping", { dstNames: { orders: "x", customers: "x" } }, "dstNames.customers", 'both land in table "x"'],
  ["TableMapping", { dstNames: { orders: "customers" } }, "dstNames.orders", "would both land"],
  ["WavePlan", { waveNum: 0 }, "waveNum", "got 0"],
  ["WavePlan", { waveNum: -1 }, "waveNum", "got -1"],
  ["WavePlan", { tableWhiteList: ["orders"] }, "tableWhiteList", "has no effect beside tableBlackList"],
  ["WavePlan", { tableBlackList: ["sales.logs"] }, "tableBlackList[0]", "name alone"],
];

it.each(kinds)("%s accepts good inputs, and inputs that are not known yet", (kind) => {
  expect(refusals(kind, {})).toEqual([]);
  const later = Object.fromEntries(Object.keys(good[kind]).map((name) => [name, unknown]));
  expect(refusals(kind, later)).toEqual([]);
});

it.each(rows)("%s refuses %j at %s", (kind, bad, property, reason) => {
  const failure = refusals(kind, bad).find((one) => one.property === property);
  expect(failure?.reason).toContain(reason);
});

it("lets tables trade their names", () => {
  expect(refusals("TableMapping", { dstNames: { orders: "customers", customers: "orders" } })).toEqual([]);
});

it("lets a mapping without a destination set finished objects back", () => {
  expect(refusals("DatabaseMapping", { dstProjectName: undefined, resetTrigger: [1] })).toEqual([]);
});

it("ends no reason with two marks, and shows no secret", () => {
  const reasons = rows.flatMap(([kind, bad]) => refusals(kind, bad).map(({ reason }) => reason));
  expect(reasons.length).toBeGreaterThan(rows.length - 1);
  expect(reasons.filter((reason) => /[.;:,]\s*[.;]|\s$|undefined|\[object/.test(reason))).toEqual([]);
  expect(reasons.join("\n")).not.toContain("not-to-be-shown");
});

/** Every id-like input there is, with a number that has lost a digit. */
const rounded = 9007199254740993;
const ids = kinds.flatMap((kind) =>
  Object.entries(lifecycleOf(kind).inputs).flatMap(([name, { type }]): [ResourceKind, State, string][] =>
    type === "id"
      ? [[kind, { [name]: rounded }, name]]
      : type === "ids" || type === "references"
        ? [[kind, { [name]: ["7", rounded] }, `${name}[1]`]]
        : [],
  ),
);

it.each(ids)("%s refuses %j, which may have lost digits, and takes the id as text", (kind, bad, path) => {
  expect(refusals(kind, bad).find(({ property }) => property === path)?.reason).toContain("so write the id as text");
  const asText = JSON.parse(JSON.stringify(bad).replace(/9007199254740992/, '"9007199254740993"')) as State;
  expect(
    refusals(kind, asText)
      .map(({ reason }) => reason)
      .join(),
  ).not.toContain("expected an id");
});

it.each<[ResourceKind, State, readonly string[]]>([
  [
    "MigrationJob",
    { sourceId: "hive", tables: [], onStall: "fail", timeouts: { crate: "soon" }, eta: "tomorrow" },
    ["sourceId", "tables", "onStall", "timeouts.crate", "timeouts.crate", "eta"],
  ],
  ["MigrationJob", { tables: ["a*", "a", "sales.b", "a"] }, ["tables[0]", "tables[2]", "tables[3]"]],
  [
    "MigrationJob",
    { srcDbName: undefined, srcDbNme: "sales", schemaOnly: true, enableSchemaMigration: false },
    ["srcDbNme", "schemaOnly"],
  ],
  [
    "TableMapping",
    { sourceId: "hive", tableNames: [], dstNames: undefined },
    ["sourceId", "tableNames", "dstProjectName"],
  ],
  ["MigrationGate", { sourceId: 0, timerId: "5", onStall: "warn" }, ["sourceId", "timerId", "onStall"]],
  ["MigrationTimer", { sourceId: 0, value: "24:00", tables: [] }, ["sourceId", "value", "tables"]],
  ["DataSource", { type: "", config: { "x.password": "p" } }, ["type", "config.x.password"]],
  ["WavePlan", { sourceId: "x", waveNum: 0, tableWhiteList: ["a"] }, ["sourceId", "waveNum", "tableWhiteList"]],
])("%s is told all that is wrong with %j at once, and nothing twice", (kind, bad, paths) => {
  expect(
    refusals(kind, bad)
      .map(({ property }) => property)
      .sort(),
  ).toEqual([...paths].sort());
});

it("gives the engine sentences with the whole path, and no property whose value it would print", () => {
  expect(asSentence({ property: "jobIds[0]", reason: "expected an id" })).toEqual({
    property: "",
    reason: "jobIds[0]: expected an id",
  });
  expect(asSentence({ property: "sourceId", reason: '"sourceId" is required' }).reason).toBe('"sourceId" is required');
});
