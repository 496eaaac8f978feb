// What the row of each kind ends with.
import { lifecycleOf } from "../../../provider/registry.js";

type Kind = "DataSource" | "MetadataScan" | "MigrationJob" | "MigrationGate" | "MigrationTimer";

const outcome = (kind: Kind, state: Record<string, unknown>) => lifecycleOf(kind).outcome?.(state);

const job = { jobId: "7", status: "DOING", stopped: false, taskNum: 3, taskDone: 1 };
const gate = { jobDone: 2, jobNum: 2, taskNum: 5, failedTaskCount: 0 };
const timer = { timerId: "5", scheduleType: "Daily", value: "02:30", stopped: false, jobNum: 1 };

const rows: readonly (readonly [Kind, Record<string, unknown>, string])[] = [
  ["DataSource", { sourceId: "4", status: "STARTED" }, "data source 4: STARTED"],
  [
    "DataSource",
    { sourceId: "4", status: "STOPPED", connectionTest: "passed" },
    "data source 4: STOPPED, connection test passed",
  ],
  ["MetadataScan", { scanId: "9", databases: 1, tables: 12 }, "scan 9: 1 database, 12 tables"],
  ["MetadataScan", { scanId: "9", status: "SCAN_DONE" }, "scan 9: SCAN_DONE"],
  ["MigrationJob", { asyncTaskId: "8" }, "accepted as async task 8"],
  ["MigrationJob", job, "job 7: DOING 1/3 tasks"],
  ["MigrationJob", { ...job, stopped: true }, "job 7: stopped, DOING 1/3 tasks"],
  [
    "MigrationJob",
    { ...job, status: "DONE", taskDone: 3, missing: true },
    "job 7: DONE 3/3 tasks; it was removed on the service",
  ],
  ["MigrationGate", gate, "2/2 jobs, 5 tasks, 0 failed"],
  ["MigrationTimer", timer, "timer 5: Daily 02:30, 1 job so far"],
  [
    "MigrationTimer",
    { ...timer, scheduleType: "Hourly", value: "30", stopped: true, jobNum: 0 },
    "timer 5: Hourly at minute 30, paused, 0 jobs so far",
  ],
];

it.each(rows)("the row of a %s in state %j ends with %s", (kind, state, words) => {
  expect(outcome(kind, state)).toBe(words);
});
