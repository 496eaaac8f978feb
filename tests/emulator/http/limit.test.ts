import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";

let emulator: Emulator;
let clock: VirtualClock;

beforeEach(async () => {
  clock = new VirtualClock();
  emulator = await startEmulator({ clock, requestsPerSecond: 5 });
});

afterEach(() => emulator.close());

test("an emulator with a limit throttles what is above it, and a client of ours gets through all the same", async () => {
  const client = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }), clock);
  const answers = await Promise.all(Array.from({ length: 30 }, () => client.listMmsDataSources({ query: {} })));
  expect(answers).toHaveLength(30);
  const refused = emulator.control.requests().filter(({ status }) => status === 400);
  expect(refused.length).toBeGreaterThan(0);
  expect(clock.sleptMs).toBeGreaterThanOrEqual(4_000);
});
