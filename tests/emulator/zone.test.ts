// The zone of the service's times: one constant of the provider's, which the emulator plays unless told otherwise.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { defaultTimeZone } from "../../emulator/zone.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { instantOf, serviceZone } from "../../provider/mms/service-time.js";
import type { MmsClient } from "../../provider/mms/call.js";

const sourceId = "2000015";
const open: Emulator[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

async function begin(timeZone?: string): Promise<{ emulator: Emulator; client: MmsClient }> {
  const emulator = await startEmulator({ clock: "manual", ...(timeZone === undefined ? {} : { timeZone }) });
  open.push(emulator);
  return { emulator, client: createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env })) };
}

const hours = 3_600_000;

it("is the same in the provider and in the emulator", () => {
  expect(defaultTimeZone).toBe(serviceZone);
});

it.each([
  [undefined, 0],
  [serviceZone, 0],
  ["UTC", 8 * hours],
  ["-05:30", 13.5 * hours],
])("lets times written in %s be read %s milliseconds too early", async (timeZone, earlyMs) => {
  const { emulator, client } = await begin(timeZone);
  await client.createMmsJob({ sourceId, body: { name: "job", srcDbName: "sales", tables: ["orders"] } });
  const created = emulator.control.now();
  emulator.control.advance(600_000);
  const [job] = (await client.listMmsJobs({ sourceId })).data.objectList ?? [];
  expect(instantOf(job?.createTime)).toBe(created - earlyMs);
});

it.each([
  [undefined, "09:30"],
  ["UTC", "01:30"],
  ["-05:30", "20:00"],
])("is that of timers: in %s, %s comes an hour and a half after the start", async (timeZone, value) => {
  const { emulator, client } = await begin(timeZone);
  const body = { name: "nightly", srcDbName: "sales", tables: ["orders"], scheduleType: "Daily", value } as const;
  const { data } = await client.createMmsTimer({ sourceId, body: { ...body, tables: [...body.tables] } });
  const runs = async () => (await client.listMmsTimerLogs({ sourceId, timerId: data.timerId ?? "" })).data.total;
  emulator.control.advance(1.5 * hours - 1);
  expect(await runs()).toBe(0);
  emulator.control.advance(1);
  expect(await runs()).toBe(1);
  emulator.control.advance(24 * hours);
  expect(await runs()).toBe(2);
});

it.each(["Asia/Shanghai", "+8", "+15:00", "", "utc"])("is refused as %j, with what is allowed", async (timeZone) => {
  await expect(startEmulator({ timeZone })).rejects.toThrow(/timeZone must be UTC or an offset such as \+08:00, got/);
});
