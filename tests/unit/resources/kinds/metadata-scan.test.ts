import { unknown } from "../../../../provider/lifecycle/properties/values.js";
import { countsOf, finishedAtOf, phaseOf, scopeOf } from "../../../../provider/resources/metadata-scan/scan.js";
import { lifecycleOf } from "../../../../provider/registry.js";

const lifecycle = lifecycleOf("MetadataScan");

const hour = 3_600_000;
const noon = Date.UTC(2026, 0, 1, 12);
const program = { sourceId: "7", dbName: "sales", triggers: [1] };
const done = { ...program, scanId: "9", status: "SCAN_DONE", finishedAt: new Date(noon).toISOString() };

const diff = (inputs: Record<string, unknown>, state: Record<string, unknown> = done, now = noon) =>
  lifecycle.diff?.(state, inputs, now);

describe("where a scan is", () => {
  it.each([
    [{ status: "SCAN_DOING" }, "running"],
    [{ status: "A_WORD_OF_TOMORROW" }, "running"],
    [{ status: "SCAN_DOING", errorMsg: "null", endTime: "" }, "running"],
    [{ status: "SCAN_DONE" }, "done"],
    [{ status: "SCAN_FAILED" }, "failed"],
    [{ status: "A_WORD_OF_TOMORROW", endTime: "2026-01-01 00:00:00" }, "done"],
    [{ status: "A_WORD_OF_TOMORROW", endTime: "2026-01-01 00:00:00", errorMsg: "no route" }, "failed"],
  ])("reads %j as %s", (told, phase) => {
    expect(phaseOf(told)).toBe(phase);
  });

  it("reads the counts out of the result's text, and nothing out of any other text", () => {
    expect(countsOf('{"databases":5,"tables":75,"partitions":215,"other":"x"}')).toEqual({
      databases: 5,
      tables: 75,
      partitions: 215,
    });
    for (const text of ["null", "", "not json", "[]", undefined]) expect(countsOf(text)).toEqual({});
  });

  it("takes the service's times for China's", () => {
    expect(finishedAtOf({ endTime: "2026-01-01 20:00:00\n" })).toBe("2026-01-01T12:00:00.000Z");
    expect(finishedAtOf({ endTime: "null" })).toBeUndefined();
    expect(finishedAtOf({ endTime: "yesterday" })).toBeUndefined();
  });

  it("knows equal scopes whatever the order of their tables", () => {
    expect(scopeOf({ sourceId: "7" })).toBe("");
    expect(scopeOf({ dbName: "a", tableNames: ["x", "y"] })).toBe(scopeOf({ dbName: "a", tableNames: ["y", "x"] }));
    expect(scopeOf({ dbName: "a" })).not.toBe(scopeOf({ dbName: "b" }));
  });
});

describe("when a scan is due", () => {
  it("is not while nothing changed, however old the last one is", () => {
    expect(diff(program, done, noon + 1_000 * hour)).toMatchObject({ changes: false, reasons: [] });
  });

  it("is in place for changed triggers or scope, and elsewhere for another source", () => {
    for (const changed of [{ triggers: [2] }, { dbName: "hr" }, { tableNames: ["orders"] }, { triggers: [unknown] }]) {
      expect(diff({ ...program, ...changed })).toMatchObject({ changes: true, replaces: [] });
    }
    expect(diff({ ...program, sourceId: "8" })?.replaces).toEqual(["sourceId"]);
  });

  it("is once the last one is older than maxAge, and not before", () => {
    const aging = { ...program, maxAge: "2h" };
    const state = { ...done, maxAge: "2h" };
    expect(diff(aging, state, noon + 2 * hour)?.changes).toBe(false);
    const late = diff(aging, state, noon + 3 * hour);
    expect(late).toMatchObject({ changes: true, replaces: [] });
    expect(late?.reasons).toEqual([
      "the last scan finished 3 hours ago, and maxAge is 2h; the next `pulumi up` scans again",
    ]);
  });

  it("is after a failed one, and an unfinished one is waited for", () => {
    expect(diff(program, { ...done, status: "SCAN_FAILED" })?.reasons).toEqual([
      "the scan failed; the next `pulumi up` scans again",
    ]);
    expect(diff(program, { ...done, status: "SCAN_DOING" })?.reasons).toEqual([
      "the scan is not finished; the next `pulumi up` resumes the wait",
    ]);
  });

  it("refuses an empty list of tables, which would scan them all", () => {
    expect(lifecycle.check?.({ ...program, tableNames: [] }).map(({ property }) => property)).toEqual(["tableNames"]);
    expect(lifecycle.check?.({ ...program, tableNames: unknown })).toEqual([]);
  });
});
