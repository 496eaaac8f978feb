import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

interface Results {
  readonly ups: ReadonlyArray<{ contestant: string; stateBytes: number; up: { byOperation: Record<string, number> } }>;
  readonly followed: ReadonlyArray<{
    contestant: string;
    jobs: number;
    requestsPerSecond?: number;
    done: number;
    slotsHeldWaiting: number;
    byOperation: Record<string, number>;
  }>;
  readonly crowd: ReadonlyArray<{ stacks: number; ended: number; jobsMade: number; jobsDone: number }>;
  readonly startUp: ReadonlyArray<{ what: string; loadsAlibabaSdk: boolean }>;
}

const root = resolve(__dirname, "../..");
let folder: string;
let results: Results;
let text: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mms-bench-test-"));
  const args = [join(root, "bench/run.mjs"), "--quick", "--out", folder];
  execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  text = readFileSync(join(folder, "results.json"), "utf8");
  results = JSON.parse(text) as Results;
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the benchmark measures every contestant on the real engine", () => {
  expect(results.ups.map(({ contestant }) => contestant)).toEqual([
    "floor",
    "bare",
    "ours",
    "naive",
    "native-floor",
    "native",
  ]);
  const [floor, bare, ours, naive, nativeFloor, native] = results.ups;
  expect([floor, bare, nativeFloor].map((one) => one?.up.byOperation)).toEqual([{}, {}, {}]);
  expect(native?.up.byOperation["CreateMmsJob"]).toBe(2);
  expect(ours?.up.byOperation["CreateMmsJob"]).toBe(2);
  expect(naive?.up.byOperation["CreateMmsJob"]).toBe(2);
  expect(ours?.stateBytes).toBeLessThan(naive?.stateBytes ?? 0);
});

test("every job that ours follows is created once and done, through a gate in one slot", () => {
  const unlimited = results.followed.filter(({ requestsPerSecond }) => requestsPerSecond === undefined);
  for (const { contestant, jobs, done, slotsHeldWaiting, byOperation } of unlimited) {
    expect({ contestant, done, created: byOperation["CreateMmsJob"] }).toEqual({
      contestant,
      done: jobs,
      created: jobs,
    });
    if (contestant === "gate") expect(slotsHeldWaiting).toBe(1);
  }
});

test("under a limit of requests no throttling reaches the user of ours", () => {
  const limited = results.followed.filter(({ requestsPerSecond }) => requestsPerSecond !== undefined);
  expect(limited.filter(({ contestant }) => contestant !== "naive").map(({ jobs, done }) => jobs - done)).toEqual([
    0, 0,
  ]);
});

test("stacks that run at once all end, each with its own jobs", () => {
  expect(results.crowd).toMatchObject([{ stacks: 2, ended: 2, jobsMade: 2, jobsDone: 2 }]);
});

test("importing the package loads no Alibaba SDK, in the program and in the plugin", () => {
  expect(results.startUp.filter(({ loadsAlibabaSdk }) => loadsAlibabaSdk).map(({ what }) => what)).toEqual([
    "the Alibaba SDK, at the first call",
  ]);
});

test("results name no folder of the machine", () => {
  expect(text).not.toContain(root);
  expect(text).not.toContain(tmpdir());
});

test("growth is drawn", () => {
  expect(readFileSync(join(folder, "growth.svg"), "utf8")).toMatch(/^<svg .*<polyline /s);
});
