// Random sessions against the emulator in virtual time. MMS_MODEL_RUNS sets their number; a failing run prints the seed and
// path that replay it with MMS_MODEL_SEED and MMS_MODEL_PATH.
import fc from "fast-check";

import type { Fault } from "../../emulator/index.js";
import type { Act, Crash, Program, DesiredJob } from "../support/job-acts.js";
import { JobSession } from "../support/job-session.js";
import { World } from "../support/world.js";

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

const runs = number("MMS_MODEL_RUNS", 200);
const seed = number("MMS_MODEL_SEED", Date.now() % 2 ** 31);
const path = process.env["MMS_MODEL_PATH"];

const control = fc
  .record(
    {
      waitFor: fc.constantFrom("submitted", "created", "completed"),
      desiredState: fc.constantFrom("running", "running", "stopped"),
      onFailure: fc.constantFrom("retry", "retry", "error"),
      onMissing: fc.constantFrom("keep", "recreate"),
      deletePolicy: fc.constantFrom("stopAndDelete", "deleteIfFinished", "stop", "abandon"),
      protectRemigration: fc.boolean(),
      timeouts: fc.constantFrom({ create: "10s" }, { create: "2s", update: "5s" }, { delete: "3s" }),
    },
    { requiredKeys: [] },
  )
  .filter(({ waitFor, desiredState }) => waitFor !== "submitted" || desiredState !== "stopped");

const wish: fc.Arbitrary<DesiredJob> = fc.record({
  explicitName: fc.boolean(),
  scope: fc.nat(2),
  triggers: fc.nat(1),
  control,
});

const program: fc.Arbitrary<Program> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ a: wish }) },
  { weight: 2, arbitrary: fc.record({ a: wish, b: wish }) },
  { weight: 1, arbitrary: fc.constant<Program>({}) },
);

const crash: fc.Arbitrary<Crash> = fc.oneof(
  fc.record({
    kind: fc.constant("process" as const),
    at: fc.constantFrom("beforeSend" as const, "afterEffect" as const),
    requests: fc.nat(8),
  }),
  fc.record({ kind: fc.constant("engine" as const) }),
);

const fault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  { kind: "resetBefore" },
  { kind: "resetAfter" },
  { kind: "error", status: 500, code: "InternalError" },
  { kind: "error", status: 503, code: "ServiceUnavailable", afterEffect: true },
  { kind: "html", status: 502 },
  { kind: "html", status: 504, afterEffect: true },
  { kind: "truncated" },
  { kind: "throttled", timeLeftSeconds: 3 },
  { kind: "forbidden" },
  { kind: "staleList", ms: 20_000 },
  { kind: "asyncTaskLost" },
  { kind: "asyncTaskFails", errorMsg: "no capacity" },
  { kind: "deliveredTwice" },
);

const crashes = fc.option(crash, { freq: 3, nil: undefined });
const withCrash = <Kind extends "refresh" | "destroy">(kind: Kind) =>
  crashes.map((one) => ({ kind, ...(one ? { crash: one } : {}) }));

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(program, crashes).map(([next, one]) => ({
      kind: "up" as const,
      program: next,
      ...(one ? { crash: one } : {}),
    })),
  },
  { weight: 4, arbitrary: crashes.map((one) => ({ kind: "up" as const, ...(one ? { crash: one } : {}) })) },
  { weight: 2, arbitrary: withCrash("refresh") },
  { weight: 1, arbitrary: withCrash("destroy") },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("a" as const, "b" as const), crashes)
      .map(([name, one]) => ({ kind: "replace" as const, name, ...(one ? { crash: one } : {}) })),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: "preview" }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("fault" as const),
      operation: fc.constantFrom("*", "CreateMmsJob", "CreateMmsJob", "ListMmsJobs", "GetMmsJob", "StopMmsJob"),
      fault,
      skip: fc.nat(2),
    }) as fc.Arbitrary<Act>,
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("failTasks" as const),
      table: fc.constantFrom("orders", "products"),
      phase: fc.constantFrom("SCHEMA" as const, "DATA" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("console" as const),
      does: fc.constantFrom("stop" as const, "start" as const, "retry" as const, "delete" as const),
      which: fc.nat(3),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("stranger" as const), name: fc.constantFrom("a" as const, "b" as const) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(1_000, 10_000, 300_000) }),
  },
);

/** One number generator for what varies at random on purpose, such as the pauses between two looks. */
function seededRandom(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

async function session(
  overlap: "refused" | "allowed",
  others: number,
  program: Program,
  acts: readonly Act[],
): Promise<void> {
  const random = jest.spyOn(Math, "random").mockImplementation(seededRandom());
  const world = await World.start(overlap, others);
  const running = new JobSession(world);
  try {
    await running.act({ kind: "up", program });
    for (const act of acts) await running.act(act);
    await running.calmDown();
    await running.tearDown();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${message}\nwhat happened:\n  ${running.story.join("\n  ")}`, { cause: error });
  } finally {
    await world.close();
    random.mockRestore();
  }
}

describe("MigrationJobs in random sessions", () => {
  it(
    `never starts a job twice and never loses one (${runs} sessions, seed ${seed})`,
    async () => {
      const property = fc.asyncProperty(
        fc.constantFrom("refused", "allowed"),
        fc.constantFrom(0, 10),
        fc.record({ a: wish }),
        fc.array(act, { maxLength: 8 }),
        session,
      );
      await fc.assert(property, {
        numRuns: runs,
        seed,
        ...(path === undefined ? {} : { path }),
        endOnFailure: path !== undefined,
      });
    },
    Math.max(120_000, runs * 5_000),
  );
});
