import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { MmsClient } from "../../provider/mms/call.js";
import { cli, reportOf, startJob } from "../support/cli.js";
import { clientOf } from "../support/program.js";

let emulator: Emulator;
let client: MmsClient;
const source = ["--source", "2000015"];
const hour = 3_600_000;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
  client = clientOf(emulator);
});
afterEach(() => emulator.close());

const job = (body: object) => startJob(client, emulator, body);

describe("status of a job", () => {
  it("that verified everything is 0", async () => {
    const id = await job({ tables: ["orders", "customers"], enableVerification: true });
    emulator.control.advance(hour);
    const { code, stdout } = await cli(emulator, ["status", ...source, "--job", id]);
    expect(stdout).toContain("✓ verified: done, and the row counts of both sides agree");
    expect(stdout).toMatch(/^tables +2 +2 +0 +0 +0$/m);
    expect(code).toBe(0);
  });

  it("that compared nothing is 4", async () => {
    const id = await job({ tables: ["orders"] });
    emulator.control.advance(hour);
    const { code, stdout } = await cli(emulator, ["status", ...source, "--job", id]);
    expect(stdout).toContain("row counts of 1 finished table were not compared");
    expect(code).toBe(4);
  });

  it("under way is 3, with pace and time left", async () => {
    emulator.control.setPace({ parallel: 1 });
    const id = await job({});
    emulator.control.advance(10 * 60_000);
    const report = await reportOf(emulator, ...source, "--job", id);
    expect(report.verdict).toMatchObject({ word: "running", exitCode: 3 });
    expect(report.counts.tables).toMatchObject({ total: 12, doing: 1 });
    expect(report.pace?.tasksPerHour).toBeGreaterThan(40);
    const { early = "", likely = "", late = "" } = report.pace?.eta ?? {};
    expect(early <= likely && likely <= late).toBe(true);
    expect((await cli(emulator, ["status", ...source, "--job", id])).code).toBe(3);
  });

  it("with failed tasks names phase, retries and last log lines, and is 1 once nothing runs", async () => {
    emulator.control.failTasks({ table: "orders", phase: "DATA", message: "Connection reset by peer", times: 9 });
    emulator.control.setPace({ parallel: 2, partitionsPerTask: 1 });
    const id = await job({ tables: ["orders", "customers"] });
    emulator.control.advance(2 * 60_000);
    expect(await reportOf(emulator, ...source, "--job", id)).toMatchObject({
      verdict: { word: "failing", exitCode: 3 },
    });
    emulator.control.advance(hour);
    const report = await reportOf(emulator, ...source, "--job", id);
    expect(report.verdict).toMatchObject({ word: "failed", exitCode: 1 });
    expect(report.failures[0]).toMatchObject({ table: "sales.orders", phase: "DATA", jobId: id });
    expect(report.failures[0]?.log?.at(-1)).toBe("copy rows: Connection reset by peer");
    expect(report.jobs[0]?.tasks).toMatchObject({ done: 1, failed: 4 });
    const { code, stdout } = await cli(emulator, ["status", ...source, "--job", id]);
    expect(code).toBe(1);
    expect(stdout).toContain("✗ sales.orders  DATA · ");
    expect(stdout).toContain("    copy rows: Connection reset by peer");
  });

  it("whose rows differ shows what the log says of both counts, and is 1", async () => {
    const message = "source 1203441 rows, destination 1203440";
    emulator.control.failTasks({ table: "customers", phase: "VERIFICATION", message, times: 1, jobReadsDone: true });
    const id = await job({ tables: ["customers", "stores"], enableVerification: true });
    emulator.control.advance(hour);
    const report = await reportOf(emulator, ...source, "--job", id);
    expect(report.verdict.exitCode).toBe(1);
    expect(report.verification).toEqual({ asked: 2, passed: 1, differing: 1, notAsked: 0 });
    expect(report.failures[0]?.log?.at(-1)).toContain(message);
  });

  it("that was stopped is 1 and says so", async () => {
    const id = await job({ tables: ["orders"] });
    emulator.control.stopJob(id);
    emulator.control.advance(60_000);
    const { code, stdout } = await cli(emulator, ["status", ...source, "--job", id]);
    expect(stdout).toMatch(/■ stopped: .*; 1 job stopped before the end: .*\n {2}→ `pulumi up` starts them again/);
    expect(code).toBe(1);
  });

  it("that the service does not have is 1, and names the id", async () => {
    const { code, stdout } = await cli(emulator, ["status", ...source, "--job", "4099999"]);
    expect(stdout).toContain("1 job is not on the service: 4099999");
    expect(code).toBe(1);
  });

  it("where nothing moves is a stall", async () => {
    emulator.control.setPace({ phaseMs: { DATA: 6 * hour } });
    const id = await job({ tables: ["orders"] });
    emulator.control.advance(2 * hour);
    expect((await reportOf(emulator, ...source, "--job", id)).verdict.word).toBe("stalled");
    expect((await reportOf(emulator, ...source, "--job", id, "--stall", "3h")).verdict.word).toBe("running");
  });
});

