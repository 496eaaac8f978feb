// What a stack's state says of a migration: sources, jobs, gates and timers, of whichever host wrote it. Pure.
import type { StackJobs } from "../report/derive/jobs.js";
import { given } from "../report/given.js";
import type { StackRow, WaveRow } from "../report/model.js";

/** What was found in a state. */
export interface StackFacts extends StackRow, StackJobs {
  /** Ids of jobs and timers by source. */
  readonly sources: ReadonlyMap<string, { readonly jobIds: Set<string>; readonly timerIds: Set<string> }>;
  /** Kinds of resource that the stack has. */
  readonly kinds: ReadonlySet<string>;
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly modified?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Exported {
  readonly deployment?: {
    readonly manifest?: { readonly time?: string; readonly version?: string };
    readonly resources?: readonly Resource[];
  };
}

const kindOf = ({ type }: Resource): string | undefined =>
  /^(?:pulumi-nodejs:dynamic\/mms:|alicloud-mms:index:)(\w+)$/.exec(type)?.[1];

const nameOf = ({ urn }: Resource): string => urn.split("::").slice(3).join("::");

/** A text; anything else, an encrypted secret too, counts as absent. */
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((one) => text(one) ?? []) : []);

function gateOf(resource: Resource): Omit<WaveRow, "jobs"> {
  const { jobIds, jobs, passed, startedAt, finishedAt } = resource.outputs ?? {};
  const seen = Array.isArray(jobs) ? (jobs as { jobId?: unknown }[]).map(({ jobId }) => jobId) : [];
  const ids = [...new Set([...texts(jobIds), ...texts(seen)])];
  return {
    name: nameOf(resource).replace(/-gate$/, ""),
    jobIds: ids,
    ...given({
      passed: typeof passed === "boolean" ? passed : undefined,
      startedAt: text(startedAt),
      finishedAt: text(finishedAt),
    }),
  };
}

/** Reads an exported state. */
export function stackFacts(exported: string): StackFacts {
  const { deployment = {} } = JSON.parse(exported) as Exported;
  const { resources = [], manifest = {} } = deployment;
  const sources = new Map<string, { jobIds: Set<string>; timerIds: Set<string> }>();
  const names = new Map<string, string>();
  const gates: Omit<WaveRow, "jobs">[] = [];
  const kinds = new Set<string>();
  for (const resource of resources) {
    const kind = kindOf(resource);
    const { sourceId, jobId, timerId } = resource.outputs ?? {};
    const source = text(sourceId);
    if (kind === undefined) continue;
    kinds.add(kind);
    if (kind === "MigrationGate") gates.push(gateOf(resource));
    if (source === undefined) continue;
    const own = sources.get(source) ?? { jobIds: new Set(), timerIds: new Set() };
    sources.set(source, own);
    const job = kind === "MigrationJob" ? text(jobId) : undefined;
    const timer = kind === "MigrationTimer" ? text(timerId) : undefined;
    if (job !== undefined) names.set(job, nameOf(resource));
    if (job !== undefined) own.jobIds.add(job);
    if (timer !== undefined) own.timerIds.add(timer);
  }
  const [where = "", project = ""] = (resources[0]?.urn ?? "").split("::");
  return {
    project,
    name: where.replace(/^urn:pulumi:/, ""),
    sources,
    resources: names,
    gates,
    kinds,
    ...given({ updatedAt: text(manifest.time), engine: text(manifest.version) }),
  };
}
