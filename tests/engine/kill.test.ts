// A run that dies: the engine, or the plugin process, at each stage. Whatever dies, there is one job, and it is found again.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { Fault } from "../../emulator/http/faults.js";
import type { OperationName } from "../../provider/mms/operations.js";
import { FastTime } from "../support/chaos/fast-time.js";
import { declared, type Program } from "../support/engine/declared.js";
import { EngineProject, type Run } from "../support/engine/engine.js";
import { host } from "../support/hosts.js";
import { until, whileTimePasses as passing } from "../support/engine/passing-time.js";
import { asked as requests, operationsSent } from "../support/service/requests.js";

type Values = Readonly<Record<string, unknown>>;

const program = (more: Values): Program => {
  const args = { sourceId: "2000015", srcDbName: "sales", tables: ["orders"], ...more };
  return declared({ sales: { kind: "MigrationJob", args } }, { jobId: "sales.jobId", status: "sales.status" });
};

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

/** @param speed How many times as fast time passes in the processes of a run: a run after a crash looks for a minute. */
const open = async (more: Values = {}, speed = 10) => {
  const time = speed > 1 ? new FastTime(speed).env : {};
  project = await EngineProject.create({ program: program(more), env: { ...emulator.env, ...time } });
};

const inRealTime = 1;

const asked = (operation: OperationName): number => requests(emulator, operation);
/** Whether a job is read, alone or in a list, after its async task has told its id. */
const isAwaited = (): boolean => {
  const sent = emulator.control.requests().map(({ operation }) => operation);
  const read = Math.max(sent.lastIndexOf("GetMmsJob"), sent.lastIndexOf("ListMmsJobs"));
  return sent.includes("GetMmsAsyncTask") && read > sent.lastIndexOf("GetMmsAsyncTask");
};
const mutating = () => operationsSent(emulator);
const whileTimePasses = <Result>(work: Promise<Result>): Promise<Result> => passing(emulator, work);
const live = () => emulator.control.jobs().filter(({ deleted }) => !deleted);

/** What a run printed is the first thing to know where it fails. */
const expectSuccess = ({ code, output }: Run): void => expect(code === 0 ? "" : output).toBe("");

/** The next run: the lock of the dead one is removed first, as its message says. */
async function upAgain(): Promise<void> {
  expect((await project.up()).output).toContain("the stack is currently locked");
  expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
  expectSuccess(await whileTimePasses(project.up()));
}

interface Stage {
  readonly stage: string;
  readonly more: Values;
  /** What holds the run up at that stage. */
  readonly hold?: readonly [OperationName, Fault];
  readonly reached: () => boolean;
}

const held: Fault = { kind: "delay", ms: 3_000 };

const stages: readonly Stage[] = [
  { stage: "before the request", more: {}, hold: ["ListMmsJobs", held], reached: () => asked("ListMmsJobs") > 0 },
  {
    stage: "after the effect and before the answer",
    more: {},
    hold: ["CreateMmsJob", held],
    reached: () => asked("CreateMmsJob") > 0,
  },
  { stage: "before the job's id is known", more: {}, reached: () => asked("GetMmsAsyncTask") > 0 },
  {
    stage: "while the job is awaited",
    more: { waitFor: "completed" },
    reached: () => {
      if (asked("GetMmsAsyncTask") > 0 && live()[0]?.status === "INIT") emulator.control.advance(3_000);
      return isAwaited();
    },
  },
];

describe("an engine that is killed", () => {
  it.each(stages)("$stage leaves one job, which the next run follows", async ({ more, hold, reached }) => {
    await open(more);
    if (hold) emulator.control.injectFault(...hold);
    const run = project.start("up", "--yes", "--skip-preview");
    await until(reached);
    run.kill9();
    await run.done;
    emulator.control.clearFaults();
    await upAgain();
    expect(live()).toHaveLength(1);
    expect(mutating()).toEqual(["CreateMmsJob"]);
    expect((await project.outputs())["jobId"]).toBe(live()[0]?.id);
  });

  it("while the job is stopped for its removal leaves it to the next destroy", async () => {
    const forEver = 1_000_000_000_000;
    emulator.control.setPace({ phaseMs: { SCHEMA: forEver, DATA: forEver, VERIFICATION: forEver } });
    await open();
    expectSuccess(await whileTimePasses(project.up()));
    const run = project.start("destroy", "--yes", "--skip-preview");
    await until(() => asked("StopMmsJob") > 0);
    run.kill9();
    await run.done;
    expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
    expectSuccess(await whileTimePasses(project.destroy()));
    expect(live()).toEqual([]);
  });
});

