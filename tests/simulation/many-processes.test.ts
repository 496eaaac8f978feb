// Many runs at once, each in a process of its own: what they share is the account's limit, and nobody tells them of each other.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { Clock } from "../../provider/clock.js";
import { lifecycleOf } from "../../provider/registry.js";
import { createMmsService } from "../../provider/resources/base/service.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { contextOf, sourceId } from "../support/sessions/many.js";
import { VirtualClock } from "../support/service/virtual-clock.js";

const processes = 20;
const limit = 10;

let clock: VirtualClock;
let emulator: Emulator;

beforeEach(async () => {
  clock = new VirtualClock();
  emulator = await startEmulator({ clock, requestsPerSecond: limit });
  emulator.control.setPace({ phaseMs: { SCHEMA: 0, DATA: 1_000, VERIFICATION: 0 } });
});

afterEach(() => emulator.close());

/** A process of its own: nothing is shared with others but time. */
function startProcess() {
  const own: Clock = { now: () => clock.now(), sleep: (ms, signal) => clock.sleep(ms, signal) };
  const config = resolveConfig({ get: () => undefined, env: emulator.env });
  return { clock: own, service: createMmsService(config, own) };
}

/** Creates so many jobs at once and follows them to their end; when that was, in virtual milliseconds. */
async function run(index: number, jobs: number): Promise<number> {
  const process = startProcess();
  const began = clock.now();
  await Promise.all(
    Array.from({ length: jobs }, (_, job) => {
      const table = `bronze_${String(index * jobs + job + 1).padStart(4, "0")}`;
      const inputs = { sourceId, srcDbName: "lake", tables: [table], waitFor: "completed" };
      return lifecycleOf("MigrationJob").create(inputs, contextOf(process, table));
    }),
  );
  return clock.now() - began;
}

it.each([1, 10])(
  `lets ${processes} processes with %s jobs each finish at a limit of ${limit} requests a second, and none starve`,
  async (jobs) => {
    const ms = await Promise.all(Array.from({ length: processes }, (_, index) => run(index, jobs)));
    const sorted = [...ms].sort((one, other) => one - other);
    const median = sorted[processes / 2] ?? 0;
    expect(Math.max(...ms) / median).toBeLessThanOrEqual(3);
    expect(emulator.control.jobs().map(({ status }) => status)).toEqual(Array(processes * jobs).fill("DONE"));
    const seconds = sorted.map((each) => Math.round(each / 1_000)).join(" ");
    process.stdout.write(
      `${jobs} jobs each: ${emulator.control.requests().length} requests; virtual seconds: ${seconds}\n`,
    );
  },
  120_000,
);
