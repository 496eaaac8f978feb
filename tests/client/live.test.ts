// Scenarios against whatever service the environment names: the emulator by default, the live one on request.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { systemClock } from "../../provider/clock.js";
import { withDeadline } from "../../provider/lifecycle/deadline.js";
import type { Context } from "../../provider/lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../provider/lifecycle/not-ready.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { createMmsService, type MmsService } from "../../provider/resources/base/service.js";
import { lifecycleOf } from "../../provider/registry.js";

const { MMS_LIVE_SOURCE_ID, MMS_LIVE_DB, MMS_LIVE_TABLE } = process.env;
const isLive = MMS_LIVE_SOURCE_ID !== undefined;
const target = isLive ? "live" : "emulator";
const sourceId = MMS_LIVE_SOURCE_ID ?? "2000015";
/** Nothing is migrated on a real account before all three are named. */
const mayMigrate = !isLive || (MMS_LIVE_DB !== undefined && MMS_LIVE_TABLE !== undefined);
/** A real migration takes its time; the wait ends before the test does, so that the job can be removed. */
const [waitFor, patienceMs] = isLive ? ["5h", 6 * 3_600_000] : ["50s", 60_000];

let emulator: Emulator | undefined;
let context: Context<MmsService>;

beforeAll(async () => {
  emulator = isLive ? undefined : await startEmulator({ clock: { speed: 600 } });
  const env = { ...process.env, ...emulator?.env };
  const quiet = () => undefined;
  const base = {
    service: createMmsService(resolveConfig({ get: () => undefined, env })),
    clock: systemClock,
    progress: { status: quiet, info: quiet, warn: quiet, report: () => undefined },
    signal: new AbortController().signal,
    urn: `urn:pulumi:live::parity::pulumi-nodejs:dynamic/mms:MigrationJob::parity`,
  };
  context = withDeadline(base, Date.now() + patienceMs);
});

afterAll(() => emulator?.close());

const { create, read, delete: remove } = lifecycleOf("MigrationJob");

/** Creates the job; one that fails or takes too long is removed, and the failure told. */
async function created(inputs: Record<string, unknown>) {
  try {
    return await create(inputs, context);
  } catch (error) {
    if (error instanceof ResourceNotReadyError) await remove(error, context);
    throw error;
  }
}

interface Listed {
  readonly data: { readonly objectList?: readonly { readonly id?: string }[] };
}

/** The first id of a list, and what reading it by itself says its id is. */
async function listAndGet(list: Promise<Listed>, get: (id: string) => Promise<{ data: { id?: string } }>) {
  const listed = (await list).data.objectList?.[0]?.id;
  return listed === undefined ? undefined : { listed, read: (await get(listed)).data.id };
}

describe(`[${target}]`, () => {
  it(
    "reads every kind of object by list and by id, and changes nothing",
    async () => {
      const { client } = context.service;
      const query = { pageNum: 1, pageSize: 1 };
      const pairs = [
        await listAndGet(client.listMmsDataSources({ query }), () => client.getMmsDataSource({ sourceId })),
        await listAndGet(client.listMmsDbs({ sourceId, query }), (dbId) => client.getMmsDb({ sourceId, dbId })),
        await listAndGet(client.listMmsTables({ sourceId, query }), (tableId) =>
          client.getMmsTable({ sourceId, tableId }),
        ),
        await listAndGet(client.listMmsPartitions({ sourceId, query }), (partitionId) =>
          client.getMmsPartition({ sourceId, partitionId }),
        ),
        await listAndGet(client.listMmsJobs({ sourceId, query }), (jobId) => client.getMmsJob({ sourceId, jobId })),
        await listAndGet(client.listMmsTasks({ sourceId, query }), (taskId) => client.getMmsTask({ sourceId, taskId })),
        await listAndGet(client.listMmsTimers({ sourceId, query }), (timerId) =>
          client.getMmsTimer({ sourceId, timerId }),
        ),
      ];
      const [source, ...others] = pairs;
      expect(source?.read).toBe(sourceId);
      for (const pair of others) expect(pair?.read).toBe(pair?.listed);
    },
    patienceMs,
  );

  (mayMigrate ? it : it.skip)(
    "migrates a table, finds the job again by its name, reads it back and removes it",
    async () => {
      const inputs = {
        sourceId,
        srcDbName: MMS_LIVE_DB ?? "sales",
        tables: [MMS_LIVE_TABLE ?? "customers"],
        waitFor: "completed",
        timeouts: { create: waitFor },
      };
      const made = await created(inputs);
      try {
        expect(made.state).toMatchObject({ status: "DONE" });
        expect(made.state).not.toHaveProperty("adopted");
        const named = await context.service.jobs.named(sourceId, String(made.state["name"]));
        expect(named.map((job) => job.id)).toEqual([made.state["jobId"]]);
        expect(await read(made, context)).toMatchObject({ id: made.id, state: { status: "DONE" } });
      } finally {
        await remove(made, context);
      }
      await remove(made, context);
      expect(await context.service.jobs.named(sourceId, String(made.state["name"]))).toEqual([]);
    },
    patienceMs,
  );
});
