// Begins a scan, or joins one that is running: never two at once, and none twice because a response was lost.
import { withConsole } from "../../mms/config/console.js";
import { ConflictError } from "../../mms/errors.js";
import type { Scan } from "../../mms/models.js";
import { textOf, undefinedIfNotFound } from "../base/answers.js";
import { createOnce } from "../base/creation/create-once.js";
import { ScanFailedError } from "../base/errors.js";
import type { MmsContext } from "../base/service.js";
import { awaitCondition } from "../base/await.js";
import { metadataScanInputs } from "./schema.js";
import { failureOf, finishedAtOf, phaseOf, scopeOf, staleness } from "./scan.js";
import type { ScanRef, ScanRecord } from "./record.js";
import { readInputs } from "../../lifecycle/properties/typed-values.js";
import type { State } from "../../lifecycle/types.js";

/** A scan with its id, which is requested and not always returned. */
type Known = Scan & { readonly id: string };

/** Keeps in mind what a scan of this package covers. One that was reused was begun elsewhere, and may cover anything. */
export function noteScope(record: ScanRecord, state: State, { service }: MmsContext): void {
  if (!record.isReused) service.scanScopes.set(record.scanId, scopeOf(state));
}

/**
 * Whether a scan covers what these inputs want. One of unknown scope is reused while it runs, since two at once are
 * worth less than one; once done, it is taken for one of the whole source only by those who want that (inferred: scan-scope-unknown).
 */
export function covers(scan: Known, inputs: State, { service }: MmsContext): boolean {
  const scope = service.scanScopes.get(scan.id);
  const wanted = scopeOf(inputs);
  if (scope === undefined) return phaseOf(scan) === "running" || wanted === "";
  return scope === "" || scope === wanted;
}

/** A scan; `undefined` means that the service does not know it. */
export async function readScan(
  { sourceId, scanId }: { sourceId: string; scanId: string },
  { service, call }: MmsContext,
): Promise<Known | undefined> {
  const response = await undefinedIfNotFound(service.client.getMmsFetchMetadataJob({ sourceId, scanId }, call));
  return response && { ...response.data, id: scanId };
}

/** The newest scan of a source (assumes scan-newest-is-scanid). Throws NotFoundError where there is no such source. */
export async function newestScan(sourceId: string, context: MmsContext): Promise<Known | undefined> {
  const source = await context.service.client.getMmsDataSource({ sourceId }, context.call);
  const scanId = textOf(source.data.scanId);
  return scanId === undefined || scanId === "0" ? undefined : readScan({ sourceId, scanId }, context);
}

/** Says at once why a scan may stand still: it was paused, or the source that it reads was stopped. */
class StandstillWatch {
  private mark = "";
  private readonly warned = new Set<string>();

  constructor(
    private readonly sourceId: string,
    private readonly context: MmsContext,
  ) {}

  async observe(scan: Known | undefined): Promise<void> {
    if (scan === undefined || phaseOf(scan) !== "running") return;
    const mark = `${scan.status} ${scan.progress}`;
    const moved = mark !== this.mark;
    this.mark = mark;
    if (/PAUS|SUSPEND|STOP/.test(scan.status ?? "")) this.warnOnce(`scan ${scan.id} reads ${scan.status}`);
    if (moved) return;
    const { service, call } = this.context;
    const source = await undefinedIfNotFound(service.client.getMmsDataSource({ sourceId: this.sourceId }, call));
    const { status } = source?.data ?? {};
    if (/STOP/.test(status ?? "")) {
      this.warnOnce(`data source ${this.sourceId} reads ${status}, and scan ${scan.id} of it makes no progress`);
    }
  }

  private warnOnce(what: string): void {
    if (!this.warned.has(what)) {
      const message = `${what}: somebody may have stopped it. Start it in the console; the wait goes on`;
      this.context.progress.warn(withConsole(message, this.context.service.client.config));
    }
    this.warned.add(what);
  }
}

