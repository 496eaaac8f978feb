// Scans of a source's metadata.
import type { ScanEntity, TableEntity } from "../../state/entities.js";
import { notFound } from "../../http/errors.js";
import type { Store } from "../../state/store.js";
import { type Handlers, sourceOf, textIn, type RequestContext } from "../handlers.js";
import { wallClock } from "../shape.js";
import { scanBusy } from "../switched.js";

/** Brings what a scan found into the inventory. */
function apply(scan: ScanEntity, store: Store): void {
  const { sourceId, dbName, tableNames, errorMsg } = scan;
  if (errorMsg !== undefined) return;
  for (const db of store.dbs.of(sourceId, ({ name }) => dbName === undefined || name === dbName))
    Object.assign(db, { scanned: true, updatedAt: scan.endsAt });
  const isMeant = (table: TableEntity) =>
    (dbName === undefined || table.dbName === dbName) && (tableNames === undefined || tableNames.includes(table.name));
  for (const table of store.tables.of(sourceId, isMeant)) table.scanned = true;
}

function shownScan(scan: ScanEntity, context: RequestContext): object {
  const { now, store } = context;
  const running = now < scan.endsAt;
  const tables = store.tables.of(scan.sourceId).filter(({ scanned }) => scanned);
  const result = {
    databases: store.dbs.of(scan.sourceId).filter(({ scanned }) => scanned).length,
    tables: tables.length,
    partitions: tables.reduce((total, table) => total + table.partitions.length, 0),
  };
  const failed = !running && scan.errorMsg !== undefined;
  return {
    id: scan.id,
    sourceId: scan.sourceId,
    status: running ? "SCAN_DOING" : failed ? "SCAN_FAILED" : "SCAN_DONE",
    progress: running
      ? Math.max(1, Math.floor(((now - scan.startedAt) / (scan.endsAt - scan.startedAt)) * 10_000))
      : 10_000,
    result: running || failed ? "null" : JSON.stringify(result),
    errorMsg: failed ? scan.errorMsg : "null",
    startTime: wallClock(scan.startedAt, context),
    ...(running ? {} : { endTime: wallClock(scan.endsAt, context) }),
    ...(store.holds("scan-scope-unknown") ? {} : { tableNames: scan.tableNames }),
  };
}

export const scans: Handlers<"CreateMmsFetchMetadataJob" | "GetMmsFetchMetadataJob"> = {
  CreateMmsFetchMetadataJob: (context, request) => {
    const { store, now, fault } = context;
    const source = sourceOf(context, request);
    const last = store.scans.get(source.scanId, source.id);
    if (last !== undefined && now < last.endsAt && !store.holds("second-scan-refused")) throw scanBusy();
    const id = store.nextId();
    if (source.scanId === undefined || store.holds("scan-newest-is-scanid")) source.scanId = id;
    const tableNames = request.body["tableNames"] as string[] | undefined;
    const errorMsg = fault?.kind === "asyncTaskFails" ? fault.errorMsg : undefined;
    const scan: ScanEntity = {
      id,
      sourceId: source.id,
      dbName: textIn(request.body, "dbName"),
      tableNames,
      startedAt: now,
      endsAt: now + store.pace.scanMs,
      errorMsg,
    };
    store.scans.add(scan);
    store.agenda.add(scan.endsAt, () => apply(scan, store));
    return { scanId: id };
  },
  GetMmsFetchMetadataJob: (context, { path }) => {
    const scan = context.store.scans.get(path["scanId"], path["sourceId"]);
    if (scan === undefined) throw notFound("scan", path["scanId"] ?? "");
    return shownScan(scan, context);
  },
};
