// Random sessions under assumptions that are played false: which promise each breaks, and whether a person was told.
import fc from "fast-check";

import groups from "../../../tools/docs/parts/assumption-groups.cjs";
import { type SwitchId, switchIds } from "../../../emulator/switches.js";
import { BrokenPromise } from "./job-session.js";
import { FailedSession, session, sessions } from "./random-sessions.js";

export type Group = keyof typeof groups;
export const groupNames = Object.keys(groups) as Group[];

/** In how many sessions a promise was the first to break. */
export type Counts = Readonly<Record<Group, number>>;

/** What came of the sessions under some assumptions. */
export interface Outcome {
  readonly denied: readonly SwitchId[];
  readonly sessions: number;
  readonly broken: Counts;
}

const twice = /one live job|the only one of its declaration/;
const byPromise: readonly (readonly [RegExp, Group])[] = [
  [/is in the state, or will be found|is found again|is kept/, "lost"],
  [/in the state exists|tells the job's own name|DONE is what|is done$|always be deleted/, "truth"],
  [/changes nothing|does nothing|asks the service nothing/, "calm"],
  [/after a delete/, "removed"],
];

/** Ids of the jobs that a broken promise is about. */
const idsIn = (facts: readonly unknown[]): string[] => [
  ...new Set([...JSON.stringify(facts).matchAll(/"(?:id|jobId)":"(\d+)"/g)].map(([, id = ""]) => id)),
];

/** Whether a person was told of all but one of several jobs, or of the assumption that does not hold. */
function wasTold(facts: readonly unknown[], told: readonly string[], denied: readonly SwitchId[]): boolean {
  const text = told.filter((line) => !line.startsWith("{")).join("\n");
  if (denied.some((id) => text.includes(`[${id}]`))) return true;
  const ids = idsIn(facts);
  return ids.filter((id) => text.includes(id)).length >= ids.length - 1;
}

function groupOf({ cause, told }: FailedSession, denied: readonly SwitchId[]): Group {
  if (!(cause instanceof BrokenPromise)) return "ends";
  const { promise, facts } = cause;
  if (twice.test(promise)) return wasTold(facts, told, denied) ? "twice" : "untold";
  return byPromise.find(([pattern]) => pattern.test(promise))?.[1] ?? "ends";
}

/** Plays sessions under some assumptions that do not hold. */
export async function playUnder(
  denied: readonly SwitchId[],
  seed: number,
  runs: number,
  failed: (error: FailedSession, group: Group) => void = () => undefined,
): Promise<Outcome> {
  const broken = Object.fromEntries(groupNames.map((name) => [name, 0])) as Record<Group, number>;
  const assumptions = Object.fromEntries(denied.map((id) => [id, false]));
  for (const given of fc.sample(sessions, { seed, numRuns: runs })) {
    try {
      await session(...given, assumptions);
    } catch (error) {
      if (!(error instanceof FailedSession)) throw error;
      const group = groupOf(error, denied);
      broken[group] += 1;
      failed(error, group);
    }
  }
  return { denied, sessions: runs, broken };
}

/** Pairs of switches, chosen by a seed. */
export function pairsOf(seed: number, count: number): SwitchId[][] {
  const pair = fc.uniqueArray(fc.constantFrom(...switchIds), { minLength: 2, maxLength: 2 });
  return fc.sample(pair, { seed, numRuns: count });
}
