// An emulated MMS on the local machine, for tests of migration programs: `startEmulator()`.
import { setTimeout as delay } from "node:timers/promises";

import { type ClockMode, emulatorClock } from "./clock.js";
import { checkOptions } from "./control/options-check.js";
import type { Commands } from "./control/commands.js";
import { commandsOf } from "./control/control.js";
import { type AccessKey, defaultKeyId, defaultKeySecret, type Keys } from "./http/keys.js";
import { region } from "./http/ram.js";
import { RateLimit } from "./http/rate-limit.js";
import { Server } from "./http/server.js";
import { Service } from "./service.js";
import { type IdRange, type Overlap, Store } from "./state/store.js";
import { type Assumptions, deniedIn } from "./switches.js";
import { defaultTimeZone, zoneMsOf } from "./zone.js";

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
  /**
   * Whether a second job on the same tables is made or refused. The service is thought to refuse it (inferred); allow it
   * to see every job that a program starts twice.
   * @default refused
   */
  readonly overlap?: Overlap;
  /**
   * Zone of the times it writes and of its timers: `UTC`, or an offset such as `+08:00`. The service's own is not
   * published (inferred); play another to see what depends on it.
   * @default +08:00
   */
  readonly timeZone?: string;
  /**
   * Assumptions about the service that do not hold on this one, by their ids in docs/assumptions.md: `{ "job-name-filter":
   * false }`. What is played in place of each, docs/emulator.md says.
   * @default all of them hold
   */
  readonly assumptions?: Assumptions;
  /** Requests a second, on its clock, above which it throttles. @default as many as come */
  readonly requestsPerSecond?: number;
  /** Further access keys by id: temporary ones, or ones with a RAM policy. */
  readonly keys?: Readonly<Record<string, AccessKey>>;
}

export type {
  Commands,
  DatabaseDestination,
  JobView,
  SourceChange,
  SourceView,
  TableDestination,
  TableView,
  TimerChange,
  TimerView,
} from "./control/commands.js";
export { connectControl, type RemoteCommands } from "./control/remote.js";
export type { AccessKey } from "./http/keys.js";
export type { Assumptions } from "./switches.js";
export type { Fault } from "./http/faults.js";
export type { PolicyDocument, PolicyStatement } from "./http/ram.js";

/** How long tasks run on after a stop where that is played. */
const drainsMs = 300_000;

/** Control of an emulator in the same process. */
export interface EmulatorControl extends Commands {
  /** Its whole state. */
  readonly store: Store;
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
  checkOptions(options);
  const { port = 0, host = "127.0.0.1", seed = "demo", clock: mode = "real", ids = "small" } = options;
  const clock = emulatorClock(mode);
  const zoneMs = zoneMsOf(options.timeZone ?? defaultTimeZone);
  const begin = (another = seed): Store => {
    const store = new Store(another, ids, clock.now());
    const denied = deniedIn(options.assumptions ?? {});
    if (denied.has("stopped-means-quiet")) store.pace.drainMs = drainsMs;
    if (denied.has("secrets-in-clear")) store.configuration.secrets = "masked";
    if (denied.has("update-config-merge")) store.configuration.updates = "replace";
    const overlap = denied.has("overlap-refused") ? "allowed" : (options.overlap ?? "refused");
    return Object.assign(store, { denied, overlap, zoneMs: denied.has("china-zone") ? 0 : zoneMs });
  };
  const keys: Keys = new Map(Object.entries({ [defaultKeyId]: { secret: defaultKeySecret }, ...options.keys }));
  const { requestsPerSecond } = options;
  const limit = requestsPerSecond === undefined ? undefined : new RateLimit(clock, requestsPerSecond);
  // Responses that are held back end with the emulator.
  const closing = new AbortController();
  const service = new Service(begin, clock, keys, (ms) => delay(ms, undefined, { signal: closing.signal }), limit);
  const commands = commandsOf(service);
  const server = new Server(service, commands);
  const url = await server.listen(host, port);
  return {
    url,
    env: {
      ALIBABA_CLOUD_ACCESS_KEY_ID: defaultKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: defaultKeySecret,
      ALIBABA_CLOUD_REGION_ID: region,
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
      ALICLOUD_MMS_ENDPOINT: url,
    },
    control: {
      ...commands,
      get store() {
        return service.store;
      },
    },
    close: () => {
      closing.abort();
      return server.close();
    },
  };
}
