// The last log line of a failed task, whichever order the service sends its log in.
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { failedTasksOf } from "../../provider/resources/jobs/failed-tasks.js";
import { pageOf, type ScriptedService, startService } from "../support/service/service.js";
import { VirtualClock } from "../support/service/virtual-clock.js";

const log = [
  { id: 1, action: "create table", msg: "ok", createTime: "2026-01-01 10:00:00" },
  { id: 2, action: "copy", msg: "started", createTime: "2026-01-01 10:00:05" },
  { id: 3, action: "copy", msg: "disk full", createTime: "2026-01-01 10:00:05" },
];
const task = { id: 7, jobId: 5, status: "DATA_FAILED", srcDbName: "sales", srcTableName: "orders" };

let service: ScriptedService;

afterEach(() => service.close());

it.each([
  ["oldest first", log],
  ["newest first", [...log].reverse()],
  ["without times and ids, as they were written", log.map(({ action, msg }) => ({ action, msg }))],
])("is the newest one: %s", async (_order, lines) => {
  service = await startService(({ operation, query }) => {
    if (operation === "ListMmsTaskLogs") return { body: { requestId: "R", data: lines } };
    return pageOf(query, query["status"] === task.status ? [task] : [], 1_000);
  });
  const client = createMmsClient(resolveConfig({ get: () => undefined, env: service.env }), new VirtualClock());
  const { failedTasks } = await failedTasksOf("1", "5", { service: { client }, signal: new AbortController().signal });
  expect(failedTasks).toMatchObject([{ table: "sales.orders", message: "copy: disk full" }]);
});
