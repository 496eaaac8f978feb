// How much one emulator carries: 10 000 jobs with 100 000 tasks. Prints a table and, with `--json <file>`, writes the numbers.
// Needs a build: `npm run build && node bench/emulator.mjs`. The emulator runs in a process of its own.
import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { connectControl, startEmulator } from "../dist/emulator/index.js";
import { createMmsClient } from "../dist/provider/mms/client.js";
import { resolveConfig } from "../dist/provider/mms/config/config.js";

const sourceId = "2000015";

/** The emulator's side: serves, and says how much memory it takes. */
async function serve() {
  const emulator = await startEmulator({ clock: "manual" });
  process.on("message", () => {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage() });
  });
  process.on("disconnect", () => void emulator.close().then(() => process.exit(0)));
  process.send?.({ url: emulator.url, env: emulator.env });
}

/** @param {number[]} times @param {number} share */
const quantile = (times, share) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

const rounded = (/** @type {number} */ value) => Math.round(value * 100) / 100;

/** @param {import("node:child_process").ChildProcess} child @returns {Promise<any>} */
const nextMessage = (child) => new Promise((resolve) => child.once("message", resolve));

/** @param {number} jobs @param {number} tasksPerJob */
async function measure(jobs, tasksPerJob) {
  const child = fork(fileURLToPath(import.meta.url), ["--serve"], { execArgv: ["--expose-gc"] });
  const { url, env } = await nextMessage(child);
  const control = connectControl(url);
  /** @type {Record<string, string>} */
  const settings = { "alicloud-mms:requestsPerSecond": "1000" };
  const client = createMmsClient(resolveConfig({ get: (key) => settings[key], env }));
  const memoryMiB = async () => {
    child.send("memory");
    return Math.round((await nextMessage(child)).memory.rss / 2 ** 20);
  };
  const timed = async (/** @type {(index: number) => Promise<unknown>} */ call, count = 100) => {
    const times = [];
    for (let index = 0; index < count; index += 1) {
      const begun = performance.now();
      await call(index);
      times.push(performance.now() - begun);
    }
    return { p50: rounded(quantile(times, 0.5)), p99: rounded(quantile(times, 0.99)) };
  };

  const begun = { memoryMiB: await memoryMiB(), get: await timed(() => client.getMmsDataSource({ sourceId })) };
  const name = (/** @type {number} */ index) => `t${String(index).padStart(6, "0")}`;
  const tables = Array.from({ length: jobs * tasksPerJob }, (_none, index) => ({ name: name(index), days: 0 }));
  await control.addTables(sourceId, "big", tables);
  const create = await timed((job) => {
    const chosen = tables.slice(job * tasksPerJob, (job + 1) * tasksPerJob).map((table) => table.name);
    return client.createMmsJob({ sourceId, body: { name: `job-${job}`, srcDbName: "big", tables: chosen } });
  }, jobs);
  const moved = performance.now();
  await control.advance(40_000);
  const running = (await client.listMmsJobs({ sourceId, query: { status: "DOING", pageSize: 1 } })).data.total;
  await control.advance(1_000_000);
  const done = (await client.listMmsJobs({ sourceId, query: { status: "DONE", pageSize: 1 } })).data.total;
  const movedMs = performance.now() - moved;
  const tasks = (await client.listMmsTasks({ sourceId, query: { pageSize: 1 } })).data.total;
  const ids = (await control.jobs()).map(({ id }) => id);
  const pages = jobs / 100;
  const result = {
    jobs: done,
    runningAtOnce: running,
    tasks,
    memoryMiB: { before: begun.memoryMiB, after: await memoryMiB() },
    fromFirstTaskToLastMs: Math.round(movedMs),
    ms: {
      getBeforeAnyJob: begun.get,
      createJob: create,
      pageOfJobs: await timed((i) =>
        client.listMmsJobs({ sourceId, query: { pageNum: (i % pages) + 1, pageSize: 100 } }),
      ),
      jobsByName: await timed((i) => client.listMmsJobs({ sourceId, query: { name: `job-${i * 7}` } })),
      pageOfTasks: await timed((i) => client.listMmsTasks({ sourceId, query: { pageNum: i + 1, pageSize: 100 } })),
      tasksOfOneJob: await timed((i) => client.listMmsTasks({ sourceId, query: { jobId: ids[i * 7] ?? "" } })),
      getJob: await timed((i) => client.getMmsJob({ sourceId, jobId: ids[i * 7] ?? "" })),
    },
  };
  child.disconnect();
  return result;
}

const { values } = parseArgs({
  options: {
    serve: { type: "boolean" },
    json: { type: "string" },
    jobs: { type: "string", default: "10000" },
    tasks: { type: "string", default: "10" },
  },
});
if (values.serve) await serve();
else {
  const { ms, ...counts } = await measure(Number(values.jobs), Number(values.tasks));
  console.log("One emulator, through the client: signature, HTTP, JSON and the client's own work are in the times.");
  console.table(counts);
  console.table(ms);
  const machine = { node: process.version, processor: cpus()[0]?.model, cores: cpus().length };
  const text = `${JSON.stringify({ machine, ...counts, ms }, null, 2)}\n`;
  if (values.json) writeFileSync(values.json, text);
  else console.log(text);
}
