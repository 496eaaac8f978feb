// Twenty real plugin processes at once against a service that takes ten requests a second: all finish, and none is refused.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { type Plugin, startPlugin } from "../support/plugin/plugin.js";

const processes = 20;
const limit = 10;
const jobsEach = 3;

let emulator: Emulator;
let plugins: Plugin[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ requestsPerSecond: limit });
  emulator.control.setPace({ creationMs: 100, queueMs: 0, phaseMs: { SCHEMA: 0, DATA: 1_000, VERIFICATION: 0 } });
  const names = Array.from({ length: processes }, (_, index) => `sales${index}`);
  plugins = await Promise.all(names.map((name) => startPlugin({ kind: "MigrationJob", env: emulator.env, name })));
});

afterAll(async () => {
  await Promise.all(plugins.map((plugin) => plugin.stop()));
  await emulator.close();
});

/** Lets one process create its jobs at once and follow them to their end. Returns how long that took. */
async function run(plugin: Plugin, index: number): Promise<number> {
  const began = Date.now();
  const made = await Promise.all(
    Array.from({ length: jobsEach }, (_, job) => {
      const table = `bronze_${String(index * jobsEach + job + 1).padStart(4, "0")}`;
      const inputs = { sourceId: "2000017", srcDbName: "lake", tables: [table], name: table, waitFor: "completed" };
      return plugin.create(inputs);
    }),
  );
  for (const { outs } of made) expect(outs).toMatchObject({ status: "DONE" });
  return Date.now() - began;
}

it("all finish, none fails, and nothing is requested twice", async () => {
  const ms = await Promise.all(plugins.map(run));
  const requests = emulator.control.requests();
  const accepted = requests.filter(({ status }) => status === 200);
  expect(accepted.filter(({ operation }) => operation === "CreateMmsJob")).toHaveLength(processes * jobsEach);
  expect(emulator.control.jobs()).toHaveLength(processes * jobsEach);
  const seconds = ms.map((each) => Math.round(each / 1_000)).sort((one, other) => one - other);
  process.stdout.write(
    `${accepted.length} requests accepted, ${requests.length - accepted.length} throttled; each process, in seconds: ${seconds.join(" ")}\n`,
  );
}, 900_000);
