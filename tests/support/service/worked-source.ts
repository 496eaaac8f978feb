// A source that people have worked on: mappings, a timer, and jobs that are done, under way and stopped.
import type { Emulator } from "../../../emulator/index.js";
import { startJob } from "../cli.js";
import { clientOf } from "../program.js";

const sourceId = "2000015";

/** Arranges it, as somebody else would have. */
export async function workOn(emulator: Emulator): Promise<void> {
  const client = clientOf(emulator);
  const { control } = emulator;
  control.addTables(sourceId, "sales", [{ name: 'odd "name" `${x}`', days: 0 }]);
  control.mapDatabase(sourceId, "sales", { dstProjectName: "sales_prod" });
  control.mapTable(sourceId, "sales", "orders", { dstName: "ods_orders" });
  const timer = { name: "Nightly load", srcDbName: "archive", scheduleType: "Daily", value: "02:00" } as const;
  await client.createMmsTimer({ sourceId, body: { ...timer, tableBlackList: ["events_0001"] } });
  await startJob(client, emulator, { name: "done long ago", tables: ["stores"] });
  control.advance(3_600_000);
  control.setPace({ phaseMs: { DATA: 24 * 3_600_000 } });
  await startJob(client, emulator, {
    name: "Load Sales!",
    tables: ["customers", "products"],
    enableVerification: true,
  });
  const stopped = await startJob(client, emulator, { name: "held", tables: ["payments"] });
  control.stopJob(stopped);
  control.advance(60_000);
  control.clearRequests();
}
