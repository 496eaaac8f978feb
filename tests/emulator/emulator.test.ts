// What the emulator does beyond answering: it fails on purpose, it moves with its clock, and it repeats itself.
import { connectControl, type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { MmsApiError, MmsConnectionError } from "../../provider/mms/errors.js";
import { VirtualClock } from "../support/service/virtual-clock.js";
import type { MmsClient } from "../../provider/mms/call.js";

const sourceId = "2000015";
const open: Emulator[] = [];
let emulator: Emulator;
let client: MmsClient;

async function begin(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({ clock: "manual", ...options });
  open.push(emulator);
  client = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }), new VirtualClock());
}

beforeEach(() => begin());
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

const body = { name: "job", sourceId, srcDbName: "sales", tables: ["orders", "customers"] };

async function createJob(more: object = {}): Promise<string> {
  const { data } = await client.createMmsJob({ sourceId, body: { ...body, ...more } });
  emulator.control.advance(3_000);
  const task = await client.getMmsAsyncTask({ sourceId, asyncTaskId: data.asyncTaskId ?? "" });
  if (task.data.objectId === undefined) throw new Error(String(task.data.errorMsg));
  return task.data.objectId;
}

const jobOf = async (jobId: string) => (await client.getMmsJob({ sourceId, jobId })).data;
const tasksOf = async (jobId: string) =>
  (await client.listMmsTasks({ sourceId, query: { jobId, pageSize: 100 } })).data.objectList ?? [];

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "none",
    (error: unknown) => (error instanceof MmsApiError ? error.code : `not an answer: ${String(error)}`),
  );
}

