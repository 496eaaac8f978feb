// One scenario against whatever service the environment names: the emulator by default, the live one on request.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { systemClock } from "../../provider/clock.js";
import type { Context } from "../../provider/lifecycle/lifecycle.js";
import { resolveConfig } from "../../provider/mms/config.js";
import { MigrationJob } from "../../provider/resources/migration-job.js";
import { createMmsService, type MmsService } from "../../provider/resources/service.js";

const { MMS_LIVE_SOURCE_ID, MMS_LIVE_DB, MMS_LIVE_TABLE } = process.env;
const isLive = MMS_LIVE_SOURCE_ID !== undefined;
const target = isLive ? "live" : "emulator";
/** A real migration takes its time; the emulator's clock runs sixty times as fast. */
const patienceMs = isLive ? 6 * 3_600_000 : 60_000;

let emulator: Emulator | undefined;
let context: Context<MmsService>;

beforeAll(async () => {
  emulator = isLive ? undefined : await startEmulator({ clock: { speed: 600 } });
  const env = { ...process.env, ...emulator?.env };
  const quiet = () => undefined;
  context = {
    service: createMmsService(resolveConfig({ get: () => undefined, env })),
    clock: systemClock,
    progress: { status: quiet, info: quiet, warn: quiet },
    signal: new AbortController().signal,
    urn: `urn:pulumi:live::parity::pulumi-nodejs:dynamic/mms:MigrationJob::parity`,
  };
});

afterAll(() => emulator?.close());

describe(`[${target}]`, () => {
  it(
    "migrates a table, finds the job again by its name, reads it back and removes it",
    async () => {
      const { create, read, delete: remove } = MigrationJob.lifecycle;
      const inputs = {
        sourceId: MMS_LIVE_SOURCE_ID ?? "2000015",
        srcDbName: MMS_LIVE_DB ?? "sales",
        tables: [MMS_LIVE_TABLE ?? "customers"],
        waitFor: "completed",
      };
      const made = await create(inputs, context);
      expect(made.state).toMatchObject({ status: "DONE", adopted: false });
      const named = await context.service.jobs.named(inputs.sourceId, String(made.state["name"]));
      expect(named.map((job) => job.id)).toEqual([made.state["jobId"]]);
      expect(await read(made, context)).toMatchObject({ id: made.id, state: { status: "DONE" } });
      await remove(made, context);
      await remove(made, context);
      expect(await context.service.jobs.named(inputs.sourceId, String(made.state["name"]))).toEqual([]);
    },
    patienceMs,
  );
});
