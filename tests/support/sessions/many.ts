// Many jobs declared as an engine declares them: the lifecycles themselves, the emulator and a clock that jumps.
import { setMaxListeners } from "node:events";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import type { Clock } from "../../../provider/clock.js";
import { withDeadline } from "../../../provider/lifecycle/deadline.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { createMmsService, type MmsContext, type MmsService } from "../../../provider/resources/base/service.js";
import { VirtualClock } from "../service/virtual-clock.js";
import { lifecycleOf } from "../../../provider/registry.js";
import type { Existing, State } from "../../../provider/lifecycle/types.js";

export const sourceId = "2000017";
export const minute = 60_000;

/** Verbs the engine runs at a time on four cores. */
const slots = 16;

const { signal } = new AbortController();
setMaxListeners(0, signal);

/** What a verb of one process works with. */
export function contextOf({ service, clock }: { service: MmsService; clock: Clock }, name: string): MmsContext {
  const context = {
    service,
    clock,
    progress: { status: () => undefined, info: () => undefined, warn: () => undefined, report: () => undefined },
    signal,
    urn: `urn:pulumi:dev::test::test:${name}`,
  };
  return withDeadline(context, clock.now() + 24 * 60 * minute);
}

/** One process of the plugin, and the service it speaks to. */
export class Many {
  service: MmsService;

  private constructor(
    readonly clock: VirtualClock,
    readonly emulator: Emulator,
  ) {
    this.service = this.newService();
  }

  static async open(): Promise<Many> {
    const clock = new VirtualClock();
    const emulator = await startEmulator({ clock });
    emulator.control.setPace({ phaseMs: { SCHEMA: minute, DATA: 28 * minute, VERIFICATION: minute } });
    return new Many(clock, emulator);
  }

  /** Forgets what a process remembers, as a new run does. */
  startAgain(): void {
    this.service = this.newService();
  }

  private newService(): MmsService {
    const { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secretKey } = this.emulator.env;
    const keys = new Map(Object.entries({ "alicloud:accessKey": accessKey, "alicloud:secretKey": secretKey }));
    const config = resolveConfig({ get: (key) => keys.get(key), env: this.emulator.env });
    return createMmsService(config, this.clock);
  }

  context(name: string): MmsContext {
    return contextOf(this, name);
  }

  /** Declares a job for each of so many tables. */
  async createJobs(count: number, more: State = {}): Promise<Existing[]> {
    const tables = Array.from({ length: count }, (_, index) => `bronze_${String(index + 1).padStart(4, "0")}`);
    return this.each(tables, (table) => {
      const inputs = { sourceId, srcDbName: "lake", tables: [table], ...more };
      return lifecycleOf("MigrationJob").create(inputs, this.context(table));
    });
  }

  /** Reads them back, as a refresh does. */
  async refresh(jobs: readonly Existing[]): Promise<(Existing | undefined)[]> {
    return this.each(jobs, (job) => lifecycleOf("MigrationJob").read(job, this.context(String(job.state["tables"]))));
  }

  private async each<Item, Result>(items: readonly Item[], verb: (item: Item) => Promise<Result>): Promise<Result[]> {
    const queue = [...items.entries()];
    const results: Result[] = [];
    const slot = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await verb(next[1]);
    };
    await Promise.all(Array.from({ length: slots }, slot));
    return results;
  }
}
