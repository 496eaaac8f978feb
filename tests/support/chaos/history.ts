// What can happen in a history on the real engine: programs, runs, kills, a bad network, old state.
import fc from "fast-check";

/** A request of one run: the first, second, … of its operation, on its way or carried out. */
export interface Point {
  readonly operation: string;
  readonly nth: number;
  readonly moment: "sent" | "done";
}

/** What the network does to one request of a run. */
export interface Trouble {
  readonly operation: string;
  readonly nth: number;
  readonly kind: "requestHeld" | "answerHeld" | "cutThenDelivered" | "answerCut";
  /** Milliseconds of the history's time. */
  readonly ms: number;
}

/** The end of one process of a run, by a signal that it cannot catch. */
export interface Kill {
  readonly victim: "engine" | "plugin" | "host";
  readonly at: Point;
}

export const jobNames = ["orders", "customers", "products", "payments"] as const;

export interface Declaration {
  /** Name of the resource, and the table it migrates. */
  readonly name: (typeof jobNames)[number];
  readonly chosenName: boolean;
  readonly waitFor: "submitted" | "created" | "completed";
}

export interface Program {
  readonly jobs: readonly Declaration[];
  readonly gate: boolean;
  readonly mapping: boolean;
}

export type Step =
  | {
      readonly kind: "run";
      readonly verb: "up" | "refresh" | "destroy";
      readonly troubles: readonly Trouble[];
      readonly kill?: Kill;
    }
  /** While one `up` is at a point, its lock is removed and another one begins. */
  | { readonly kind: "twoRuns"; readonly at: Point; readonly troubles: readonly Trouble[] }
  | { readonly kind: "program"; readonly program: Program }
  /** The state is set back to what it was after that many steps; to none at all for 0. */
  | { readonly kind: "restore"; readonly after: number }
  | { readonly kind: "pass"; readonly ms: number };

export interface History {
  /** Whether the service makes a second job on the same tables; it is thought to refuse that. */
  readonly overlap: "refused" | "allowed";
  /** How long the data of a job takes. */
  readonly dataMs: number;
  readonly program: Program;
  readonly steps: readonly Step[];
}

const declaration = (name: Declaration["name"]): fc.Arbitrary<Declaration> =>
  fc.record({
    name: fc.constant(name),
    chosenName: fc.constantFrom(false, false, false, true),
    waitFor: fc.constantFrom<Declaration["waitFor"]>("submitted", "created", "created", "completed"),
  });

const program: fc.Arbitrary<Program> = fc
  .tuple(fc.constantFrom(1, 1, 2, 3, 4), fc.tuple(...jobNames.map(declaration)), fc.nat(3), fc.nat(3))
  .map(([count, jobs, gate, mapping]) => ({ jobs: jobs.slice(0, count), gate: gate === 0, mapping: mapping === 0 }));

const operation = fc.constantFrom(
  ...Array<string>(5).fill("CreateMmsJob"),
  ...["ListMmsJobs", "GetMmsAsyncTask", "GetMmsJob"],
);
const destroying = fc.constantFrom("StopMmsJob", "DeleteMmsJob", "GetMmsJob");

const point = (operations: fc.Arbitrary<string>): fc.Arbitrary<Point> =>
  fc.record({ operation: operations, nth: fc.constantFrom(1, 1, 2), moment: fc.constantFrom("sent", "done") });

const trouble = (operations: fc.Arbitrary<string>): fc.Arbitrary<Trouble> =>
  fc.record({
    operation: operations,
    nth: fc.constantFrom(1, 1, 2),
    kind: fc.constantFrom(
      "requestHeld",
      "requestHeld",
      "answerHeld",
      "cutThenDelivered",
      "cutThenDelivered",
      "answerCut",
    ),
    ms: fc.integer({ min: 1, max: 90 }).map((seconds) => seconds * 1_000),
  });

const victim = fc.constantFrom<Kill["victim"]>("engine", "engine", "engine", "plugin", "host");

/** A kill at a request that is itself in trouble, or at any other one, or none. */
function disturbed(operations: fc.Arbitrary<string>): fc.Arbitrary<{ troubles: Trouble[]; kill?: Kill }> {
  const troubles = fc.array(trouble(operations), { maxLength: 2 });
  const atTrouble = fc.tuple(trouble(operations), victim, fc.constantFrom("sent", "done")).map(([one, who, moment]) => {
    const { operation: name, nth, kind } = one;
    // What is held up or delivered late is not carried out yet when its sender dies.
    const isUndone = kind === "requestHeld" || kind === "cutThenDelivered";
    const at: Point = { operation: name, nth, moment: isUndone ? "sent" : (moment as Point["moment"]) };
    return { troubles: [one], kill: { victim: who, at } };
  });
  const anywhere = fc.record({ troubles, kill: fc.record({ victim, at: point(operations) }) });
  return fc.oneof(
    { weight: 3, arbitrary: atTrouble },
    { weight: 1, arbitrary: anywhere },
    { weight: 2, arbitrary: fc.record({ troubles }) },
  );
}

const run = (verb: "up" | "refresh" | "destroy", operations: fc.Arbitrary<string>): fc.Arbitrary<Step> =>
  disturbed(operations).map((more) => ({ kind: "run" as const, verb, ...more }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: run("up", operation) },
  { weight: 1, arbitrary: run("refresh", fc.constantFrom("ListMmsJobs", "GetMmsJob")) },
  { weight: 1, arbitrary: run("destroy", destroying) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("twoRuns" as const),
      at: point(operation),
      troubles: fc.array(trouble(operation), { maxLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: program.map((next) => ({ kind: "program" as const, program: next })) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("restore" as const), after: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.constantFrom(5_000, 30_000, 120_000).map((ms) => ({ kind: "pass" as const, ms })) },
);

/** Short jobs are over soon; long ones outlive the history, so that whatever is there twice is seen. */
const dataMs = { short: 40_000, long: 3_600_000 } as const;

const anyHistory: fc.Arbitrary<History> = fc.record({
  overlap: fc.constantFrom("allowed", "allowed", "refused"),
  dataMs: fc.constantFrom(...Object.values(dataMs)),
  program,
  steps: fc
    .tuple(run("up", operation), fc.array(step, { minLength: 1, maxLength: 4 }))
    .map(([first, more]) => [first, ...more]),
});

/**
 * Which jobs have a chosen name stays as it is: another name is another job, and a finished one is not run again. Nobody
 * waits for the end of long jobs.
 */
const history = anyHistory.map(({ steps, ...rest }) => {
  const names = new Map<string, boolean>();
  const isLong = rest.dataMs === dataMs.long;
  const withSettledNames = ({ jobs, ...more }: Program): Program => ({
    ...more,
    jobs: jobs.map((job) => {
      const chosenName = names.get(job.name) ?? job.chosenName;
      names.set(job.name, chosenName);
      return { ...job, chosenName, waitFor: isLong && job.waitFor === "completed" ? "created" : job.waitFor };
    }),
    gate: more.gate && !isLong,
  });
  return {
    ...rest,
    program: withSettledNames(rest.program),
    steps: steps.map((one) => (one.kind === "program" ? { ...one, program: withSettledNames(one.program) } : one)),
  };
});

/** The history of a seed. */
export const historyOf = (seed: number): History => fc.sample(history, { seed, numRuns: 1 })[0] as History;