describe("the plugin of an engine that is killed", () => {
  it("ends with it, and neither waits nor changes anything any more", async () => {
    await open({ waitFor: "completed", stallTimeout: "5s", onStall: "stop" }, inRealTime);
    const run = project.start("up", "--yes", "--skip-preview");
    await until(() => {
      if (asked("GetMmsAsyncTask") > 0) emulator.control.advance(3_000);
      return isAwaited();
    });
    expect(project.plugins()).not.toEqual([]);
    run.kill9();
    await run.done;
    await until(() => project.plugins().length === 0);
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });

  it("takes the job of the next run for no duplicate when its own response comes late", async () => {
    await open();
    emulator.control.injectFault("CreateMmsJob", { kind: "delay", ms: 6_000 });
    const run = project.start("up", "--yes", "--skip-preview");
    await until(() => asked("CreateMmsJob") > 0);
    run.kill9();
    await run.done;
    expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
    expectSuccess(await whileTimePasses(project.up()));
    await until(() => project.plugins().length === 0);
    expect(live().map(({ id }) => id)).toEqual([(await project.outputs())["jobId"]]);
  });
});

describe("a plugin process that is killed", () => {
  it.each(stages.slice(1, 3))("$stage leaves one job, which the next run follows", async ({ more, hold, reached }) => {
    await open(more);
    if (hold) emulator.control.injectFault(...hold);
    const run = project.start("up", "--yes", "--skip-preview");
    await until(reached);
    project.killPlugin();
    expect((await run.done).code).not.toBe(0);
    emulator.control.clearFaults();
    expectSuccess(await whileTimePasses(project.up()));
    expect(live()).toHaveLength(1);
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });
});

describe("Ctrl-C", () => {
  const interrupted = async (times: number) => {
    await open({ waitFor: "completed" }, inRealTime);
    const run = project.start("up", "--yes", "--skip-preview");
    await until(() => {
      if (asked("GetMmsAsyncTask") > 0) emulator.control.advance(1);
      return asked("GetMmsAsyncTask") > 0;
    });
    emulator.control.advance(5_000);
    await until(isAwaited);
    for (let time = 0; time < times; time += 1) {
      run.interrupt();
      if (time === 0 && times > 1) await run.printed(/cancell/i);
    }
    return run;
  };

  it("once ends the run, in its own time under the dynamic host and at once under the native one, and nothing is lost", async () => {
    const run = await interrupted(1);
    const { output } = await (host === "native" ? run.done : whileTimePasses(run.done));
    expect(output.includes("interrupted; the next `pulumi up` continues")).toBe(host === "native");
    expectSuccess(await whileTimePasses(project.up()));
    expect(mutating()).toEqual(["CreateMmsJob"]);
    expect(await project.outputs()).toMatchObject({ jobId: live()[0]?.id, status: "DONE" });
  });

  it("twice ends the run at once, and the next one follows the same job", async () => {
    const run = await interrupted(2);
    await run.done;
    const next = await whileTimePasses(project.up());
    if (next.code !== 0) await upAgain();
    expect(mutating()).toEqual(["CreateMmsJob"]);
    expect(live()).toHaveLength(1);
    expect(await project.outputs()).toMatchObject({ jobId: live()[0]?.id, status: "DONE" });
  });
});

describe("patience that ends", () => {
  it("keeps the job in state, and the next run follows it without a change on the service", async () => {
    await open({ waitFor: "completed", timeouts: { create: "5s" } }, inRealTime);
    const first = project.start("up", "--yes", "--skip-preview");
    await until(() => asked("GetMmsAsyncTask") > 0);
    emulator.control.advance(3_000);
    const { code, output } = await first.done;
    expect(code).not.toBe(0);
    expect(output).toContain("still waiting after");
    const before = mutating();
    expectSuccess(await whileTimePasses(project.up()));
    expect(mutating()).toEqual(before);
    expect(before).toEqual(["CreateMmsJob"]);
    expect(await project.outputs()).toMatchObject({ jobId: live()[0]?.id, status: "DONE" });
  });
});
