import { unknown } from "../../../../provider/lifecycle/properties/values.js";
import type { Timer } from "../../../../provider/mms/models.js";
import { fixedDifferences } from "../../../../provider/resources/migration-timer/identity.js";
import { changesFor } from "../../../../provider/resources/migration-timer/reconcile.js";
import { failureOf } from "../../../../provider/resources/migration-timer/runs.js";
import { TimerRecord } from "../../../../provider/resources/migration-timer/record.js";
import { lifecycleOf } from "../../../../provider/registry.js";

const lifecycle = lifecycleOf("MigrationTimer");

const program = { sourceId: "7", srcDbName: "sales", scheduleType: "Daily", value: "02:30", tableBlackList: ["tmp"] };
const made = { ...program, name: "nightly-0123456789ab", timerId: "9" };

const check = (inputs: Record<string, unknown>) => lifecycle.check?.({ ...program, ...inputs }) ?? [];
const diff = (inputs: Record<string, unknown>) => lifecycle.diff?.(made, { ...program, ...inputs });

describe("the inputs of a timer", () => {
  it.each([
    ["Daily", "00:00"],
    ["Daily", "23:59"],
    ["Hourly", "05"],
    ["Hourly", "59"],
  ])("accept %s at %s", (scheduleType, value) => {
    expect(check({ scheduleType, value })).toEqual([]);
  });

  it.each([
    ["Daily", "24:00"],
    ["Daily", "2:30"],
    ["Daily", "30"],
    ["Hourly", "60"],
    ["Hourly", "5"],
    ["Hourly", "02:30"],
  ])("refuse %s at %s", (scheduleType, value) => {
    expect(check({ scheduleType, value }).map(({ property }) => property)).toEqual(["value"]);
  });

  it("say which form a time takes", () => {
    expect(check({ value: "30" })[0]?.reason).toBe(
      'with scheduleType Daily, value is a time of day as HH:MM, for example "02:30"; got "30"',
    );
  });

  it("pass where they are not known yet", () => {
    expect(check({ scheduleType: unknown, value: unknown, tableBlackList: unknown })).toEqual([]);
  });

  it("follow the rules of jobs for tables and partitions", () => {
    expect(check({ tableWhiteList: ["orders"] }).map(({ property }) => property)).toEqual(["tableWhiteList"]);
    expect(
      check({ tableBlackList: undefined, partitionFilters: { orders: "dt >" } }).map(({ property }) => property),
    ).toEqual(["partitionFilters.orders"]);
  });
});

describe("a changed program of a timer", () => {
  it("changes nothing where nothing changed", () => {
    expect(diff({ tableBlackList: ["tmp"], stopped: false })).toMatchObject({ changes: false, replaces: [] });
  });

  it("updates schedule, pause, lists and runNow in place", () => {
    const changes = [{ value: "03:00" }, { stopped: true }, { tableBlackList: ["x"] }, { runNow: "2026-01-01" }];
    for (const changed of changes) expect(diff(changed)).toMatchObject({ changes: true, replaces: [] });
  });

  it("replaces for anything else", () => {
    expect(diff({ srcDbName: "hr", enableVerification: true })).toEqual({
      changes: true,
      replaces: ["srcDbName", "enableVerification"],
      reasons: [],
    });
  });
});

describe("the update of a timer", () => {
  const timer: Timer = {
    scheduleType: "Daily",
    value: "02:30",
    stopped: false,
    config: { tableBlackList: ["tmp"], tableWhiteList: [] },
  };
  const changes = (inputs: Record<string, unknown>, state: Record<string, unknown> = made) =>
    changesFor(TimerRecord.from({ id: "7/timers/9", state }, { ...program, ...inputs }), timer);

  it("sends nothing where the service already has it", () => {
    expect(changes({})).toEqual({});
  });

  it("sends a changed time with its schedule", () => {
    expect(changes({ value: "03:00" })).toEqual({ scheduleType: "Daily", value: "03:00" });
    expect(changes({ stopped: true })).toEqual({ stopped: true });
  });

  it("empties a list that was taken out of the program, and leaves one alone that never was in it", () => {
    expect(changes({ tableBlackList: undefined })).toEqual({ tableBlackList: [] });
    expect(changes({ tableBlackList: undefined }, { ...made, tableBlackList: undefined })).toEqual({});
  });
});

describe("a timer as the service shows it", () => {
  const shown: Timer = { srcDbName: "sales", config: { tables: ["orders"] } };

  it("differs in scope where it covers something else, everything included", () => {
    const fields = (inputs: Record<string, unknown>, timer: Timer) =>
      fixedDifferences({ srcDbName: "sales", ...inputs }, timer).map(({ field }) => field);
    expect(fields({ tables: ["orders"] }, shown)).toEqual([]);
    expect(fields({ tables: ["orders"] }, { srcDbName: "sales" })).toEqual(["tables"]);
    expect(fields({ srcDbName: "hr" }, shown)).toEqual(["srcDbName"]);
  });

  it("does not differ in a setting that it does not show", () => {
    expect(fixedDifferences({ ...program, enableVerification: false, others: { a: "1" } }, shown)).toEqual([]);
    const other: Timer = { ...shown, config: { enableVerification: true } };
    expect(fixedDifferences({ ...program, enableVerification: false }, other)).toEqual([
      { field: "enableVerification", wanted: false, found: true },
    ]);
  });
});

describe("the last run of a timer", () => {
  const runs = { jobIds: ["12"], jobNum: 1, underWay: undefined, lastLogId: "1", lastLog: undefined };

  it("is reported when its log or its job failed, and not otherwise", () => {
    expect(failureOf({ ...runs, lastJobStatus: "DONE" })).toBeUndefined();
    expect(failureOf({ ...runs, lastJobStatus: "FAILED" })).toBe("job 12 FAILED");
    const lastLog = { status: "FAILED", action: "start job", msg: "no tables", createTime: "2026-01-01 02:30:00" };
    expect(failureOf({ ...runs, lastJobStatus: undefined, lastLog })).toBe(
      "start job at 2026-01-01 02:30:00: no tables",
    );
  });
});
