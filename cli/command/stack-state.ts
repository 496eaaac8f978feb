// What a stack's state says of a migration: sources, jobs, gates and timers, of whichever host wrote it. Pure.
import { isDone } from "../../provider/mms/jobs/job-status.js";
import type { StackJobs } from "../report/derive/jobs.js";
import { given } from "../report/given.js";
import type { StackRow, WaveRow } from "../report/model.js";
import { UsageError } from "./io.js";

/** What was found in a state. */
export interface StackFacts extends StackRow, StackJobs {
  /** Ids of jobs and timers by source. */
  readonly sources: ReadonlyMap<string, { readonly jobIds: Set<string>; readonly timerIds: Set<string> }>;
  /** Kinds of resource that the stack has. */
  readonly kinds: ReadonlySet<string>;
  /** The explicit provider of all of it; absent where the stack's configuration holds. */
  readonly provider?: ProviderFacts;
  /** Whether a run of Pulumi is at work on it, or was interrupted: it has begun what it has not ended. */
  readonly isPending: boolean;
}

/** A provider that a program declares. */
export interface ProviderFacts {
  readonly name: string;
  /** Its plain settings by full key; encrypted ones are left out. */
  readonly settings: ReadonlyMap<string, string>;
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly modified?: string;
  /** URN and id of its provider. */
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Exported {
  readonly deployment?: {
    readonly manifest?: { readonly time?: string; readonly version?: string };
    readonly resources?: readonly Resource[];
    readonly pending_operations?: readonly unknown[];
  };
}

const kindOf = ({ type }: Resource): string | undefined =>
  /^(?:pulumi-nodejs:dynamic\/mms:|alicloud-mms:index:)(\w+)$/.exec(type)?.[1];

const nameOf = ({ urn }: Resource): string => urn.split("::").slice(3).join("::");

/** A text; anything else, an encrypted secret too, counts as absent. */
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** An id; programs in YAML give numbers, where they are small enough to be exact. */
const idOf = (value: unknown): string | undefined => (Number.isSafeInteger(value) ? String(value) : text(value));
const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((one) => idOf(one) ?? []) : []);

function gateOf(resource: Resource): Omit<WaveRow, "jobs"> {
  const { jobIds, jobs, passed, startedAt, finishedAt } = resource.outputs ?? {};
  const seen = Array.isArray(jobs) ? (jobs as { jobId?: unknown }[]).map(({ jobId }) => jobId) : [];
  const ids = [...new Set([...idsOf(jobIds), ...idsOf(seen)])];
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

/** The provider of resources that are under none of the program's own. */
const unnamed = "default";

/** The name of the provider that a resource is under; the engine calls its own ones "default", with a version at times. */
function providerNameOf({ provider = "" }: Resource): string {
  const name = provider.split("::").slice(3, -1).join("::");
  return /^(?:|default(?:_.*)?)$/.test(name) ? unnamed : name;
}

function providerFacts(name: string, all: readonly Resource[]): ProviderFacts {
  const found = all.find((one) => one.type.startsWith("pulumi:providers:") && nameOf(one) === name);
  const settings = Object.entries(found?.inputs ?? {}).flatMap(([key, value]): [string, string][] => {
    // Both hosts' forms: the dynamic one keeps the full keys.
    const plain = typeof value === "number" || typeof value === "boolean" ? String(value) : text(value);
    return plain === undefined ? [] : [[key.includes(":") ? key : `alicloud-mms:${key}`, plain]];
  });
  return { name, settings: new Map(settings) };
}

/** The provider that is meant, of those that resources of this package are under. Throws {@link UsageError} where that is open. */
function providerIn(all: readonly Resource[], wanted: string | undefined): string {
  const names = [...new Set(all.filter((one) => kindOf(one) !== undefined).map(providerNameOf))].sort();
  if (wanted === undefined && names.length < 2) return names[0] ?? unnamed;
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  const which = `resources of this package are under ${names.join(", ") || "no provider"}`;
  throw new UsageError(
    wanted === undefined ? `${which}: give one of them with --provider` : `--provider ${wanted}: ${which}`,
  );
}

/** Reads an exported state: what is under one provider, which has to be named where there are several. */
export function stackFacts(exported: string, wanted?: string): StackFacts {
  const { deployment = {} } = JSON.parse(exported) as Exported;
  const { resources: all = [], manifest = {}, pending_operations: pending = [] } = deployment;
  const provider = providerIn(all, wanted);
  const resources = all.filter((one) => kindOf(one) === undefined || providerNameOf(one) === provider);
  const sources = new Map<string, { jobIds: Set<string>; timerIds: Set<string> }>();
  const names = new Map<string, string>();
  const done = new Set<string>();
  const gates: Omit<WaveRow, "jobs">[] = [];
  const kinds = new Set<string>();
  for (const resource of resources) {
    const kind = kindOf(resource);
    const { sourceId, jobId, timerId, status } = resource.outputs ?? {};
    const source = idOf(sourceId);
    if (kind === undefined) continue;
    kinds.add(kind);
    if (kind === "MigrationGate") gates.push(gateOf(resource));
    if (source === undefined) continue;
    const own = sources.get(source) ?? { jobIds: new Set(), timerIds: new Set() };
    sources.set(source, own);
    const job = kind === "MigrationJob" ? idOf(jobId) : undefined;
    const timer = kind === "MigrationTimer" ? idOf(timerId) : undefined;
    if (job !== undefined) names.set(job, nameOf(resource));
    if (job !== undefined) own.jobIds.add(job);
    if (job !== undefined && isDone({ status })) done.add(job);
    if (timer !== undefined) own.timerIds.add(timer);
  }
  const [where = "", project = ""] = (resources[0]?.urn ?? "").split("::");
  return {
    project,
    name: where.replace(/^urn:pulumi:/, ""),
    sources,
    resources: names,
    done,
    gates,
    kinds,
    isPending: pending.length > 0,
    ...given({
      updatedAt: text(manifest.time),
      engine: text(manifest.version),
      provider: provider === unnamed ? undefined : providerFacts(provider, all),
    }),
  };
}
