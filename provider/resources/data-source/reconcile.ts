// Brings an existing data source to what the program wants: name, configuration, test, running or not. Never makes one.
import { ConflictError } from "../../mms/errors.js";
import type { DataSource, UpdateMmsDataSourceRequest } from "../../mms/models.js";
import { asyncTaskResult, textOf } from "../base/answers.js";
import { ConnectionTestError, DataSourceError, GoneError } from "../base/errors.js";
import { givenName } from "../base/naming.js";
import type { MmsContext } from "../base/service.js";
import { awaitCondition } from "../base/await.js";
import {
  type Config,
  configDifferences,
  guardSecrets,
  mergedConfig,
  passwordInClearMessage,
  passwordsInClear,
  unknownKeys,
  wholeConfig,
} from "./config/config.js";
import { readSource } from "./create.js";
import type { SourceRecord } from "./record.js";

/** How long an old START_FAILED or STOP_FAILED may still be shown after a new attempt was accepted. Inferred: old-failure-10s. */
const attemptShowsWithinMs = 10_000;

/** What each wish means on the service. */
const goals = {
  started: { action: "START", reached: "STARTED", moving: "STARTING", failed: "START_FAILED", against: "STOPPING" },
  stopped: { action: "STOP", reached: "STOPPED", moving: "STOPPING", failed: "STOP_FAILED", against: "STARTING" },
} as const;

type Wish = keyof typeof goals;

interface Settling {
  readonly tracked: SourceRecord;
  readonly context: MmsContext;
}

/** The source as it is now. */
async function findSource({ tracked, context }: Settling): Promise<DataSource> {
  const source = await readSource(tracked.sourceId, context);
  if (source === undefined) throw new GoneError(`data source ${tracked.sourceId}`);
  guardSecrets(tracked.inputs, source.config);
  tracked.see(source);
  return source;
}

async function send(settling: Settling, body: UpdateMmsDataSourceRequest): Promise<string | undefined> {
  const { tracked, context } = settling;
  const params = { sourceId: tracked.sourceId, body };
  const { data } = await context.service.client.updateMmsDataSource(params, context.call);
  return textOf(data?.asyncTaskId);
}

/** Waits for the outcome of an async task; `failed` makes the error of a bad one. */
async function outcome(settling: Settling, asyncTaskId: string, what: string, failed: (reason: string) => Error) {
  const { tracked, context } = settling;
  const { sourceId } = tracked;
  await awaitCondition(
    {
      waitingFor: `${what} (async task ${asyncTaskId} of source ${sourceId})`,
      look: async (options) =>
        asyncTaskResult((await context.service.client.getMmsAsyncTask({ sourceId, asyncTaskId }, options)).data),
      word: ({ kind }) => kind,
      reached: (end) => {
        if (end.kind === "failed") throw failed(end.reason);
        return end.kind === "done";
      },
    },
    context,
  );
}

async function rename(settling: Settling, source: DataSource): Promise<void> {
  const { tracked } = settling;
  const name = givenName(tracked.inputs);
  if (name !== undefined && name !== source.name) {
    await send(settling, { action: "RENAME", name });
    tracked.see({ ...source, name });
  }
  tracked.applied("name");
}

/** Tests the program's configuration on the service; nothing is stored by it. Assumes source-test-async. */
async function test(settling: Settling, config: Config): Promise<void> {
  const { tracked, context } = settling;
  context.progress.status("testing the connection");
  const asyncTaskId = await send(settling, { action: "UPDATE_CONFIG", config: { ...config }, test: true });
  const fail = (reason: string) => new ConnectionTestError(tracked.sourceId, reason);
  if (asyncTaskId === undefined) throw fail("the service names no async task to read the result from");
  await outcome(settling, asyncTaskId, "the result of the connection test", fail);
}