describe("jobs", () => {
  it("move from INIT over DOING to DONE with the clock, a task for each table or group of partitions", async () => {
    const jobId = await createJob();
    expect(await jobOf(jobId)).toMatchObject({ status: "INIT", taskNum: 2, taskDone: 0 });
    emulator.control.advance(20_000);
    expect(await jobOf(jobId)).toMatchObject({ status: "DOING" });
    emulator.control.advance(100_000);
    expect(await jobOf(jobId)).toMatchObject({ status: "DONE", taskDone: 2 });
  });

  it("only move what is not done, and changed partitions again unless increment is off", async () => {
    await createJob();
    emulator.control.advance(600_000);
    expect(await tasksOf(await createJob({ name: "again" }))).toEqual([]);
    emulator.control.changeTable(sourceId, "sales", "orders");
    expect(await tasksOf(await createJob({ name: "off", increment: false }))).toEqual([]);
    expect(await tasksOf(await createJob({ name: "plain" }))).toHaveLength(1);
  });

  it("take black lists, white lists and partition filters at their word", async () => {
    const black = await createJob({
      name: "black",
      tables: undefined,
      tableBlackList: ["orders"],
      tableWhiteList: ["orders"],
    });
    expect((await tasksOf(black)).map((task) => task.srcTableName)).not.toContain("orders");
    expect(await tasksOf(black)).toHaveLength(11);
    const filtered = await createJob({
      name: "filtered",
      tables: ["orders"],
      partitionFilters: { orders: "dt > '2099-01-01'" },
    });
    expect(await tasksOf(filtered)).toEqual([]);
    await expect(
      createJob({ name: "broken", tables: ["orders"], partitionFilters: { orders: "dt >" } }),
    ).rejects.toThrow("at column");
  });

  it("fail in the phase that was arranged, say so in the log, and keep what is done when retried", async () => {
    emulator.control.failTasks({
      table: "customers",
      phase: "VERIFICATION",
      message: "counts differ: 10 and 9",
      times: 1,
    });
    const jobId = await createJob({ enableVerification: true });
    emulator.control.advance(600_000);
    expect(await jobOf(jobId)).toMatchObject({ status: "FAILED", taskDone: 1 });
    const [failed] = (await tasksOf(jobId)).filter((task) => task.status === "VERIFICATION_FAILED");
    const log = (await client.listMmsTaskLogs({ sourceId, taskId: failed?.id ?? "" })).data;
    expect(log.map(({ status, msg }) => `${status}: ${msg}`)).toEqual([
      "SCHEMA_DONE: ok",
      "DATA_DONE: ok",
      "VERIFICATION_FAILED: counts differ: 10 and 9",
    ]);
    await client.retryMmsJob({ sourceId, jobId });
    emulator.control.advance(15_000);
    expect(await jobOf(jobId)).toMatchObject({ status: "DONE", taskDone: 2 });
  });

  it("stop some time after that was requested, and go on when started", async () => {
    const jobId = await createJob();
    await client.stopMmsJob({ sourceId, jobId });
    expect(await jobOf(jobId)).toMatchObject({ stopped: false });
    emulator.control.advance(5_000);
    expect(await jobOf(jobId)).toMatchObject({ stopped: true });
    emulator.control.advance(3_600_000);
    expect(await jobOf(jobId)).toMatchObject({ stopped: true, taskDone: 0 });
    await client.startMmsJob({ sourceId, jobId });
    emulator.control.advance(600_000);
    expect(await jobOf(jobId)).toMatchObject({ stopped: false, status: "DONE" });
  });

  it("are refused where another job is moving the same tables, through the async task", async () => {
    await createJob();
    emulator.control.advance(20_000);
    await expect(createJob({ name: "second" })).rejects.toThrow("running or ready to run");
  });

  it("are refused where another job waits to move the same tables, until that one is deleted", async () => {
    const first = await createJob();
    await expect(createJob({ name: "second" })).rejects.toThrow("running or ready to run");
    await client.deleteMmsJob({ sourceId, jobId: first });
    expect(await tasksOf(await createJob({ name: "third" }))).toHaveLength(2);
  });

  it("come out the same however often they are read", async () => {
    const tell = async (looks: number) => {
      await begin();
      emulator.control.failTasks({ table: "orders", phase: "DATA", message: "gone", times: 1 });
      const jobIds = [await createJob(), await createJob({ name: "other", tables: ["refunds", "products"] })];
      for (let look = 0; look < looks; look += 1) {
        emulator.control.advance(600_000 / looks);
        await jobOf(jobIds[0] ?? "");
      }
      const found = (await client.listMmsTasks({ sourceId })).data.objectList ?? [];
      return Promise.all(
        found.map(async (task) => [task, (await client.listMmsTaskLogs({ sourceId, taskId: task.id ?? "" })).data]),
      );
    };
    expect(await tell(100)).toEqual(await tell(1));
  });

  it("begin at most as many tasks at once as the pace says", async () => {
    emulator.control.setPace({ parallel: 3 });
    const jobId = await createJob({ tables: undefined });
    emulator.control.advance(15_000);
    expect((await tasksOf(jobId)).filter(({ running }) => running)).toHaveLength(3);
    emulator.control.advance(65_000);
    expect((await tasksOf(jobId)).filter(({ status }) => status === "DONE")).toHaveLength(3);
    expect((await tasksOf(jobId)).filter(({ running }) => running)).toHaveLength(3);
  });

  it("leave the list when deleted, and can still be read", async () => {
    const jobId = await createJob();
    await client.deleteMmsJob({ sourceId, jobId });
    expect((await client.listMmsJobs({ sourceId })).data.objectList).toEqual([]);
    expect(await jobOf(jobId)).toMatchObject({ id: jobId });
  });
});

describe("timers", () => {
  it("fire by the clock, once for each day, and stop when they are stopped", async () => {
    // Under a manual clock it is midnight in this zone.
    await begin({ timeZone: "UTC" });
    const timer = {
      name: "nightly",
      srcDbName: "sales",
      scheduleType: "Daily",
      value: "02:30",
      tables: ["orders"],
    } as const;
    const { data } = await client.createMmsTimer({ sourceId, body: { ...timer, tables: [...timer.tables] } });
    const timerId = data.timerId ?? "";
    const spawned = async () => (await client.listMmsJobs({ sourceId, query: { timerId } })).data.objectList ?? [];
    emulator.control.advance(2.4 * 3_600_000);
    expect(await spawned()).toHaveLength(0);
    emulator.control.advance(3_600_000);
    expect(await spawned()).toHaveLength(1);
    emulator.control.advance(24 * 3_600_000);
    expect(await spawned()).toHaveLength(1);
    const { data: runs } = await client.listMmsTimerLogs({ sourceId, timerId });
    expect(runs.objectList?.map(({ msg }) => msg)).toEqual(["nothing to migrate", "start job success"]);
    await client.updateMmsTables({ sourceId, body: { dbName: "sales", tableNames: ["orders"], status: "INIT" } });
    await client.updateMmsTimer({ sourceId, timerId, body: { stopped: true } });
    emulator.control.advance(48 * 3_600_000);
    expect(await spawned()).toHaveLength(1);
  });
});

