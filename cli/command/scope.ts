// From flags to what is read: a stack, a source, jobs or a timer, and the client that reads it.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import type { MmsClient } from "../../provider/mms/call.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { itemsNamed } from "../../provider/mms/pages.js";
import type { Scope } from "../report/model.js";
import type { SourceScope } from "../report/read/source.js";
import type { ReportRequest } from "../report/report.js";
import type { ScopeFlags } from "./flags.js";
import { type Io, UsageError } from "./io.js";
import { configOf, exportStack, type StackRef } from "./pulumi.js";
import { type StackFacts, stackFacts } from "./stack-state.js";

/** What a command reads, and with what. */
export type Target = Pick<ReportRequest, "client" | "clock" | "signal" | "scope" | "sources"> & {
  readonly stack?: StackFacts;
  readonly stallMs: number;
  /** Reads the stack again, which has further jobs once its next wave begins; absent where there is none. */
  readonly again?: () => Promise<Target>;
};

/** A client with the configuration of a stack where there is one, else of the environment. */
export function connect(config: ReadonlyMap<string, string>, { env, clock }: Io): MmsClient {
  return createMmsClient(resolveConfig({ get: (key) => config.get(key), env }), clock);
}

/** The stack that the flags mean; `undefined` where they mean none. */
export function stackOf({ stack, cwd = "." }: Pick<ScopeFlags, "stack" | "cwd">, io: Io): StackRef | undefined {
  const folder = resolve(io.cwd, cwd);
  if (stack !== undefined) return { stack, cwd: folder };
  return ["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(join(folder, name))) ? { cwd: folder } : undefined;
}

/** The id of a source that is given by id or by its exact name. */
export async function sourceIdOf(client: MmsClient, given: string): Promise<string> {
  if (/^[1-9]\d*$/.test(given)) return given;
  const found = await itemsNamed(client, "ListMmsDataSources", {}, given);
  const [only] = found;
  if (found.length === 1 && only?.id !== undefined) return only.id;
  const what = found.length === 0 ? "no source has" : `${found.length} sources have`;
  throw new UsageError(`--source ${given}: ${what} this name; give its id`);
}

/** One source, with some of its jobs. */
function sourceScope(flags: ScopeFlags, sourceId: string): { scope: Scope; source: SourceScope } {
  const { job, timer } = flags;
  if (job !== undefined && timer !== undefined)
    throw new UsageError("--job and --timer both name jobs; give one of them");
  if (job !== undefined)
    return { scope: { kind: "jobs", name: job.join(", ") }, source: { sourceId, jobIds: new Set(job) } };
  if (timer !== undefined) return { scope: { kind: "timer", name: timer }, source: { sourceId, timerId: timer } };
  return { scope: { kind: "source", name: flags.source ?? sourceId }, source: { sourceId } };
}

/** A stack, and the settings that hold for it: an explicit provider does not read the stack's configuration. */
export async function readStack(
  ref: StackRef,
  provider: string | undefined,
  io: Io,
): Promise<{ stack: StackFacts; config: ReadonlyMap<string, string> }> {
  const [exported, config] = await Promise.all([exportStack(ref, io), configOf(ref, io)]);
  const stack = stackFacts(exported, provider);
  return { stack, config: stack.provider?.settings ?? config };
}

async function stackTarget(flags: ScopeFlags, ref: StackRef, io: Io, known?: MmsClient): Promise<Target> {
  const { stack, config } = await readStack(ref, flags.provider, io);
  const sources = [...stack.sources].map(([sourceId, own]): SourceScope => ({ sourceId, ...own }));
  if (sources.length === 0)
    throw new UsageError(`stack ${stack.name || ref.stack}: no resource of this package is in it`);
  const { provider } = stack;
  const under = provider === undefined ? "" : `, provider ${provider.name}`;
  const scope: Scope = { kind: "stack", name: `${stack.project}/${stack.name}${under}` };
  const { clock, signal } = io;
  const client = known ?? connect(config, io);
  const again = () => stackTarget(flags, ref, io, client);
  return { client, clock, signal, scope, sources, stack, stallMs: flags.stall, again };
}

/** What the flags mean. Throws {@link UsageError} where they mean nothing. */
export async function targetOf(flags: ScopeFlags, io: Io): Promise<Target> {
  const { source, job, timer } = flags;
  const ref = stackOf(flags, io);
  if (source === undefined && (job ?? timer) !== undefined)
    throw new UsageError("--job and --timer need --source <id>");
  if (source !== undefined && flags.stack !== undefined)
    throw new UsageError("--stack and --source both say what to read; give one of them");
  if (source !== undefined && flags.provider !== undefined)
    throw new UsageError("--provider names a provider of a stack; beside --source the environment says where and who");
  if (source === undefined && ref !== undefined) return stackTarget(flags, ref, io);
  if (source === undefined)
    throw new UsageError(
      "say what to read: --stack <name> (or a folder with Pulumi.yaml, --cwd), or --source <id or name>",
    );
  const client = connect(new Map(), io);
  const parts = sourceScope(flags, await sourceIdOf(client, source));
  const { clock, signal } = io;
  return { client, clock, signal, scope: parts.scope, sources: [parts.source], stallMs: flags.stall };
}
