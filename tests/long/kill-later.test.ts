// Runs that die once there is a job: while it is waited for, updated or removed. The next run goes on with the same job.
import { setTimeout as delay } from "node:timers/promises";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { OperationName } from "../../provider/mms/operations.js";
import { declared, type Program } from "../support/engine/declared.js";
import { EngineProject, type Running } from "../support/engine/engine.js";
import { operationsSent } from "../support/service/requests.js";

const program = (more = {}): Program => {
  const args = { sourceId: "2000015", srcDbName: "sales", tables: ["orders"], ...more };
  return declared({ sales: { kind: "MigrationJob", args } }, { jobId: "sales.jobId", status: "sales.status" });
};
const empty = declared({});
const completed = { waitFor: "completed" };

jest.setTimeout(180_000);

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 10 } });
  // Longer than any machine needs until the wait has begun.
  emulator.control.setPace({ phaseMs: { DATA: 600_000 } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

const mutating = () => operationsSent(emulator);
const kept = () => emulator.control.jobs().filter(({ deleted }) => !deleted);

const open = async (program: Program): Promise<void> => {
  project = await EngineProject.create({ program, env: emulator.env });
};

/** Settles when the service has been asked for something since a point in its journal, by a run that goes on. */
async function asked(running: Running, operation: OperationName, since = 0): Promise<void> {
  let ended = false;
  void running.done.then(() => (ended = true));
  while (
    !emulator.control
      .requests()
      .slice(since)
      .some((entry) => entry.operation === operation)
  ) {
    if (ended) throw new Error(`the run ended before it sent ${operation}`);
    await delay(5);
  }
}

/** Ends a run as a crash would. */
async function crash(running: Running, victim: Victim): Promise<void> {
  if (victim === "plugin") project.killPlugin();
  else running.kill9();
  await running.done;
  // A killed command line leaves its lock behind.
  if (victim === "command line") expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
}

type Victim = "command line" | "plugin";
const victims: Victim[] = ["command line", "plugin"];

/** One job, followed to its end by a run that nobody disturbs; nothing is left to do afterwards. */
async function expectOneJob(): Promise<string> {
  emulator.control.advance(1_200_000);
  project.write(program(completed));
  const up = await project.up();
  expect({ code: up.code, output: up.code === 0 ? "" : up.output }).toEqual({ code: 0, output: "" });
  const [job, ...more] = emulator.control.jobs();
  expect(more).toEqual([]);
  expect(await project.outputs()).toEqual({ jobId: job?.id, status: "DONE" });
  expect(mutating()).toEqual(["CreateMmsJob"]);
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  return String(job?.id);
}

describe.each(victims)("kill -9 of the %s, once there is a job,", (victim) => {
  it("while a new job is waited for: the next run goes on with it", async () => {
    await open(program(completed));
    const running = project.start("up", "--yes", "--skip-preview");
    // The wait of a new job reads the list, which shows duplicates too.
    await asked(running, "GetMmsAsyncTask");
    await asked(running, "ListMmsJobs", emulator.control.requests().length);
    await crash(running, victim);
    await expectOneJob();
  });

  it("while an update waits: the next run goes on with the same job under the same id", async () => {
    await open(program());
    expect(await project.up()).toMatchObject({ code: 0 });
    const { jobId } = await project.outputs();
    project.write(program(completed));
    const since = emulator.control.requests().length;
    const running = project.start("up", "--yes", "--skip-preview");
    await asked(running, "GetMmsJob", since);
    await crash(running, victim);
    expect(await expectOneJob()).toBe(jobId);
  });

  it("while a delete waits for the stop: the next destroy ends it, and nothing is left", async () => {
    await open(program());
    emulator.control.setPace({ stopMs: 30_000 });
    expect(await project.up()).toMatchObject({ code: 0 });
    const running = project.start("destroy", "--yes", "--skip-preview");
    await asked(running, "StopMmsJob");
    await crash(running, victim);
    project.write(empty);
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(kept()).toEqual([]);
    expect(mutating().filter((operation) => operation === "CreateMmsJob")).toHaveLength(1);
    expect((await project.state()).deployment.resources ?? []).toEqual([]);
  });
});