describe("status of a source", () => {
  it("is open before anything was started", async () => {
    const { code, stdout } = await cli(emulator, ["status", ...source]);
    expect(stdout).toContain("○ open: not done, and nothing moves it");
    expect(code).toBe(3);
  });

  it("finds it by its exact name, and counts jobs, partitions and bytes", async () => {
    await job({});
    emulator.control.advance(hour);
    const report = await reportOf(emulator, "--source", "hive_demo");
    expect(report.counts.tables).toMatchObject({ total: 72, done: 12 });
    expect(report.counts.partitions.done).toBe(16);
    expect(BigInt(report.volume.bytes.ofDone)).toBeGreaterThan(0n);
    expect(BigInt(report.volume.bytes.total)).toBeGreaterThan(BigInt(report.volume.bytes.ofDone));
    expect(report.made.requests).toMatchObject({ ListMmsTables: 1, ListMmsJobs: 1 });
    expect(await cli(emulator, ["status", "--source", "hive"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no source has this name") as string,
    });
  });

  it("forgets a failure that was migrated since", async () => {
    emulator.control.failTasks({ table: "orders", phase: "DATA", message: "reset", times: 1 });
    const id = await job({ tables: ["orders"], enableVerification: true });
    emulator.control.advance(hour);
    expect((await reportOf(emulator, ...source, "--job", id)).verdict.word).toBe("failed");
    await client.retryMmsJob({ sourceId: "2000015", jobId: id });
    emulator.control.advance(hour);
    const report = await reportOf(emulator, ...source, "--job", id);
    expect(report).toMatchObject({ verdict: { word: "verified" }, failures: [], retries: { tasks: 1, most: 1 } });
  });

  it("shows timers with their next and last runs, and takes the zone from them", async () => {
    await emulator.close();
    emulator = await startEmulator({ clock: "manual", timeZone: "-05:00" });
    client = clientOf(emulator);
    const body = { name: "nightly", srcDbName: "sales", scheduleType: "Daily", value: "02:00" } as const;
    const timerId = String((await client.createMmsTimer({ sourceId: "2000015", body })).data.timerId);
    emulator.control.advance(24 * hour);
    const report = await reportOf(emulator, ...source, "--timer", timerId);
    expect(report.zone).toEqual({ offset: "-05:00", basis: "timer" });
    expect(report.timers[0]).toMatchObject({
      name: "nightly",
      schedule: "Daily 02:00",
      nextAt: "2026-01-02T07:00:00.000Z",
    });
    expect(report.timers[0]?.runs[0]).toMatchObject({ at: "2026-01-01T07:00:00.000Z", status: "DONE" });
    expect(report.jobs).toHaveLength(1);
    expect(report.time.startedAt).toBe("2026-01-01T07:00:10.000Z");
  });

  it("reports the age of the inventory", async () => {
    await client.createMmsFetchMetadataJob({ sourceId: "2000015", body: {} });
    emulator.control.advance(hour + 60_000);
    const report = await reportOf(emulator, ...source);
    expect(report.where.sources[0]?.inventory).toMatchObject({ status: "SCAN_DONE", ageSeconds: 3600 });
  });
});

describe("the output of status", () => {
  it("has colours on a terminal, and none in a pipe, with --plain or with NO_COLOR", async () => {
    const run = (args: string[], env: NodeJS.ProcessEnv, columns?: number) =>
      cli(emulator, ["status", ...source, ...args], { env, ...(columns === undefined ? {} : { columns }) });
    const colored = /\u001b\[/;
    expect((await run([], {}, 80)).stdout).toMatch(colored);
    for (const plain of [run([], {}), run(["--plain"], {}, 80), run([], { NO_COLOR: "1" }, 80)])
      expect((await plain).stdout).not.toMatch(colored);
    expect((await run([], { FORCE_COLOR: "1" })).stdout).toMatch(colored);
  });

  it("never changes the service", async () => {
    await job({});
    emulator.control.clearRequests();
    await cli(emulator, ["status", ...source]);
    expect(emulator.control.requests().filter(({ mutating }) => mutating)).toEqual([]);
  });
});

describe("a call of status that names nothing to read", () => {
  it.each([
    [[], "say what to read"],
    [["--job", "7"], "--job and --timer need --source"],
    [["--source", "7", "--stack", "dev"], "give one of them"],
    [["--source", "7", "--job", "x"], "expected an id"],
    [["--source", "7", "--stall", "soon"], "expected a duration"],
    [["--sauce", "7"], "Did you mean --source"],
  ])("%j is 2", async (args, said) => {
    const { code, stderr, stdout } = await cli(emulator, ["status", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
  });

  it("is distinguished from a service that cannot be read", async () => {
    const { code, stderr } = await cli(emulator, ["status", ...source], {
      env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "another-secret-key" },
    });
    expect(code).toBe(5);
    expect(stderr).not.toContain("another-secret-key");
    expect(stderr).toMatch(/^error: .* See https:\/\/\S+\/docs\/errors\/AccessDeniedError\.html\n$/);
  });
});
