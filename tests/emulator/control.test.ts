// The control of an emulator: arguments are checked like requests, and a colleague's work is seen by every reader.
import fc from "fast-check";

import { commandNames } from "../../emulator/control/command-facts.js";
import { connectControl, type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import type { MmsClient } from "../../provider/mms/call.js";

const sourceId = "2000015";
let emulator: Emulator;
let client: MmsClient;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
  client = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }));
});
afterEach(() => emulator.close());

type Loose = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
const control = (): Loose => emulator.control as unknown as Loose;

/** What a command says of its arguments; `undefined` where it takes them. */
function complaintOf(name: string, args: readonly unknown[]): string | undefined {
  try {
    control()[name]?.(...args);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function overHttp(name: string, body: string): Promise<{ status: number; error?: string }> {
  const response = await fetch(new URL(`/_emulator/${name}`, emulator.url), { method: "POST", body });
  return { status: response.status, ...((await response.json()) as { error?: string }) };
}

/** Whether a job that begins now ends in the time that the default pace needs. */
async function jobsMove(): Promise<void> {
  await client.createMmsJob({ sourceId, body: { name: "moves", srcDbName: "sales", tables: ["customers"] } });
  emulator.control.advance(600_000);
  const { data } = await client.listMmsJobs({ sourceId, query: { name: "moves" } });
  expect(data.objectList?.map(({ status }) => status)).toEqual(["DONE"]);
}

const junk: readonly (readonly [name: string, args: readonly unknown[], complaint: string])[] = [
  [
    "setPace",
    [{ phaseMs: 1_200_000 }],
    "pace.phaseMs must be of type object with SCHEMA, DATA, VERIFICATION; got 1200000",
  ],
  ["setPace", [{ phaseMs: { DATA: "60" } }], 'pace.phaseMs.DATA must be of type number; got "60"'],
  ["setPace", [{ phaseMs: { COPY: 1 } }], "pace.phaseMs.COPY is not known; there are SCHEMA, DATA, VERIFICATION"],
  ["setPace", [{ queueMs: -1 }], "pace.queueMs must be >= 0; got -1"],
  ["setPace", [{ queueMs: null }], "pace.queueMs must be of type number; got null"],
  ["setPace", [{ scanMS: 5 }], "pace.scanMS is not known; there are creationMs"],
  ["setPace", [{ partitionsPerTask: 0 }], "pace.partitionsPerTask must be >= 1; got 0"],
  ["setPace", [{}], "pace must have at least one of creationMs"],
  ["setPace", [], "pace is missing"],
  ["failTasks", [{ tabel: "x" }], "failure.tabel is not known; there are table, phase, message, times"],
  [
    "failTasks",
    [{ table: "x", phase: "COPY", message: "no", times: 1 }],
    'failure.phase must be one of "SCHEMA", "DATA"',
  ],
  ["failTasks", [{ table: "x", phase: "DATA", message: "no" }], "failure.times is missing"],
  ["injectFault", ["GetMmsJobs", { kind: "forbidden" }], "operation must be one of"],
  ["injectFault", ["GetMmsJob", { kind: "explode" }], 'fault must have a kind, one of "delay", "resetBefore"'],
  ["injectFault", ["GetMmsJob", { kind: "delay" }], "fault.ms is missing"],
  ["injectFault", ["GetMmsJob", { kind: "error", status: 0, code: "x" }], "fault.status must be >= 200; got 0"],
  [
    "injectFault",
    ["GetMmsJob", { kind: "truncated" }, { time: 2 }],
    "options.time is not known; there are skip, times",
  ],
  ["advance", ["60000"], 'ms must be of type number; got "60000"'],
  ["advance", [-1], "ms must be >= 0; got -1"],
  ["advance", [1e300], "ms must be <="],
  ["advance", [1, 2], "takes 1 arguments; got 2"],
  ["addTables", [sourceId, "web", [{ name: "a", days: 1.5 }]], "tables[0].days must be of type integer; got 1.5"],
  ["addTables", [sourceId, "sales", [{ name: "orders", days: 0 }]], "has orders, which is in sales already"],
  [
    "addTables",
    [sourceId, "web", Array.from({ length: 9 }, (_none, index) => ({ name: `t${index}`, days: 3_000, hours: 24 }))],
    "must have at most 500000 partitions in all; got 648000",
  ],
  [
    "setPolicy",
    [{ Version: "1", Statement: [{ Effect: "Alow", Action: "*", Resource: "*" }] }],
    "policy.Statement[0].Effect",
  ],
  ["setPolicy", [{ Version: 1, Statement: [] }], 'policy.Version must be "1"; got 1'],
  ["stopJob", [12_345], "jobId must be of type string; got 12345"],
  ["stopJob", ["12345"], "the emulator has no job 12345"],
  ["reset", [7], "seed must be of type string; got 7"],
  ["changeTable", [sourceId, "sales", "order"], `no scanned table sales.order in data source ${sourceId}`],
  [
    "mapTable",
    [sourceId, "sales", "orders", { dstProject: "x" }],
    "to.dstProject is not known; there are dstProjectName",
  ],
  ["mapDatabase", [sourceId, "sale", { dstName: "x" }], `no scanned database sale in data source ${sourceId}`],
  [
    "changeSource",
    [sourceId, { config: "hive.jdbc.password=secret-text" }],
    "change.config must be of type object; got another",
  ],
  ["changeTimer", ["1", { stopped: "yes" }], 'change.stopped must be of type boolean; got "yes"'],
  ["changeTimer", ["1", { stopped: true }], "the emulator has no timer 1"],
];

describe("arguments that a command does not take", () => {
  it.each(junk)("%s %j: %s", async (name, args, complaint) => {
    expect(complaintOf(name, args)).toContain(complaint);
    const refused = await overHttp(name, JSON.stringify(args));
    expect(refused.status).toBe(400);
    expect(refused.error).toContain(complaint);
    await jobsMove();
  });

  it.each([
    ["no array", "advance", "60000", "must be a JSON array of the command's arguments, such as [60000]"],
    ["no JSON", "advance", "[", "must be a JSON array"],
    ["an unknown command", "stopJobs", "[]", 'no command "stopJobs"; there are now, advance'],
    ["a name of every object", "constructor", "[]", 'no command "constructor"'],
  ])("%s over HTTP", async (_what, name, body, complaint) => {
    expect(await overHttp(name, body)).toMatchObject({
      status: 400,
      error: expect.stringContaining(complaint) as string,
    });
  });

  it("are refused where JSON cannot carry them", async () => {
    expect(complaintOf("advance", [Number.NaN])).toMatch(/ms must be .*; got NaN$/);
    expect(complaintOf("setPace", [{ queueMs: Number.NaN }])).toMatch(/pace\.queueMs must be .*; got NaN$/);
    expect(complaintOf("advance", [Infinity])).toMatch(/ms must be .*; got Infinity$/);
    await jobsMove();
  });

  it("leave what is not named as it is", async () => {
    emulator.control.setPace({ phaseMs: { DATA: 1_000 } });
    expect(emulator.control.store.pace.phaseMs).toEqual({ SCHEMA: 5_000, DATA: 1_000, VERIFICATION: 15_000 });
    await jobsMove();
  });

  it.each<[object, string]>([
    [{ clock: { speed: 0 } }, "clock must be"],
    [{ clock: { speed: Infinity } }, "clock must be"],
    [{ clock: "fast" }, 'clock must be "real", "manual"'],
    [{ sed: "x" }, "sed is not known; there are port, host, seed"],
    [{ overlap: "maybe" }, 'overlap must be one of "refused", "allowed"; got "maybe"'],
    [{ requestsPerSecond: 0 }, "requestsPerSecond must be > 0; got 0"],
    [{ keys: { id: { secrets: "of-a-test" } } }, "keys.id.secrets is not known; there are secret"],
    [{ keys: { id: "secret-of-a-test" } }, "keys.id must be of type object with secret"],
  ])("of startEmulator: %j", async (options, complaint) => {
    const refused = startEmulator(options as EmulatorOptions);
    await expect(refused).rejects.toThrow(complaint);
    await expect(refused).rejects.not.toThrow("of-a-test");
  });
});

describe("a colleague", () => {
  const tableOf = async (name: string) =>
    (await client.listMmsTables({ sourceId, query: { dbName: "sales", name } })).data.objectList?.[0];
  const databaseOf = async () => (await client.listMmsDbs({ sourceId, query: { name: "sales" } })).data.objectList?.[0];
  const asked = () => emulator.control.requests().filter(({ mutating }) => mutating);

  it("maps a table, and removes the mapping", async () => {
    const { control: hand } = emulator;
    hand.mapTable(sourceId, "sales", "orders", { dstProjectName: "elsewhere", dstName: "bought" });
    const moved = { dstProjectName: "elsewhere", dstSchemaName: "sales", dstName: "bought" };
    expect(await tableOf("orders")).toMatchObject(moved);
    expect(hand.tables(sourceId, "sales").find(({ name }) => name === "orders")).toMatchObject(moved);
    hand.unmapTable(sourceId, "sales", "orders");
    expect(await tableOf("orders")).toMatchObject({ dstProjectName: "lakehouse", dstName: "orders" });
    expect(asked()).toEqual([]);
  });

  it("maps a database and its tables, and removes the mapping", async () => {
    const remote = connectControl(emulator.url);
    await remote.mapDatabase(sourceId, "sales", { dstProjectName: "elsewhere" });
    expect(await databaseOf()).toMatchObject({ dstProjectName: "elsewhere", dstName: "sales" });
    expect(await tableOf("stores")).toMatchObject({ dstProjectName: "elsewhere" });
    await remote.unmapDatabase(sourceId, "sales");
    expect(await databaseOf()).toMatchObject({ dstProjectName: "lakehouse" });
    expect(await tableOf("stores")).toMatchObject({ dstProjectName: "lakehouse" });
  });

  it("changes a source, and deletes one", async () => {
    const remote = connectControl(emulator.url);
    const config = { "hive.metastore.urls": "thrift://other:9083", "mc.default.project": null };
    await remote.changeSource(sourceId, { name: "renamed", config, status: "STOPPED" });
    const { data } = await client.getMmsDataSource({ sourceId, query: { withConfig: true } });
    expect(data).toMatchObject({ name: "renamed", status: "STOPPED" });
    expect(data.config?.map(({ key, value }) => [key, value])).toEqual([
      ["hive.metastore.urls", "thrift://other:9083"],
    ]);
    await remote.deleteSource(sourceId);
    expect((await remote.sources()).map(({ id }) => id)).toEqual(["2000016", "2000017"]);
  });

  it("changes a timer, which fires as it says then, and deletes it", async () => {
    const body = { name: "nightly", srcDbName: "sales", tables: ["orders"], scheduleType: "Daily", value: "02:30" };
    const { data } = await client.createMmsTimer({ sourceId, body: body as never });
    const timerId = data.timerId ?? "";
    expect(emulator.control.timers()).toMatchObject([{ id: timerId, name: "nightly", value: "02:30", stopped: false }]);
    emulator.control.changeTimer(timerId, { scheduleType: "Hourly", value: "15" });
    emulator.control.advance(3_600_000);
    expect(emulator.control.jobs()).toHaveLength(1);
    expect(() => emulator.control.changeTimer(timerId, { value: "25:00" })).toThrow("does not fit Hourly");
    emulator.control.changeTimer(timerId, { stopped: true });
    expect((await client.getMmsTimer({ sourceId, timerId })).data).toMatchObject({ value: "15", stopped: true });
    emulator.control.deleteTimer(timerId);
    expect((await client.listMmsTimers({ sourceId })).data.total).toBe(0);
    expect(emulator.control.jobs()).toHaveLength(1);
  });
});

describe("junk of any kind on the control port", () => {
  const word = fc.constantFrom(...["sales", "orders", sourceId, "DATA", "forbidden", "GetMmsJob", "*", "Daily", "x"]);
  const field = fc.constantFrom(
    ...["phaseMs", "DATA", "queueMs", "parallel", "kind", "ms", "status", "table", "phase", "message", "times"],
    ...["name", "days", "hours", "config", "value", "scheduleType", "Version", "Statement", "__proto__", "constructor"],
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.oneof(word, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null), fc.string()),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(field, tie("value"), { maxKeys: 3 }),
    ),
  }));
  const call = fc.tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...commandNames) }, { weight: 1, arbitrary: fc.webPath() }),
    fc.oneof(
      { weight: 9, arbitrary: fc.array(value, { maxLength: 4 }).map((args) => JSON.stringify(args)) },
      { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
    ),
  );

  it("is taken or refused, and the clockwork goes on", async () => {
    await fc.assert(
      fc.asyncProperty(call, async ([name, body]) => {
        expect([200, 400]).toContain((await overHttp(name.replace(/^\//, ""), body)).status);
      }),
      { numRuns: 1_500, seed: 14 },
    );
    emulator.control.reset("demo");
    expect((await client.getMmsDataSource({ sourceId })).data.name).toBe("hive_demo");
    await jobsMove();
  });
});

describe("an emulator that is closed", () => {
  /** What keeps this process running, by kind. */
  const held = (): string[] =>
    process
      .getActiveResourcesInfo()
      .filter((kind) => /TCP|Timeout/.test(kind))
      .sort();

  /** Lets turns of the event loop pass until something holds, but not for ever. */
  async function settled(holds: () => boolean): Promise<void> {
    for (let turns = 0; turns < 10_000 && !holds(); turns += 1) await new Promise(setImmediate);
  }

  it("leaves no socket and no timer, also of responses that are held back", async () => {
    await emulator.close();
    await settled(() => !held().some((kind) => kind.startsWith("TCP")));
    const before = held();
    const another = await startEmulator({ clock: "manual" });
    const answers = [1, 2, 3].map(() => {
      another.control.injectFault("ListMmsDataSources", { kind: "delay", ms: 3_600_000 });
      return fetch(new URL("/api/v1/mms/datasources", another.url)).catch((error: unknown) => error);
    });
    while (another.control.requests().length < answers.length) await new Promise(setImmediate);
    await another.close();
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ name: "TypeError" });
    await settled(() => held().length <= before.length);
    expect(held()).toEqual(before);
    emulator = await startEmulator({ clock: "manual" });
  });
});
