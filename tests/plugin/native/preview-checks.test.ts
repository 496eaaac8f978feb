// What a preview says of what `up` would fail on, and what it reads for that.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import type { EngineLine } from "../../support/plugin/engine-lines.js";
import { startNative, unknownText } from "../../support/plugin/native.js";
import { startDynamic } from "../../support/plugin/plugin.js";

type Values = Record<string, unknown>;

const sales = { sourceId: "2000015", srcDbName: "sales" };

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterEach(() => emulator.close());

const warnings = (lines: readonly EngineLine[]) =>
  lines.flatMap(({ message }) => {
    const [, reason] = /^`pulumi up` would fail as things are: (.*)/.exec(message) ?? [];
    return reason === undefined ? [] : [reason];
  });
const reads = () => emulator.control.requests().map(({ operation }) => operation);

/** Previews resources in one run, and gives what it warned of. */
async function preview(resources: readonly [kind: string, inputs: Values][], settings: Values = {}): Promise<string[]> {
  const plugin = await startNative(emulator.env, settings);
  try {
    for (const [index, [kind, inputs]] of resources.entries()) {
      const resource = plugin.resource(kind, `subject-${index}`);
      const checked = await resource.check(inputs);
      expect(checked.failures).toEqual([]);
      await resource.preview(checked.inputs);
    }
    return warnings(plugin.lines);
  } finally {
    await plugin.stop();
  }
}

it.each<[what: string, kind: string, inputs: Values, reason: RegExp]>([
  ["a source", "MigrationJob", { ...sales, sourceId: "77" }, /source 77.*(?:not exist|not found|no )/i],
  ["a source", "MetadataScan", { sourceId: "77" }, /source 77/],
  [
    "a database",
    "MigrationJob",
    { ...sales, srcDbName: "saless" },
    /database "saless" is not in .* did you mean "sales"\?/,
  ],
  [
    "a database",
    "DatabaseMapping",
    { sourceId: "2000015", dbName: "no", dstProjectName: "p" },
    /database "no" is not in/,
  ],
  [
    "a table",
    "MigrationJob",
    { ...sales, tables: ["orders", "custmers"] },
    /^tables\[1\]: table "custmers" is not in the inventory of database "sales"; did you mean "customers"\?/,
  ],
  [
    "a table",
    "TableMapping",
    { sourceId: "2000015", dbName: "sales", tableNames: ["x"], dstProjectName: "p" },
    /^tableNames\[0\]: table "x"/,
  ],
  [
    "a table",
    "MigrationTimer",
    { ...sales, scheduleType: "Daily", value: "02:30", tableBlackList: ["x"] },
    /^tableBlackList\[0\]: table "x"/,
  ],
])("names %s that is not there: %s %j", async (_what, kind, inputs, reason) => {
  expect(await preview([[kind, inputs]])).toEqual([expect.stringMatching(reason)]);
});

it("names a permission that is missing", async () => {
  emulator.control.injectFault("ListMmsDbs", { kind: "forbidden" }, { times: 10 });
  expect(await preview([["MigrationJob", sales]])).toEqual([expect.stringMatching(/ListMmsDbs/)]);
});

it("reads each thing once for all resources, and says once what concerns all of them", async () => {
  const job = (...tables: string[]): [string, Values] => ["MigrationJob", { ...sales, tables }];
  expect(await preview([job("orders", "x"), job("customers"), job("products", "x")])).toHaveLength(2);
  expect(reads()).toEqual(["GetMmsDataSource", "ListMmsDbs", "ListMmsTables"]);
  const lost: [string, Values] = ["MigrationJob", { ...sales, sourceId: "77" }];
  expect(await preview([lost, lost])).toHaveLength(1);
});

it("reads nothing for what is not known yet, and says nothing where all is well", async () => {
  expect(await preview([["MigrationJob", { ...sales, sourceId: unknownText }]])).toEqual([]);
  expect(reads()).toEqual([]);
  expect(await preview([["MigrationJob", { ...sales, tables: ["orders"] }]])).toEqual([]);
});

it("is off where the provider says so, and refuses what is neither on nor off", async () => {
  const missing: [string, Values] = ["MigrationJob", { ...sales, sourceId: "77" }];
  expect(await preview([missing], { previewChecks: false })).toEqual([]);
  expect(reads()).toEqual([]);
  await expect(preview([missing], { previewChecks: "perhaps" })).rejects.toThrow(
    'alicloud-mms:previewChecks is "perhaps": give true or false',
  );
});

it("says that nothing can be read where the provider is not configured", async () => {
  const plugin = await startNative({ ...emulator.env, ALIBABA_CLOUD_REGION_ID: "" });
  const resource = plugin.resource("MigrationJob", "sales");
  await resource.preview((await resource.check(sales)).inputs);
  await plugin.stop();
  expect(warnings(plugin.lines)).toEqual([
    expect.stringContaining("no region: run `pulumi config set alicloud-mms:region"),
  ]);
});

it("is done under the dynamic host where it is turned on, with every check", async () => {
  const inputs = { ...sales, srcDbName: "saless" };
  for (const [config, expected] of [
    [{}, 0],
    [{ "alicloud-mms:previewChecks": "true" }, 1],
  ] as const) {
    const plugin = await startDynamic({ kind: "MigrationJob", env: emulator.env, config });
    expect((await plugin.check({}, inputs)).failures).toEqual([]);
    await plugin.stop();
    expect(warnings(plugin.lines)).toHaveLength(expected);
  }
});
