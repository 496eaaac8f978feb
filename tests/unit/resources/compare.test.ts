import { narrowingIn, type Shows } from "../../../provider/resources/base/drift.js";
import { migrationJobInputs } from "../../../provider/resources/migration-job/schema.js";

interface Shown {
  readonly type?: string;
  readonly tables?: readonly string[];
  readonly partitions?: readonly string[];
  readonly tableBlackList?: readonly string[];
}

const shows: Shows<Shown> = {
  tables: ({ tables }) => tables,
  partitions: ({ partitions }) => partitions,
  tableBlackList: ({ tableBlackList }) => tableBlackList,
};
const fields = (inputs: Record<string, unknown>, record: Shown) =>
  narrowingIn({ table: migrationJobInputs, shows, inputs, record }).map(({ field }) => field);

describe("narrowing that a program does not give", () => {
  it("is any list the program leaves out, and no empty one", () => {
    expect(fields({}, { tables: ["a"], partitions: ["1"], tableBlackList: ["b"] })).toEqual([
      "tables",
      "partitions",
      "tableBlackList",
    ]);
    expect(fields({}, { tables: [], tableBlackList: [] })).toEqual([]);
    expect(fields({ tables: ["a"] }, { tables: ["a"], partitions: ["1"] })).toEqual(["partitions"]);
  });

  it("is none where the service spells out the tables of a whole database or of partitions", () => {
    expect(fields({}, { type: "Database", tables: ["a", "b"] })).toEqual([]);
    expect(fields({}, { type: "DATABASE", tables: ["a"], tableBlackList: ["b"] })).toEqual(["tableBlackList"]);
    expect(fields({ partitions: ["1"] }, { tables: ["a"], partitions: ["1"] })).toEqual([]);
    const filtered = { tables: ["a"], partitionFilters: { a: "dt > '2026-01-01'" } };
    expect(fields(filtered, { tables: ["a"], partitions: ["1", "2"] })).toEqual([]);
  });
});
