// Checksums through the hands of a release: from the machines that build, into one list, to what is published.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { packageVersion as version } from "../../../provider/version.js";

const tool = resolve(__dirname, "../../../tools/release/checksums.mjs");
const platforms = ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64", "windows-amd64"];
const archiveOf = (platform: string): string => `pulumi-resource-alicloud-mms-v${version}-${platform}.tar.gz`;

let room: string;

const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [tool, ...args], { cwd: room, encoding: "utf8" });

/** What a machine has made, with its own list. */
function part(name: string, files: readonly string[]): void {
  mkdirSync(join(room, "parts", name), { recursive: true });
  for (const file of files) writeFileSync(join(room, "parts", name, file), `${file} of ${name}`);
  expect(run("write", join("parts", name)).status).toBe(0);
}

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "mms-sums-"));
  for (const platform of platforms) part(platform, [archiveOf(platform)]);
  part("linux-amd64", [`pulumi-alicloud-mms-${version}.tgz`, "release-notes.md", "sbom.cdx.json"]);
});

afterEach(() => rmSync(room, { recursive: true, force: true }));

it("joins what the machines made into one list, which it says the sum of", () => {
  const { status, stdout } = run("join", "parts", "release");
  expect(status).toBe(0);
  const list = readFileSync(join(room, "release", "SHA256SUMS"));
  expect(stdout).toBe(`${createHash("sha256").update(list).digest("hex")}\n`);
  expect(list.toString().trim().split("\n")).toHaveLength(platforms.length + 3);
  expect(readdirSync(join(room, "release"))).toHaveLength(platforms.length + 4);
  expect(run("verify", "release", stdout.trim()).status).toBe(0);
  // As users check what they have downloaded.
  const checked = spawnSync("sha256sum", ["--check", "SHA256SUMS"], { cwd: join(room, "release") });
  expect(checked.error ?? checked.status).toBe(0);
});

it.each([
  [
    "a platform is missing",
    () => rmSync(join(room, "parts", "windows-amd64"), { recursive: true }),
    `not made: ${archiveOf("windows-amd64")}`,
  ],
  [
    "a file changed on its way",
    () => writeFileSync(join(room, "parts", "darwin-arm64", archiveOf("darwin-arm64")), "x"),
    `the checksum of ${archiveOf("darwin-arm64")} is wrong`,
  ],
  ["two machines made one file", () => part("darwin-arm64", ["sbom.cdx.json"]), "sbom.cdx.json was made twice"],
])("joins nothing where %s", (_, spoil, complaint) => {
  spoil();
  const { status, stdout, stderr } = run("join", "parts", "release");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain(complaint);
});