/** Applies a changed configuration, once it has passed its test where one is wanted. */
async function configure(settling: Settling, source: DataSource): Promise<void> {
  const { tracked, context } = settling;
  const items = source.config ?? [];
  const clear = passwordsInClear(tracked.inputs, items);
  if (clear.length > 0) throw new Error(`config: ${passwordInClearMessage(clear)}`);
  const wanted = wholeConfig(tracked.inputs);
  const { sentConfig } = tracked;
  const config = mergedConfig(wanted, items, sentConfig);
  const changed = configDifferences(wanted, items, sentConfig).length > 0;
  const tests = tracked.desired("testConnection") === true;
  if (tests && (changed || !tracked.tested)) await test(settling, config);
  if (changed) {
    const lost = unknownKeys(config, items);
    if (lost.length > 0) {
      context.progress.warn(
        `the values of ${lost.join(", ")} are not shown, so they are not sent along; should the service replace the whole ` +
          "configuration (not published), they are gone: set them in secretConfig to be sure",
      );
    }
    tracked.record({ connectionTest: undefined });
    // From here on nobody can tell which secrets are there until the whole has succeeded.
    tracked.doubt();
    const asyncTaskId = await send(settling, { action: "UPDATE_CONFIG", config: { ...config } });
    const fail = (reason: string) => new DataSourceError(tracked.sourceId, "the configuration was not applied", reason);
    if (asyncTaskId !== undefined) await outcome(settling, asyncTaskId, "the configuration to be applied", fail);
  }
  tracked.applied("config", "secretConfig");
  tracked.record({ connectionTest: tests ? "passed" : undefined });
}

/** Waits until the source shows a status. */
async function until(settling: Settling, what: string, reached: (source: DataSource) => boolean): Promise<DataSource> {
  const { tracked, context } = settling;
  return awaitCondition(
    {
      waitingFor: `data source ${tracked.sourceId} ${what}`,
      look: () => findSource(settling),
      word: ({ status }) => status ?? "?",
      reached,
    },
    context,
  );
}

/** Asks the source to move, and waits until it has, or until somebody has turned it round: `reached` tells which. */
async function ask(settling: Settling, wish: Wish, seen: DataSource): Promise<DataSource> {
  const { tracked, context } = settling;
  const { clock } = context;
  const goal = goals[wish];
  const source =
    seen.status === goal.against
      ? await until(settling, `to leave ${goal.against}`, ({ status }) => status !== goal.against)
      : seen;
  const failedBefore = source.status === goal.failed;
  if (source.status !== goal.moving && source.status !== goal.reached) {
    const asking = wish === "started" ? "starting" : "stopping";
    context.progress.status(`${asking} data source ${tracked.sourceId}, which reads ${source.status ?? "no status"}`);
    await send(settling, { action: goal.action }).catch((error: unknown) => {
      // It may have moved by itself meanwhile; what counts is how it is seen next.
      if (!(error instanceof ConflictError)) throw error;
    });
  }
  const believed = clock.now() + (failedBefore ? attemptShowsWithinMs : 0);
  let hasMoved = source.status === goal.moving;
  return until(settling, `to be ${goal.reached}`, ({ status, errMsg }) => {
    if (status === goal.failed && clock.now() >= believed) {
      throw new DataSourceError(tracked.sourceId, status, textOf(errMsg) ?? "the service gives no reason");
    }
    hasMoved ||= status === goal.moving;
    return status === goal.reached || isTurned(status, wish, hasMoved);
  });
}

/** Whether somebody has turned a source round. One that has not moved yet may still show where it was. */
function isTurned(status: string | undefined, wish: Wish, hasMoved: boolean): boolean {
  const other = goals[wish === "started" ? "stopped" : "started"];
  return status === goals[wish].against || (hasMoved && status === other.reached);
}

/**
 * Starts or stops the source, and waits until it is. One that somebody turns round meanwhile is asked once more, as
 * `desiredState` says: whoever turns it round a second time means it, and the wait ends. A status this version does not know
 * counts as on its way. Assumes source-start-stop.
 */
async function move(settling: Settling, seen: DataSource): Promise<void> {
  const { tracked, context } = settling;
  const wish = tracked.desired("desiredState") === "stopped" ? "stopped" : "started";
  const { reached } = goals[wish];
  const atRest = wish === "stopped" && !["STARTED", "STARTING", "STOPPING", "STOP_FAILED"].includes(seen.status ?? "");
  if (seen.status === reached || atRest) return;
  const first = await ask(settling, wish, seen);
  if (first.status === reached) return;
  const turned = `it reads ${first.status} in place of ${reached}: somebody else changed it while it was waited for`;
  context.progress.warn(
    `data source ${tracked.sourceId}: ${turned}; asking once more, because desiredState is ${wish}`,
  );
  const second = await ask(settling, wish, first);
  if (second.status !== reached) throw new DataSourceError(tracked.sourceId, `${second.status}`, turned);
}

/** Brings the source to what its program says; sends nothing where it already is. */
export async function reconcile(tracked: SourceRecord, context: MmsContext): Promise<void> {
  const settling = { tracked, context };
  guardSecrets(tracked.inputs);
  const source = await findSource(settling);
  await rename(settling, source);
  await configure(settling, source);
  await move(settling, await findSource(settling));
}
