#!/usr/bin/env node
// `npm run test:assumptions -- [sessions] [pairs]`: plays random sessions with migration jobs under every assumption that the emulator
// can play false, and under pairs of them, and writes what broke to bench/results/assumptions.json and docs/assumptions.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [sessions = "10", pairs = "12"] = process.argv.slice(2);
const seed = process.env.MMS_ASSUMPTIONS_SEED ?? "1";
const folder = mkdtempSync(join(tmpdir(), "assumptions-"));
const out = join(folder, "outcomes.jsonl");

const env = {
  ...process.env,
  MMS_ASSUMPTIONS_RUNS: sessions,
  MMS_ASSUMPTIONS_PAIRS: pairs,
  MMS_ASSUMPTIONS_SEED: seed,
  MMS_ASSUMPTIONS_OUT: out,
};
const jest = join(root, "node_modules/jest/bin/jest.js");
const args = [jest, "--selectProjects", "simulation", "--testPathPatterns", "simulation/assumptions-model"];
const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: "inherit" });

const outcomes = readFileSync(out, "utf8").trim().split("\n");
const text = `{\n "seed": ${seed},\n "outcomes": [\n  ${outcomes.join(",\n  ")}\n ]\n}\n`;
writeFileSync(join(root, "bench/results/assumptions.json"), text);
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
console.log("written to bench/results/assumptions.json; `npm run generate` brings docs/assumptions.md up to date");
