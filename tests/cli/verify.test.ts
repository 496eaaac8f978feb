// `verify` as its users call it: what it refuses, what it asks, what it prints, and its exit codes.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Assumptions, type Emulator, startEmulator } from "../../emulator/index.js";
import { cli } from "../support/cli.js";
import { VirtualClock } from "../support/service/virtual-clock.js";

const source = ["verify", "--source", "2000015"];
const clock = new VirtualClock();
let emulator: Emulator;

const start = async (assumptions: Assumptions = {}): Promise<void> => {
  emulator = await startEmulator({ clock, assumptions });
};
const run = (...args: string[]) => cli(emulator, [...source, ...args], { clock });
const runTyping = (typed: string, ...args: string[]) => cli(emulator, [...source, ...args], { clock, typed });
const changes = () => emulator.control.requests().filter(({ mutating }) => mutating).length;

afterEach(() => emulator.close());

it("reads only, says what it found, and leaves a report", async () => {
  await start();
  const folder = mkdtempSync(join(tmpdir(), "verify-"));
  const file = join(folder, "report.json");
  const { code, stdout } = await run("--report", file);
  expect({ code, changes: changes() }).toEqual({ code: 0, changes: 0 });
  expect(stdout).toMatch(/^confirmed +not-found-codes \(statuses 404, codes OBJECT_NOT_EXIST\)$/m);
  expect(stdout).toMatch(/^not observable +overlap-refused \(needs --mutating\)$/m);
  expect(stdout).toMatch(/^not observable +start-resumes \(needs --migrate\)$/m);
  expect(stdout).toMatch(/^not observable +black-beats-white \(a service that takes both otherwise would move/m);
  expect(stdout).toMatch(/^\d+ responses were checked against the OpenAPI document$/m);
  expect(stdout).toMatch(/^\d+ of \d+ assumptions checked: \d+ confirmed, 0 refuted; \d+ not observable\n$(?![^])/m);
  const report = JSON.parse(readFileSync(file, "utf8")) as { rows: unknown[]; changing: boolean };
  expect(report).toMatchObject({ changing: false, region: "cn-shanghai", failed: {} });
  rmSync(folder, { recursive: true });
});

it("ends with 1 where a promise rests on what it refutes, and says which", async () => {
  await start({ "not-found-codes": false });
  const { code, stdout } = await run();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^refuted +not-found-codes/m);
  expect(stdout).toContain("  Not promised here: A destroy leaves what `deletePolicy` says");
});

it("ends with 0 where no promise rests on what it refutes", async () => {
  await start({ "page-size-1000": false });
  const { code, stdout } = await run();
  expect({ code, told: /^refuted +page-size-1000 \(status 500\)$/m.test(stdout) }).toEqual({ code: 0, told: true });
});

it.each([
  [["--mutating"], /--mutating needs --table <database>.<table>/],
  [["--mutating", "--table", "sales.employees"], /give --yes to agree/],
  [["--migrate"], /--migrate needs --table <database>.<table>/],
  [["--migrate", "--table", "sales.employees"], /--migrate changes things on the account: give --yes to agree/],
  [["--mutating", "--table", "sales.employees", "--failed-job", "4013"], /--failed-job needs --migrate/],
  [["--migrate", "--table", "sales.employees", "--failed-job", "x"], /expected an id: digits/],
  [
    ["--mutating", "--yes", "--table", "sales.employeez"],
    /sales\.employeez: it is not in the inventory of source 2000015/,
  ],
  [["--mutating", "--yes", "--table", "sales.Employees"], /did you mean "employees"\? Letter case counts/],
  [["--mutating", "--table", "employees"], /expected <database>.<table>/],
])("refuses %j, and changes nothing", async (args, reason) => {
  await start();
  const { code, stderr } = await run(...args);
  expect({ code, changes: changes() }).toEqual({ code: 2, changes: 0 });
  expect(stderr).toMatch(reason);
});

it("makes things once it may, says what they cost, and removes them", async () => {
  await start();
  const { code, stderr, stdout } = await run("--mutating", "--table", "sales.employees", "--yes");
  expect(code).toBe(0);
  expect(stderr).toContain("It costs some seconds of compute");
  expect(stdout).toMatch(/^confirmed +overlap-refused$/m);
  expect(emulator.control.jobs().filter(({ deleted }) => !deleted)).toEqual([]);
  expect(emulator.control.timers()).toEqual([]);
});

it("migrates once it may, says what that costs, and removes its jobs", async () => {
  await start();
  const { code, stderr, stdout } = await run("--migrate", "--table", "sales.shipments", "--yes");
  expect(code).toBe(0);
  expect(stderr).toContain(
    "  up to four migrations of all rows of sales.shipments, and up to three of its smallest partition",
  );
  expect(stderr).toContain("It costs compute, traffic and storage");
  expect(stdout).toMatch(/^confirmed +filter-precedence$/m);
  expect(stdout).toMatch(/^confirmed +timer-busy-no-job$/m);
  expect(emulator.control.jobs().filter(({ deleted }) => !deleted)).toEqual([]);
  expect(emulator.control.timers()).toEqual([]);
});

it.each([
  ["yes\n", true],
  [" Y \n", true],
  ["no\n", false],
  ["yes, but\n", false],
  ["\n", false],
  // Ctrl-D.
  ["", false],
])("asks on a terminal, and takes %j for %s", async (typed, goesOn) => {
  await start();
  const { code, stderr, stdout } = await runTyping(typed, "--mutating", "--table", "sales.employees");
  expect({ code, changes: changes() > 0, printed: stdout !== "" }).toEqual({
    code: 0,
    changes: goesOn,
    printed: goesOn,
  });
  expect(stderr).toMatch(/Choose a small table whose migration does not matter\.\nGo on\? \(yes\/no\) /);
});

it("prints what it found also where its report cannot be written", async () => {
  await start();
  const { stdout, stderr } = await run("--report", join(tmpdir(), "no-such-folder", "report.json"));
  expect(stdout).toMatch(/^confirmed +not-found-codes/m);
  expect(stderr).toContain("no-such-folder");
});
