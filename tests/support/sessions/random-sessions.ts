// Random sessions with MigrationJobs: which programs, crashes, faults and people come together, and how one is played.
import fc from "fast-check";

import type { Assumptions, Fault } from "../../../emulator/index.js";
import type { Act, Crash, DesiredJob, Program } from "./job-acts.js";
import { JobSession } from "./job-session.js";
import { World } from "./world.js";

const control = fc
  .record(
    {
      waitFor: fc.constantFrom("submitted", "created", "completed"),
      desiredState: fc.constantFrom("running", "running", "stopped"),
      onFailure: fc.constantFrom("retry", "retry", "error", "warn"),
      onMissing: fc.constantFrom("keep", "recreate"),
      deletePolicy: fc.constantFrom("stopAndDelete", "deleteIfFinished", "stop", "abandon"),
      protectRemigration: fc.boolean(),
      timeouts: fc.constantFrom({ create: "10s" }, { create: "2s", update: "5s" }, { delete: "3s" }),
    },
    { requiredKeys: [] },
  )
  .filter(({ waitFor, desiredState }) => waitFor !== "submitted" || desiredState !== "stopped");

export const wish: fc.Arbitrary<DesiredJob> = fc.record({
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

export const act: fc.Arbitrary<Act> = fc.oneof(
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

/** What varies between sessions. */
export const sessions = fc.tuple(
  fc.constantFrom("refused" as const, "allowed" as const),
  fc.constantFrom(0, 10),
  fc.record({ a: wish }),
  fc.array(act, { maxLength: 8 }),
);

/** A session that broke a promise, with what happened in it. */
export class FailedSession extends Error {
  override readonly name = "FailedSession";

  constructor(
    reason: Error,
    /** Steps, and everything that was said to a person meanwhile. */
    readonly told: readonly string[],
  ) {
    super(`${reason.message}\nwhat happened:\n  ${told.join("\n  ")}`, { cause: reason });
  }
}

/** Plays one session against an emulator of its own. Throws {@link FailedSession}. */
export async function session(
  overlap: "refused" | "allowed",
  others: number,
  program: Program,
  acts: readonly Act[],
  assumptions: Assumptions = {},
): Promise<void> {
  const random = jest.spyOn(Math, "random").mockImplementation(seededRandom());
  const world = await World.start(overlap, others, assumptions);
  const running = new JobSession(world);
  try {
    await running.act({ kind: "up", program });
    for (const act of acts) await running.act(act);
    await running.calmDown();
    await running.tearDown();
  } catch (error) {
    throw new FailedSession(error as Error, running.story);
  } finally {
    await world.close();
    random.mockRestore();
  }
}
