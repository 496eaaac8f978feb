// Checks that change what is around jobs, and put it back: a timer that never fires, scans, and the status of one named table.
import { randomBytes } from "node:crypto";

import { ConflictError, MmsApiError } from "../../provider/mms/errors.js";
import { collect, finding, type Findings, type Probe, type Target } from "./finding.js";

/** A source with a table to try things on. */
export type Site = Probe & { readonly target: Target };

const minuteMs = 60_000;
/** Length of a generated name at its longest. */
const longestName = 58;

export const nameOf = (): string => `verify-${randomBytes(24).toString("hex")}-a_B`.slice(0, longestName);

const isRefused = (error: unknown): error is MmsApiError => error instanceof MmsApiError;

/** Whether a call is accepted or refused as a conflict; `false` for any other refusal. */
export async function isAllowed(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (!isRefused(error)) throw error;
    return error instanceof ConflictError;
  }
}

/** A timer of one table, paused as soon as it is there, and deleted. */
export async function timer({ client, sourceId, target, clock, say }: Site): Promise<Findings> {
  const name = nameOf();
  const tables = [target.tableName];
  // Twelve hours off on any clock of the service.
  const value = new Date(clock.now() + 12 * 60 * minuteMs).toISOString().slice(11, 16);
  say("making a timer, and deleting it again");
  const body = { name, srcDbName: target.dbName, tables, scheduleType: "Daily" as const, value };
  const { data: made } = await client.createMmsTimer({ sourceId, body });
  const ids = { sourceId, timerId: made.timerId ?? "" };
  try {
    await client.updateMmsTimer({ ...ids, body: { scheduleType: "Daily", value, stopped: true } });
    const { data } = await client.getMmsTimer(ids);
    return {
      "timer-config-echo": finding(data.config?.tables?.join() === tables.join() && data.name === name),
      "timer-value-form": finding(data.value === value),
    };
  } finally {
    await client.deleteMmsTimer(ids);
  }
}

/** Two scans of one table at once, and what a scan shows. */
export async function scans({ client, sourceId, target, say }: Site): Promise<Findings> {
  say("scanning the table twice at once");
  const body = { dbName: target.dbName, tableNames: [target.tableName] };
  const { scanId } = (await client.createMmsFetchMetadataJob({ sourceId, body })).data;
  const shown = (await client.getMmsDataSource({ sourceId })).data.scanId;
  const scan = scanId === undefined ? undefined : (await client.getMmsFetchMetadataJob({ sourceId, scanId })).data;
  return {
    "scan-newest-is-scanid": finding(scanId === undefined ? undefined : shown === scanId),
    "scan-scope-unknown": finding(scan && !JSON.stringify(scan).includes(JSON.stringify(target.tableName))),
    "second-scan-refused": finding(await isAllowed(client.createMmsFetchMetadataJob({ sourceId, body }))),
  };
}

type Settable = "INIT" | "DONE";

/** Sets a table to another status and back: by its name, by its id, and by its name in other letters. */
export async function table({ client, sourceId, target, say }: Site): Promise<Findings> {
  const { dbName, tableName } = target;
  const tables = await collect(client.iterate("ListMmsTables", { sourceId, query: { dbName, name: tableName } }));
  const { id: tableId, status } = tables.find(({ name }) => name === tableName) ?? {};
  if (tableId === undefined || (status !== "INIT" && status !== "DONE")) return {};
  say("setting the status of the table, and back");
  const other: Settable = status === "INIT" ? "DONE" : "INIT";
  const named = (name: string, to: Settable) =>
    client.updateMmsTables({ sourceId, body: { dbName, tableNames: [name], status: to } });
  const byId = (to: Settable) => client.updateMmsTable({ sourceId, tableId, body: { status: to } });
  /** Whether a call, refused or not, sets the table to the other status; it is set back. */
  const sets = async (call: Promise<unknown>): Promise<boolean> => {
    await isAllowed(call);
    const { data } = await client.getMmsTable({ sourceId, tableId });
    if (data.status === other) await byId(status);
    return data.status === other;
  };
  const upper = tableName.toUpperCase();
  const turned = upper === tableName ? tableName.toLowerCase() : upper;
  const isTaken = turned === tableName || tables.some(({ name }) => name === turned);
  const isSetById = await sets(byId(other));
  const isSetByName = await sets(named(tableName, other));
  const isSetByTurned = isSetByName && !isTaken ? await sets(named(turned, other)) : undefined;
  return {
    "init-rearms": finding(isSetById || isSetByName),
    "update-tables-by-name": finding(isSetById || isSetByName ? isSetByName : undefined),
    "names-compare-by-case": finding(isSetByTurned === undefined ? undefined : !isSetByTurned),
  };
}
