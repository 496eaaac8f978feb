import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import type { MigrationReport } from "../../cli/report/model.js";
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { cli, startJob } from "../support/cli.js";
import { clientOf } from "../support/program.js";

let emulator: Emulator;
let folder: string;
const source = ["--source", "2000015"];
const waveOf = (table: string) => ({
  name: `wave-${table}`,
  srcDbName: "archive",
  tables: [table],
  enableVerification: true,
});

beforeAll(async () => {
  emulator = await startEmulator({ clock: "manual" });
  folder = mkdtempSync(join(tmpdir(), "mms-report-"));
  await startJob(clientOf(emulator), emulator, { enableVerification: true });
  emulator.control.advance(3_600_000);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});

describe("report", () => {
  it("takes its form from the ending of the file, and prints Markdown without one", async () => {
    const at = (name: string) => join(folder, name);
    for (const name of ["r.html", "r.md", "r.json"]) {
      const { code, stdout } = await cli(emulator, ["report", ...source, "--out", name], { cwd: folder });
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    }
    expect(readFileSync(at("r.html"), "utf8")).toMatch(/^<!doctype html>/);
    expect(readFileSync(at("r.md"), "utf8")).toMatch(/^# Migration of hive/);
    expect((await cli(emulator, ["report", ...source])).stdout).toMatch(/^# Migration of hive/);
    expect(readdirSync(folder).sort()).toEqual(["r.html", "r.json", "r.md"]);
  });

  it("has every duration, the curve and the request ids", async () => {
    const { stdout } = await cli(emulator, ["report", ...source, "--format", "json"]);
    const report = JSON.parse(stdout) as MigrationReport;
    expect(report.tables.filter(({ seconds }) => seconds === 80)).toHaveLength(12);
    expect(report.curve.at(-1)).toMatchObject({ tasksDone: 12, tablesDone: 12 });
    expect(report.curve.at(-1)?.bytesOfDone).toBe(report.volume.bytes.ofDone);
    expect(Object.keys(report.made.requestIds)).toEqual(Object.keys(report.made.requests));
  });

  it("is made again from a stored one, without a request", async () => {
    const [json, again] = [join(folder, "stored.json"), join(folder, "again.json")];
    await cli(emulator, ["report", ...source, "--out", json]);
    emulator.control.clearRequests();
    await cli(emulator, ["report", "--from", json, "--out", again]);
    expect(readFileSync(again, "utf8")).toBe(readFileSync(json, "utf8"));
    expect(emulator.control.requests()).toEqual([]);
    writeFileSync(again, "{}");
    expect(await cli(emulator, ["report", "--from", again])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no report of this version") as string,
    });
  });

  it("says which file it cannot write", async () => {
    const { code, stderr } = await cli(emulator, ["report", ...source, "--out", join(folder, "no", "x.md")]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--out ${join(folder, "no", "x.md")}: ENOENT`);
  });
});

describe("watch", () => {
  it("prints a line per change and ends with the verdict", async () => {
    emulator.control.failTasks({ table: "events_0001", phase: "DATA", message: "reset", times: 99 });
    const tables = ["events_0001", "events_0002", "events_0004"];
    const job = await startJob(clientOf(emulator), emulator, { name: "again", srcDbName: "archive", tables });
    const clock = {
      now: () => emulator.control.now(),
      sleep: (ms: number) => Promise.resolve(emulator.control.advance(Math.max(10_000, ms))),
    };
    const screens: string[] = [];
    const args = ["watch", ...source, "--job", job];
    const { code, stdout } = await cli(emulator, [...args, "--plain"], { clock });
    expect(code).toBe(1);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(18));
    expect(lines[0]).toMatch(/^● running {2}0\/3 tables/);
    expect(lines).toContain(`job ${job} (again) ● runs`);
    expect(lines).toContain("✓ archive.events_0002");
    expect(lines).toContain("✗ archive.events_0001");
    expect(lines.at(-1)).toMatch(/^✗ failed {2}2\/3 tables {2}2\/3 tasks {2}1 failed$/);
    const onTerminal = await cli(emulator, args, { clock, columns: 100, onOutput: (text) => screens.push(text) });
    expect(onTerminal.stdout).toBe("");
    expect(screens.at(-1)).toContain("not everything could be migrated");
  });

  it("follows a stack from wave to wave while a run of Pulumi is at work on it", async () => {
    const client = clientOf(emulator);
    emulator.control.setPace({ phaseMs: { DATA: 60_000 } });
    const bin = join(folder, "bin");
    const [state, first] = [join(folder, "state.json"), await startJob(client, emulator, waveOf("events_0008"))];
    const stored = (jobIds: readonly string[], pending: object[]) => {
      const resources = jobIds.map((jobId) => ({
        urn: `urn:pulumi:dev::shop::alicloud-mms:index:MigrationJob::wave-${jobId}`,
        type: "alicloud-mms:index:MigrationJob",
        outputs: { sourceId: "2000015", jobId },
      }));
      writeFileSync(state, JSON.stringify({ deployment: { resources, pending_operations: pending } }));
    };
    mkdirSync(bin);
    // What `pulumi stack export` and `pulumi config --json` print.
    writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n[ "$1" = stack ] && exec cat ${state}\necho '{}'\n`, {
      mode: 0o755,
    });
    stored([first], [{}]);
    let second: string | undefined;
    const sleep = async (ms: number) => {
      emulator.control.advance(Math.max(ms, 20_000));
      if (emulator.control.jobs().find(({ id }) => id === first)?.status !== "DONE") return;
      second ??= await startJob(client, emulator, waveOf("events_0010"));
      stored([first, second], []);
    };
    const { code, stdout } = await cli(emulator, ["watch", "--stack", "dev", "--plain"], {
      clock: { now: () => emulator.control.now(), sleep },
      env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    });
    expect(stdout).toContain("● running  0/1 tables");
    expect(stdout).toContain("✓ archive.events_0010");
    expect(stdout.trimEnd()).toMatch(/✓ verified {2}2\/2 tables {2}2\/2 tasks$/);
    expect(code).toBe(0);
    // An interrupted run looks as if it were at work: the end holds for two minutes, and that is the end.
    stored([first], [{}]);
    const before = emulator.control.now();
    const held = await cli(emulator, ["watch", "--stack", "dev", "--plain"], {
      clock: { now: () => emulator.control.now(), sleep: (ms) => Promise.resolve(emulator.control.advance(ms)) },
      env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    });
    expect(held.code).toBe(0);
    expect(emulator.control.now() - before).toBeGreaterThanOrEqual(120_000);
  });

  it("fits the terminal, however low and narrow: the verdict at the top and the last changes stay in sight", async () => {
    const screens: string[] = [];
    const options = { columns: 40, rows: 16, onOutput: (text: string) => screens.push(text) };
    await cli(emulator, ["watch", ...source, "--timeout", "1s"], {
      ...options,
      clock: { now: () => emulator.control.now(), sleep: (ms) => Promise.resolve(emulator.control.advance(ms)) },
    });
    const lines = stripVTControlCharacters(screens.at(-1) ?? "").split("\n");
    expect(lines[0]).toMatch(/^hive_demo/);
    expect(lines.reduce((rows, one) => rows + Math.max(1, Math.ceil(one.length / 40)), 0)).toBeLessThan(16);
    expect(lines).toContainEqual(expect.stringMatching(/^… \d+ more lines; a taller window shows them$/));
  });

  it("ends at its timeout with 3, and at Ctrl-C with 130, and stops nothing", async () => {
    emulator.control.setPace({ phaseMs: { DATA: 6 * 3_600_000 } });
    const job = await startJob(clientOf(emulator), emulator, { srcDbName: "archive", tables: ["events_0006"] });
    const sleep = (ms: number) => Promise.resolve(emulator.control.advance(ms));
    const clock = { now: () => emulator.control.now(), sleep };
    const args = ["watch", ...source, "--job", job, "--json"];
    const timed = await cli(emulator, [...args, "--timeout", "2m"], { clock });
    expect(timed.code).toBe(3);
    expect(
      timed.stdout
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as MigrationReport).verdict.exitCode),
    ).toContain(3);
    const ending = new AbortController();
    const interrupted = {
      ...clock,
      sleep: (_ms: number, signal?: AbortSignal) => {
        ending.abort(new Error("interrupted"));
        return Promise.reject(signal?.reason as Error);
      },
    };
    const cut = await cli(emulator, args, { clock: interrupted, signal: ending.signal });
    expect(cut).toMatchObject({ code: 130, stderr: "interrupted: nothing on the service was changed\n" });
    expect(emulator.control.jobs().find(({ id }) => id === job)).toMatchObject({ status: "DOING", stopped: false });
  });
});
