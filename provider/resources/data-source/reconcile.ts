// Brings an existing data source to what the program wants: name, configuration, test, running or not. Never creates one.
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

/** The source as it is now. */
async function findSource(record: SourceRecord, context: MmsContext): Promise<DataSource> {
  const source = await readSource(record.sourceId, context);
  if (source === undefined) throw new GoneError(`data source ${record.sourceId}`);
  guardSecrets(record.inputs, source.config);
  record.see(source, context.service.client.config);
  return source;
}

async function send(
  record: SourceRecord,
  context: MmsContext,
  body: UpdateMmsDataSourceRequest,
): Promise<string | undefined> {
  const params = { sourceId: record.sourceId, body };
  const { data } = await context.service.client.updateMmsDataSource(params, context.call);
  return textOf(data?.asyncTaskId);
}

/** Waits for the outcome of an async task; `failed` creates the error of a bad one. */
async function outcome(
  record: SourceRecord,
  context: MmsContext,
  asyncTaskId: string,
  what: string,
  failed: (reason: string) => Error,
) {
  const { sourceId } = record;
  await awaitCondition(
    {
      waitingFor: `${what} (async task ${asyncTaskId} of source ${sourceId})`,
      read: async () =>
        asyncTaskResult((await context.service.client.getMmsAsyncTask({ sourceId, asyncTaskId }, context.call)).data),
      word: ({ kind }) => kind,
      reached: (end) => {
        if (end.kind === "failed") throw failed(end.reason);
        return end.kind === "done" || undefined;
      },
    },
    context,
  );
}

async function rename(record: SourceRecord, context: MmsContext, source: DataSource): Promise<void> {
  const name = givenName(record.inputs);
  if (name !== undefined && name !== source.name) {
    await send(record, context, { action: "RENAME", name });
    record.see({ ...source, name }, context.service.client.config);
  }
  record.applied("name");
}

/** Tests the program's configuration on the service; nothing is stored by it. Assumes source-test-async. */
async function test(record: SourceRecord, context: MmsContext, config: Config): Promise<void> {
  context.progress.status("testing the connection");
  const asyncTaskId = await send(record, context, { action: "UPDATE_CONFIG", config: { ...config }, test: true });
  const fail = (reason: string) => new ConnectionTestError(record.sourceId, reason);
  if (asyncTaskId === undefined) throw fail("the service names no async task to read the result from");
  await outcome(record, context, asyncTaskId, "the result of the connection test", fail);
}

/** Applies a changed configuration, once it has passed its test where one is wanted. */
async function configure(record: SourceRecord, context: MmsContext, source: DataSource): Promise<void> {
  const items = source.config ?? [];
  const clear = passwordsInClear(record.inputs, items);
  if (clear.length > 0) throw new Error(`config: ${passwordInClearMessage(clear)}`);
  const wanted = wholeConfig(record.inputs);
  const { sentConfig } = record;
  const config = mergedConfig(wanted, items, sentConfig);
  const changed = configDifferences(wanted, items, sentConfig).length > 0;
  const tests = record.desired.testConnection;
  if (tests && (changed || !record.isTested)) await test(record, context, config);
  if (changed) {
    const lost = unknownKeys(config, items);
    if (lost.length > 0) {
      context.progress.warn(
        `the values of ${lost.join(", ")} are not shown, so they are not sent along; should the service replace the whole ` +
          "configuration (not published), they are gone: set them in secretConfig to be sure",
      );
    }
    record.record({ connectionTest: undefined });
    // From here on it is not known which secrets are there until the whole has succeeded.
    record.doubtSecrets();
    const asyncTaskId = await send(record, context, { action: "UPDATE_CONFIG", config: { ...config } });
    const fail = (reason: string) => new DataSourceError(record.sourceId, "the configuration was not applied", reason);
    if (asyncTaskId !== undefined) await outcome(record, context, asyncTaskId, "the configuration to be applied", fail);
  }
  record.applied("config", "secretConfig");
  record.record({ connectionTest: tests ? "passed" : undefined });
}

/** Waits until the source shows a status. */
async function until(
  record: SourceRecord,
  context: MmsContext,
  what: string,
  reached: (source: DataSource) => boolean,
): Promise<DataSource> {
  return awaitCondition(
    {
      waitingFor: `data source ${record.sourceId} ${what}`,
      read: () => findSource(record, context),
      word: ({ status }) => status ?? "?",
      reached: (source) => (reached(source) ? source : undefined),
    },
    context,
  );
}

/** Requests that the source moves, and waits until it has, or until it was turned round: `reached` shows which. */
async function request(record: SourceRecord, context: MmsContext, wish: Wish, seen: DataSource): Promise<DataSource> {
  const { clock } = context;
  const goal = goals[wish];
  const source =
    seen.status === goal.against
      ? await until(record, context, `to leave ${goal.against}`, ({ status }) => status !== goal.against)
      : seen;
  const failedBefore = source.status === goal.failed;
  if (source.status !== goal.moving && source.status !== goal.reached) {
    const asking = wish === "started" ? "starting" : "stopping";
    context.progress.status(`${asking} data source ${record.sourceId}, which reads ${source.status ?? "no status"}`);
    await send(record, context, { action: goal.action }).catch((error: unknown) => {
      // It may have moved by itself meanwhile; what counts is how it is seen next.
      if (!(error instanceof ConflictError)) throw error;
    });
  }
  const believed = clock.now() + (failedBefore ? attemptShowsWithinMs : 0);
  let hasMoved = source.status === goal.moving;
  return until(record, context, `to be ${goal.reached}`, ({ status, errMsg }) => {
    if (status === goal.failed && clock.now() >= believed) {
      throw new DataSourceError(record.sourceId, status, textOf(errMsg) ?? "the service gives no reason");
    }
    hasMoved ||= status === goal.moving;
    return status === goal.reached || isTurned(status, wish, hasMoved);
  });
}

/** Whether a source was turned round by another user. One that has not moved yet may still show where it was. */
function isTurned(status: string | undefined, wish: Wish, hasMoved: boolean): boolean {
  const other = goals[wish === "started" ? "stopped" : "started"];
  return status === goals[wish].against || (hasMoved && status === other.reached);
}

/**
 * Starts or stops the source, and waits until it is. One that is turned round meanwhile is requested once more, as
 * `desiredState` says: a second turn is meant, and the wait ends. A status this version does not know
 * counts as on its way. Assumes source-start-stop.
 */
async function move(record: SourceRecord, context: MmsContext, seen: DataSource): Promise<void> {
  const wish = record.desired.desiredState;
  const { reached } = goals[wish];
  const atRest = wish === "stopped" && !["STARTED", "STARTING", "STOPPING", "STOP_FAILED"].includes(seen.status ?? "");
  if (seen.status === reached || atRest) return;
  const first = await request(record, context, wish, seen);
  if (first.status === reached) return;
  const turned = `it reads ${first.status} in place of ${reached}: somebody else changed it while it was waited for`;
  context.progress.warn(
    `data source ${record.sourceId}: ${turned}; requesting it once more, because desiredState is ${wish}`,
  );
  const second = await request(record, context, wish, first);
  if (second.status !== reached) throw new DataSourceError(record.sourceId, `${second.status}`, turned);
}

/** Brings the source to what its program says; sends nothing where it already is. */
export async function reconcile(record: SourceRecord, context: MmsContext): Promise<void> {
  guardSecrets(record.inputs);
  const source = await findSource(record, context);
  await rename(record, context, source);
  await configure(record, context, source);
  await move(record, context, await findSource(record, context));
}
