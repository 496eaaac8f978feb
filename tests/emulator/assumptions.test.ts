// Assumptions about the service that are played false: the options that say so, and those that the client can tell at once.
import { startEmulator } from "../../emulator/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";

it("refuses an assumption that it does not know, and one that is not a yes or no", async () => {
  const unknown = { assumptions: { "job-name-filtre": false } } as object;
  await expect(startEmulator(unknown)).rejects.toThrow(
    /assumptions\.job-name-filtre is not known; there are .*job-name-filter/,
  );
  const word = { assumptions: { "job-name-filter": "no" } } as object;
  await expect(startEmulator(word)).rejects.toThrow(/assumptions\.job-name-filter must be of type boolean/);
});

it.each([undefined, true, false])("plays the name filter of jobs as %s says", async (holds) => {
  const emulator = await startEmulator({
    clock: "manual",
    assumptions: holds === undefined ? {} : { "job-name-filter": holds },
  });
  const client = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }));
  const sourceId = "2000015";
  await client.createMmsJob({ sourceId, body: { name: "sales-orders", srcDbName: "sales", tables: ["orders"] } });
  emulator.control.advance(60_000);
  const named = async (name: string) => (await client.listMmsJobs({ sourceId, query: { name } })).data.total;
  expect([await named("orders"), await named("hive_demo")]).toEqual(holds === false ? [0, 1] : [1, 0]);
  await emulator.close();
});
