// Where databases and tables land, and the status that an update gives them.
import type { DbEntity, MigrationStatus, TableEntity } from "../../state/entities.js";
import { type Request, textIn, type RequestContext } from "../handlers.js";
import { tablesOf } from "./shown.js";

/** Sets a table, and its partitions with it, to a status; INIT makes it migrate again (inferred). */
function setStatus(table: TableEntity, status: MigrationStatus): void {
  table.status = status;
  for (const partition of table.partitions) partition.status = status === "PART_DONE" ? partition.status : status;
}

export function setTableDestination(table: TableEntity, body: Request["body"]): void {
  table.dstProjectName = textIn(body, "dstProjectName") ?? table.dstProjectName;
  table.dstSchemaName = textIn(body, "dstSchemaName") ?? table.dstSchemaName;
  table.dstName = textIn(body, "dstName") ?? table.dstName;
  const status = textIn(body, "status");
  if (status !== undefined) setStatus(table, status as MigrationStatus);
}

/** Sets where a database lands and its status, and its tables with it. */
export function setDatabaseDestination(db: DbEntity, body: Request["body"], context: RequestContext): void {
  db.dstProjectName = textIn(body, "dstProjectName") ?? db.dstProjectName;
  db.dstName = textIn(body, "dstName") ?? db.dstName;
  db.updatedAt = context.now;
  const status = textIn(body, "status");
  for (const table of tablesOf(context, db)) {
    if (status !== undefined) setStatus(table, status as MigrationStatus);
    if (!context.store.holds("db-mapping-carries-tables")) continue;
    table.dstProjectName = db.dstProjectName;
    table.dstSchemaName = db.dstName;
  }
}
