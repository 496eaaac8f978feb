// What a look at a large source costs: pages, however many tables and tasks there are.
import { startEmulator } from "../../emulator/index.js";
import type { MigrationReport } from "../../cli/report/model.js";
import { cli, startJob } from "../support/cli.js";
import { clientOf } from "../support/program.js";

const tables = 10_000;
const tasksOfTable = 10;

it(`reads ${tables} tables and ${tables * tasksOfTable} tasks in pages`, async () => {
  const emulator = await startEmulator({ clock: "manual" });
  const { control } = emulator;
  const plan = Array.from({ length: tables }, (_none, index) => ({ name: `t${index}`, days: tasksOfTable }));
  control.addTables("2000017", "big", plan);
  control.failTasks({ table: "t7", phase: "DATA", message: "disk full", times: 1_000 });
  control.setPace({ partitionsPerTask: 1, parallel: 1_000 });
  const client = clientOf(emulator);
  await startJob(client, emulator, { srcDbName: "big", name: "all" }, "2000017");
  control.advance(30 * 60_000);
  control.clearRequests();
  const { code, stdout } = await cli(emulator, ["status", "--source", "2000017", "--json"]);
  const { counts } = JSON.parse(stdout) as MigrationReport;
  const sent = control.requestCounts();
  await emulator.close();
  // The seed has a thousand tables besides.
  expect({ code, tables: counts.tables.total, tasks: counts.tasks.total }).toEqual({
    code: 3,
    tables: 11_000,
    tasks: tables * tasksOfTable,
  });
  // Pages of a thousand: all tables, and of the tasks the newest and those that failed; then the last lines of ten failures.
  expect(sent).toEqual({
    GetMmsDataSource: 1,
    ListMmsJobs: 1,
    ListMmsTimers: 1,
    ListMmsTables: 11,
    ListMmsTasks: 4,
    ListMmsTaskLogs: 10,
  });
});
