// The workflow of a release: which platforms it builds on, and that nothing but what publishes has rights.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

import { toolSays } from "../../support/tools/answers.js";

interface Job {
  readonly needs?: string | string[];
  readonly environment?: string;
  readonly permissions?: Record<string, string>;
  readonly strategy?: { matrix: { include: { platform: string; runner: string }[] } };
}

const file = join(resolve(__dirname, "../../.."), ".github/workflows/release.yml");
const text = readFileSync(file, "utf8");
const { jobs } = parse(text) as { jobs: Record<string, Job> };

const wrongWith = (yaml: string): unknown =>
  toolSays("tools/release/facts.mjs", `it.wrongWorkflow("release.yml", ${JSON.stringify(yaml)})`);

it("builds an archive on each platform that a release must have, each on a machine of its own", () => {
  const rows = jobs["build"]?.strategy?.matrix.include ?? [];
  expect(rows.map(({ platform }) => platform)).toEqual(toolSays("tools/release/platforms.mjs", "it.released"));
  expect(new Set(rows.map(({ runner }) => runner)).size).toBe(rows.length);
});

it("has rights where it publishes alone, one a job, and npm's behind the environment", () => {
  const rights = Object.entries(jobs).flatMap(([name, { permissions = {} }]) =>
    Object.keys(permissions)
      .filter((right) => permissions[right] === "write")
      .map((right) => `${name}: ${right}`),
  );
  expect(rights).toEqual(["npm: id-token", "github: contents"]);
  expect(jobs["npm"]?.environment).toBe("release");
  expect([jobs["build"]?.needs, jobs["assemble"]?.needs, jobs["npm"]?.needs]).toEqual(["check", "build", "assemble"]);
  expect(text).not.toContain("secrets.");
  expect(wrongWith(text)).toEqual([]);
});

it.each([
  ["@3d3c42e5aac5ba805825da76410c181273ba90b1", "@v7", "actions/checkout@v7 is not pinned by its commit"],
  ["      id-token: write", "      contents: write\n      id-token: write", "the job npm has several rights"],
  ['run: node tools/release/publish.mjs npm release "$SUM"', "run: npm ci", "the job npm may write, and runs more"],
  ["permissions:\n  contents: read", "permissions:\n  contents: write", "permissions are not read-only to begin with"],
])("is found wrong with %j as %j", (right, wrong, complaint) => {
  const changed = text.replace(
    right === "      id-token: write" ? /      contents: read\n      id-token: write/ : right,
    wrong,
  );
  expect(changed).not.toBe(text);
  expect(wrongWith(changed)).toEqual(expect.arrayContaining([expect.stringContaining(complaint)]));
});
