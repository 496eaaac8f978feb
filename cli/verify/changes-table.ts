// A check that changes the status of one named table and puts it back.
import type { Findings, Probe, Target } from "./finding.js";
import { collect, finding } from "./finding.js";

/** Sets a table to another status and back. */
export async function table({ client, sourceId, target, say }: Probe & { readonly target: Target }): Promise<Findings> {
  const { dbName, tableName } = target;
  const tables = await collect(client.iterate("ListMmsTables", { sourceId, query: { dbName, name: tableName } }));
  const { id: tableId, status } = tables.find(({ name }) => name === tableName) ?? {};
  if (tableId === undefined || (status !== "INIT" && status !== "DONE")) return {};
  say("setting the status of the table, and back");
  const other = status === "INIT" ? ("DONE" as const) : ("INIT" as const);
  try {
    await client.updateMmsTables({ sourceId, body: { dbName, tableNames: [tableName], status: other } });
    const { data } = await client.getMmsTable({ sourceId, tableId });
    return {
      "init-rearms": finding(data.status === other),
      "update-tables-by-name": finding(data.status === other || undefined),
    };
  } finally {
    await client.updateMmsTables({ sourceId, body: { dbName, tableNames: [tableName], status } });
  }
}