describe("faults", () => {
  const get = () => client.getMmsJob({ sourceId, jobId: "1" });

  it.each([
    [{ kind: "resetBefore" }, "reset"],
    [{ kind: "truncated" }, "garbled"],
  ] as const)("break an exchange: %j", async (fault, reason) => {
    emulator.control.injectFault("CreateMmsJob", fault);
    const error = await client.createMmsJob({ sourceId, body }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MmsConnectionError);
    expect((error as MmsConnectionError).reason).toBe(reason);
  });

  it("break an exchange after its effect", async () => {
    emulator.control.injectFault("CreateMmsJob", { kind: "resetAfter" });
    await expect(client.createMmsJob({ sourceId, body })).rejects.toThrow(MmsConnectionError);
    emulator.control.advance(3_000);
    expect(emulator.control.jobs()).toHaveLength(1);
  });

  it("come after the calls that were to pass, and end after the calls that were to fail", async () => {
    emulator.control.injectFault("GetMmsJob", { kind: "forbidden" }, { skip: 1, times: 1 });
    expect(await codeOf(get())).toBe("OBJECT_NOT_EXIST");
    expect(await codeOf(get())).toBe("Forbidden.RAM");
    expect(await codeOf(get())).toBe("OBJECT_NOT_EXIST");
  });

  it("let a list lag behind", async () => {
    emulator.control.injectFault("ListMmsJobs", { kind: "staleList", ms: 60_000 });
    await createJob();
    expect((await client.listMmsJobs({ sourceId })).data.total).toBe(0);
    emulator.control.advance(60_000);
    expect((await client.listMmsJobs({ sourceId })).data.total).toBe(1);
  });

  it("deliver a request twice", async () => {
    await begin({ overlap: "allowed" });
    emulator.control.injectFault("CreateMmsJob", { kind: "deliveredTwice" });
    await client.createMmsJob({ sourceId, body });
    expect(emulator.control.jobs()).toHaveLength(2);
  });
});

describe("a seed", () => {
  it("gives the same ids, sizes and outcomes again, and another seed gives others", async () => {
    const tell = async () => {
      const jobId = await createJob();
      emulator.control.advance(600_000);
      const tables = (await client.listMmsTables({ sourceId, query: { dbName: "sales" } })).data.objectList;
      return JSON.stringify([await jobOf(jobId), await tasksOf(jobId), tables]);
    };
    const first = await tell();
    await begin();
    expect(await tell()).toBe(first);
    await begin({ seed: "another" });
    expect(await tell()).not.toBe(first);
  });

  it("gives ids beyond 2^53 on demand, and the client keeps them whole", async () => {
    await begin({ ids: "beyondDoubles" });
    const jobId = await createJob();
    expect(BigInt(jobId)).toBeGreaterThan(2n ** 53n);
    expect((await jobOf(jobId)).id).toBe(jobId);
  });
});

describe("the control of another process", () => {
  it("has the commands of the same process", async () => {
    const remote = connectControl(emulator.url);
    await createJob();
    await remote.advance(600_000);
    expect(await remote.jobs()).toEqual(emulator.control.jobs());
    expect(await remote.requestCounts()).toEqual({ CreateMmsJob: 1, GetMmsAsyncTask: 1 });
    await remote.injectFault("GetMmsJob", { kind: "forbidden" });
    expect(await codeOf(client.getMmsJob({ sourceId, jobId: "1" }))).toBe("Forbidden.RAM");
  });

  it("says what it does not know", async () => {
    const remote = connectControl(emulator.url);
    await expect(remote.stopJob("12345")).rejects.toThrow("the emulator has no job 12345");
  });
});
