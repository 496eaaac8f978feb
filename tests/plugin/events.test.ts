// The file of events, as the processes of both hosts write it: docs/events.md.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { byKey, eventsIn } from "../support/plugin/events.js";
import { startNative } from "../support/plugin/native.js";
import { failure, startPlugin } from "../support/plugin/plugin.js";

const inputs = { sourceId: "2000015", srcDbName: "sales", tables: ["orders"], __wave: "sales-facts" };

let emulator: Emulator;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mms-events-"));
  file = join(folder, "events.jsonl");
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A plugin process of either host, with the two verbs that these tests need. */
const hosts = {
  async dynamic(name: string, config: Record<string, string> = {}) {
    return startPlugin({ kind: "MigrationJob", env: { ...emulator.env, ALICLOUD_MMS_EVENTS: file }, config, name });
  },
  async native(name: string, config: Record<string, string> = {}) {
    const settings = Object.fromEntries(Object.entries(config).map(([key, value]) => [key.split(":")[1], value]));
    const plugin = await startNative({ ...emulator.env, ALICLOUD_MMS_EVENTS: file }, settings);
    const job = plugin.resource("MigrationJob", name);
    const created = async (news: object) => job.create((await job.check({ ...news })).inputs);
    return { ...job, create: created, lines: plugin.lines, stop: plugin.stop };
  },
};

describe.each(["dynamic", "native"] as const)("the %s host", (host) => {
  it("records a job from its request to its end, and its delete", async () => {
    const plugin = await hosts[host]("orders");
    const { id, outs } = await plugin.create({ ...inputs, waitFor: "completed" });
    await plugin.delete(id, outs);
    await plugin.stop();
    const events = eventsIn(file);
    const { jobId, asyncTaskId } = outs as { jobId: string; asyncTaskId: string };
    const phases = events.map(({ verb, event, phase }) => [verb, event, phase].join(" ").trim());
    expect(phases.slice(0, 2)).toEqual(["create start", "create progress requested"]);
    // For support, should the job never show up; the state has it until then too.
    const withRequest = events.filter(({ requestId }) => requestId !== undefined);
    expect(withRequest.map(({ phase }) => phase)).toEqual(["requested"]);
    expect(phases.slice(-3)).toEqual(["create end DONE", "delete start", "delete end gone"]);
    expect(events.find(({ event }) => event === "end")).toMatchObject({
      kind: "MigrationJob",
      name: "orders",
      wave: "sales-facts",
      sourceId: "2000015",
      jobId,
      asyncTaskId,
      tasks: { total: 1, done: 1, failed: 0 },
      result: "succeeded",
    });
    expect(events.at(-1)).toMatchObject({ wave: "sales-facts", jobId });
  });

  it("records what failed, with what is known of the job", async () => {
    emulator.control.failTasks({ table: "orders", phase: "DATA", message: "no more room", times: 1 });
    const plugin = await hosts[host]("orders");
    await failure(plugin.create({ ...inputs, waitFor: "completed" }));
    await plugin.stop();
    const end = eventsIn(file).at(-1);
    expect(end).toMatchObject({ event: "end", result: "failed", phase: "FAILED", tasks: { total: 1, failed: 1 } });
    expect(end?.error).toEqual({ type: "JobFailedError", message: expect.stringContaining("no more room") });
  });

  it("warns of a file that cannot be written, and does its work", async () => {
    const place = join(folder, "none", "events.jsonl");
    const plugin = await hosts[host]("orders", { "alicloud-mms:events": place });
    expect((await plugin.create(inputs)).outs).toHaveProperty("jobId");
    await plugin.stop();
    const warnings = plugin.lines.filter(({ message }) => message.includes(place));
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^events: .*ENOENT.*alicloud-mms:events/),
    ]);
  });
});

it("takes whole lines of many processes at once, in order", async () => {
  const tables = emulator.control.store.tables
    .of("2000015")
    .flatMap(({ dbName, name }) => (dbName === "sales" ? [name] : []));
  const plugins = await Promise.all(tables.slice(0, 6).map((table) => hosts.dynamic(table)));
  await Promise.all(
    plugins.map((plugin, index) => plugin.create({ ...inputs, tables: [tables[index]], waitFor: "completed" })),
  );
  await Promise.all(plugins.map((plugin) => plugin.stop()));
  const events = eventsIn(file);
  const runs = byKey(events, ({ run }) => run);
  expect(runs.size).toBe(6);
  for (const own of runs.values()) expect(own.map(({ seq }) => seq)).toEqual(own.map((_event, index) => index));
});

it("holds no secret of a source, not even where its connection fails", async () => {
  const plugin = await startPlugin({ kind: "DataSource", env: { ...emulator.env, ALICLOUD_MMS_EVENTS: file } });
  const config = { "hive.metastore.urls": "thrift://h:9083" };
  const secretConfig = { "hive.jdbc.password": "not-for-anyone" };
  await plugin.create({ name: "warehouse", type: "HIVE", config, secretConfig }).catch(() => undefined);
  await plugin.stop();
  expect(eventsIn(file).length).toBeGreaterThan(1);
  expect(readFileSync(file, "utf8")).not.toContain("not-for-anyone");
});