/** Waits until a scan has ended, however it did. */
async function ended(sourceId: string, scanId: string, context: MmsContext): Promise<Known> {
  const standstill = new StandstillWatch(sourceId, context);
  return awaitCondition<Known | undefined, Known>(
    {
      waitingFor: `scan ${scanId} of source ${sourceId} to finish`,
      read: () => readScan({ sourceId, scanId }, context),
      word: (scan) => (scan === undefined ? "not shown yet" : (scan.status ?? "?")),
      line: (scan) => `${scan?.status ?? "?"} · ${Math.floor((scan?.progress ?? 0) / 100)} % scanned`,
      reached: (scan) => (scan !== undefined && phaseOf(scan) !== "running" ? scan : undefined),
      observers: [(scan) => standstill.observe(scan)],
    },
    context,
  );
}

async function request(inputs: State, newest: Known | undefined, context: MmsContext): Promise<ScanRef> {
  const { sourceId, dbName, tableNames } = readInputs(metadataScanInputs, inputs);
  const body = { ...(dbName ? { dbName } : {}), ...(tableNames ? { tableNames: [...tableNames] } : {}) };
  const outcome = await createOnce<Known>(
    {
      operation: "CreateMmsFetchMetadataJob",
      what: `a new scan of source ${sourceId}`,
      find: async () => [await newestScan(sourceId, context)].flatMap((scan) => scan ?? []),
      idOf: ({ id }) => id,
      matches: () => true,
      request: async () => {
        const { data, requestId } = await context.service.client.createMmsFetchMetadataJob(
          { sourceId, body },
          context.call,
        );
        return { newId: data.scanId, requestId };
      },
    },
    newest ? [newest] : [],
    context,
  );
  context.service.scanScopes.set(outcome.newId, scopeOf(inputs));
  return { scanId: outcome.newId, requestId: outcome.requestId, reused: false };
}

/** What to do about the newest scan of a source. */
function decide(newest: Known | undefined, inputs: State, mayReuse: boolean, context: MmsContext) {
  if (newest === undefined) return "request";
  const serves = covers(newest, inputs, context);
  const phase = phaseOf(newest);
  if (phase === "running") return serves ? "join" : "wait";
  const now = context.clock.now();
  const { maxAge } = inputs;
  const aged = maxAge === undefined || staleness(finishedAtOf(newest), inputs, now) !== undefined;
  return mayReuse && serves && phase === "done" && !aged ? "join" : "request";
}

/**
 * The scan that serves these inputs: one that is running, one that is young enough where `mayReuse`, or a new one. A running
 * scan of another scope that this process began is waited for first.
 */
export async function createScan(inputs: State, mayReuse: boolean, context: MmsContext): Promise<ScanRef> {
  const { sourceId } = readInputs(metadataScanInputs, inputs);
  const { service, progress } = context;
  return service.oneAtATime(`scans/${sourceId}`, async () => {
    for (let refused: ConflictError | undefined; ;) {
      const newest = await newestScan(sourceId, context);
      const decision = decide(newest, inputs, mayReuse, context);
      if (newest !== undefined && decision === "join") {
        const running = phaseOf(newest) === "running";
        progress.info(
          `scan ${newest.id} ${running ? "is running already; joining it" : "is young enough; not scanning again"}`,
        );
        return { scanId: newest.id, reused: true };
      }
      if (newest !== undefined && decision === "wait") {
        await ended(sourceId, newest.id, context);
        refused = undefined;
        continue;
      }
      if (refused) throw refused;
      try {
        return await request(inputs, newest, context);
      } catch (error) {
        // Somebody else's scan may have begun between the look and the request: it is looked for once more. Assumes
        // second-scan-refused.
        if (!(error instanceof ConflictError)) throw error;
        refused = error;
      }
    }
  });
}

/** Waits for the scan and takes its result; a failed one is an error. */
export async function finish(record: ScanRecord, context: MmsContext): Promise<void> {
  const { sourceId, scanId } = record;
  const first = await readScan(record, context);
  const old = first !== undefined && phaseOf(first) === "done" && record.isReused;
  if (first !== undefined) record.see(first);
  const scan = first && phaseOf(first) !== "running" ? first : await ended(sourceId, scanId, context);
  const now = new Date(context.clock.now()).toISOString();
  record.see(scan, record.finishedAt ?? (old ? (finishedAtOf(scan) ?? now) : now));
  if (phaseOf(scan) === "failed") {
    throw new ScanFailedError(scanId, sourceId, failureOf(scan));
  }
}
