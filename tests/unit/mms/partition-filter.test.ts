// The filter language: whatever can be written is read back as it was meant, and anything else is refused with its place.
import fc from "fast-check";

import {
  checkFilterTypes,
  type FilterExpression,
  type FilterValue,
  matchesPartition,
  parsePartitionFilter,
  PartitionFilterError,
} from "../../../provider/mms/partition-filter.js";

const types = { dt: "string", region: "varchar", hour: "int", id: "bigint" };
type Column = keyof typeof types;

const word = fc.stringMatching(/^[A-Za-z0-9_-]{0,8}$/);
const digits = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String);
const valueFor = (column: Column): fc.Arbitrary<FilterValue> =>
  column === "hour" || column === "id" ? digits.map((number) => ({ number })) : word;
const column = fc.constantFrom<Column>("dt", "region", "hour", "id");
const condition: fc.Arbitrary<FilterExpression> = column.chain((name) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom("=", "<>", "<", "<=", ">", ">="), valueFor(name))
      .map(([operator, value]): FilterExpression => ({ kind: "compare", column: name, operator, value })),
    fc
      .array(valueFor(name), { minLength: 1, maxLength: 3 })
      .map((values): FilterExpression => ({ kind: "in", column: name, values })),
  ),
);
const { expression } = fc.letrec<{ expression: FilterExpression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    condition,
    fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(tie("expression"), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, terms]): FilterExpression => ({ kind, terms })),
  ),
}));

/** How a filter is written: every keyword in the letter case, and with the space, that the test says. */
function written(filter: FilterExpression, space: string, upper: boolean): string {
  const keyword = (text: string) => (upper ? text.toUpperCase() : text);
  const value = (one: FilterValue) => (typeof one === "string" ? `'${one}'` : one.number);
  if (filter.kind === "in")
    return `${filter.column} ${keyword("in")}${space}(${filter.values.map(value).join(`,${space}`)})`;
  if (filter.kind === "compare") return `${filter.column}${space}${filter.operator}${space}${value(filter.value)}`;
  return filter.terms.map((term) => `(${space}${written(term, space, upper)})`).join(` ${keyword(filter.kind)} `);
}

const partition = fc.record({ dt: word, region: word, hour: digits, id: digits });

/** What a filter means, told a second time. */
function meant(filter: FilterExpression, values: Record<Column, string>): boolean {
  if ("terms" in filter) {
    const said = filter.terms.map((term) => meant(term, values));
    return filter.kind === "and" ? !said.includes(false) : said.includes(true);
  }
  const name = filter.column as Column;
  const told = (text: string) => (name === "hour" || name === "id" ? BigInt(text) : text);
  const own = told(values[name]);
  const others = (filter.kind === "in" ? filter.values : [filter.value]).map((one) =>
    told(typeof one === "string" ? one : one.number),
  );
  if (filter.kind === "in") return others.includes(own);
  const [other = own] = others;
  const order = own < other ? -1 : own > other ? 1 : 0;
  const outcomes: Record<string, readonly number[]> = {
    "=": [0],
    "<>": [-1, 1],
    "<": [-1],
    "<=": [-1, 0],
    ">": [1],
    ">=": [0, 1],
  };
  return outcomes[filter.operator]?.includes(order) ?? false;
}

describe("a partition filter", () => {
  it("is read as it was meant, in any letter case and spacing", () => {
    fc.assert(
      fc.property(expression, fc.constantFrom("", " ", " \n\t"), fc.boolean(), (filter, space, upper) => {
        expect(parsePartitionFilter(written(filter, space, upper))).toEqual(filter);
      }),
      { numRuns: 500 },
    );
  });

  it("takes the partitions it means, whatever the size of their numbers", () => {
    fc.assert(
      fc.property(expression, partition, (filter, values) => {
        expect(matchesPartition(filter, values, types)).toBe(meant(filter, values));
      }),
      { numRuns: 500 },
    );
  });

  it("is refused with its column and what was expected, whatever it is", () => {
    const almost = expression.chain((filter) => {
      const text = written(filter, " ", false);
      return fc.nat(text.length).map((at) => text.slice(0, at));
    });
    fc.assert(
      fc.property(fc.oneof(fc.string(), almost), (text) => {
        try {
          parsePartitionFilter(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PartitionFilterError);
          expect((error as Error).message).toMatch(/^not a partition filter: at column \d+, expected /);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["dt >= ", "at column 7, expected number or quoted text"],
    ["dt == '1'", "at column 5, expected number or quoted text"],
    ["dt like '1'", "at column 4, expected"],
    ["(dt = '1'", "at column 10, expected"],
    ["", "at column 1, expected"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => parsePartitionFilter(text)).toThrow(message);
  });

  it("binds AND before OR, as parentheses would say", () => {
    const plain = parsePartitionFilter("a = '1' or b = '2' and c = '3'");
    expect(plain).toEqual(parsePartitionFilter("a = '1' or (b = '2' and c = '3')"));
  });

  it("compares numbers with integer columns only", () => {
    const check = (text: string) => checkFilterTypes(parsePartitionFilter(text), types);
    expect(() => check("hour = 3 and (id in (1, 2) or dt = '2026') and other = 1")).not.toThrow();
    expect(() => check("hour = 3 and dt > 20260101")).toThrow("column dt is string, so write '20260101' in quotes");
  });

  it("takes nothing where a partition has no such column", () => {
    expect(matchesPartition(parsePartitionFilter("colour <> 'red'"), { dt: "2026" }, types)).toBe(false);
  });
});
