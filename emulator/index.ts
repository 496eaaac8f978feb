// An emulated MMS on the local machine, for tests of migration programs: `startEmulator()`.
import { setTimeout as delay } from "node:timers/promises";

import { type ClockMode, type EmulatorClock, emulatorClock } from "./clock.js";
import type { JobEntity } from "./entities.js";
import type { Faults } from "./faults.js";
import { type JournalEntry, Server } from "./server.js";
import { Service } from "./service.js";
import { type IdRange, Store } from "./store.js";

/** Access key id every emulator accepts. */
const keyId = "emulator-access-key-id";
/** Its secret, which is none. */
const keySecret = "emulator-access-key-secret";

/** Options of {@link startEmulator}. */
export interface EmulatorOptions {
  /** Port to listen on. @default 0, a free one */
  readonly port?: number;
  /** Address to listen on. @default 127.0.0.1 */
  readonly host?: string;
  /** Text that decides every id and outcome. @default demo */
  readonly seed?: string;
  /** How time passes. @default real */
  readonly clock?: ClockMode;
  /** Where ids begin. @default small */
  readonly ids?: IdRange;
}

/** A typed hand on a running emulator. */
export interface EmulatorControl {
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  /** Every request so far, oldest first. */
  readonly journal: JournalEntry[];
  readonly store: Store;
  /** Jobs as they are now, deleted ones too. */
  jobs(): JobEntity[];
}

/** A running emulator. */
export interface Emulator {
  readonly url: string;
  /** Environment that makes a program talk to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly control: EmulatorControl;
  close(): Promise<void>;
}

/** Starts an emulator on the local machine. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", seed = "demo", clock: mode = "real", ids = "small" } = options;
  const clock = emulatorClock(mode);
  const store = new Store(seed, ids, clock.now());
  const service = new Service(store, clock, { [keyId]: keySecret }, (ms) => delay(ms));
  const server = new Server(service);
  const url = await server.listen(host, port);
  return {
    url,
    env: {
      ALIBABA_CLOUD_ACCESS_KEY_ID: keyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: keySecret,
      ALIBABA_CLOUD_REGION_ID: "cn-shanghai",
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
      ALICLOUD_MMS_ENDPOINT: url,
    },
    control: {
      clock,
      faults: service.faults,
      journal: service.journal,
      store,
      jobs: () => {
        store.bringTo(clock.now());
        return store.jobs.all();
      },
    },
    close: () => server.close(),
  };
}
