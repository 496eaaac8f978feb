// Waits that somebody else turns round: a source that is stopped while it starts, a scan that stands still, a paused timer.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { Life } from "../support/lives/life.js";
import { hive, sourceId, sourceOf } from "../support/service/seeded.js";
import { VirtualClock } from "../support/service/virtual-clock.js";
import { lifecycleOf } from "../../provider/registry.js";

const day = 86_400_000;

let emulator: Emulator;
let clock: VirtualClock;
let told: string[];

beforeEach(async () => {
  clock = new VirtualClock();
  emulator = await startEmulator({ clock });
  told = [];
});

afterEach(async () => emulator.close());

const life = (kind: "DataSource" | "MetadataScan" | "MigrationTimer") =>
  new Life(lifecycleOf(kind), resolveConfig({ get: () => undefined, env: emulator.env }), clock, told);

const updates = () =>
  emulator.control
    .requests()
    .flatMap(({ operation, body }) =>
      operation === "UpdateMmsDataSource" ? [(body as { action?: string }).action] : [],
    );

/** Somebody in the console, so many times, while a source starts. */
function stopWhileStarting(times: number): void {
  const watch = async () => {
    for (let time = 0; time < times;) {
      const source = [...emulator.control.store.sources.values()].find(({ name }) => name.startsWith("life-"));
      if (source?.status === "STARTING") {
        await clock.sleep(2_000);
        if (source.settling) source.settling.cancelled = true;
        source.status = "STOPPED";
        time += 1;
      } else await clock.sleep(500);
    }
  };
  void watch();
}

describe("a data source that is stopped by hand while it starts", () => {
  beforeEach(() => emulator.control.setPace({ startMs: 10_000 }));

  it("is reported at once, and started once more", async () => {
    stopWhileStarting(1);
    expect(await life("DataSource").create(hive)).toMatchObject({ status: "STARTED" });
    expect(told).toEqual([
      expect.stringMatching(/reads STOPPED in place of STARTED: somebody else.*requesting it once more/),
    ]);
    expect(updates()).toEqual(["START", "START"]);
    expect(clock.sleptMs).toBeLessThan(60_000);
  });

  it("a second time ends the wait, long before its timeout", async () => {
    stopWhileStarting(2);
    const source = life("DataSource");
    expect(await source.create(hive)).toMatchObject({ status: "STOPPED" });
    expect(updates()).toEqual(["START", "START"]);
    expect(clock.sleptMs).toBeLessThan(60_000);
  });
});

describe("a scan that does not go on", () => {
  it("of a source that was stopped by hand is reported at once", async () => {
    emulator.control.setPace({ scanMs: day });
    sourceOf(emulator, sourceId).status = "STOPPED";
    // Nobody sees a scan that takes a day move within the few seconds between two looks.
    await life("MetadataScan").create({ sourceId, timeouts: { create: "1m" } });
    expect(told).toEqual([
      expect.stringMatching(/data source 2000015 reads STOPPED, and scan \d+ of it makes no progress/),
    ]);
  });

  it("of a source that runs is waited for without a word", async () => {
    emulator.control.setPace({ scanMs: day });
    await life("MetadataScan").create({ sourceId, timeouts: { create: "1m" } });
    expect(told).toEqual([]);
  });
});

describe("a timer that is fired", () => {
  const nightly = { sourceId, srcDbName: "sales", scheduleType: "Daily", value: "02:30" };

  it.each([
    [true, /after 30 seconds neither its log nor its jobs show a run\. It is paused/],
    [false, /after 30 seconds neither its log nor its jobs show a run\. There may be nothing new/],
  ])("(paused: %s) and shows no run is said so", async (stopped, said) => {
    const timer = life("MigrationTimer");
    await timer.create({ ...nightly, stopped });
    expect(told).toEqual([]);
    // A service that does nothing with the request.
    for (const { logs } of emulator.control.store.timers.of(sourceId)) Object.assign(logs, { push: () => 0 });
    emulator.control.injectFault("ListMmsJobs", { kind: "staleList", ms: day }, { times: 100 });
    await timer.update({ ...nightly, stopped, runNow: 1 });
    expect(told).toEqual([expect.stringMatching(said)]);
  });
});
