// `npm run plugin:archive`: the native plugin as one executable for this machine's platform, with Node in it, in the archive that
// `pulumi plugin install` and a release page take.
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { beforeExit } from "../lib/cleanup.mjs";
import { say } from "../lib/console.mjs";
import { licencesIn } from "../lib/licences.mjs";
import { bundlePlugin } from "./plugin-bundle.mjs";
import { run } from "../lib/run.mjs";
import { root, setUp } from "../setup.mjs";

const help = `Makes pulumi-resource-alicloud-mms-v<version>-<os>-<arch>.tar.gz for this platform: the native plugin as one executable.

usage: npm run plugin:archive -- [--out <folder>]

  --out   where the archive goes; default .

It needs no Node where it is installed:
  pulumi plugin install resource alicloud-mms <version> --file <archive>
`;

const isMac = process.platform === "darwin";
const isWindows = process.platform === "win32";
const program = `pulumi-resource-alicloud-mms${isWindows ? ".exe" : ""}`;

/** Puts a script into a copy of Node. Node finds it by this mark, which is in every build of it. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const injector = "postject@1.0.0-alpha.6";

/** Names of a platform in Pulumi's archives. */
const os = isWindows ? "windows" : process.platform;
const arch = process.arch === "x64" ? "amd64" : process.arch;

/** @param {string} command @param {string[]} args @param {string} [cwd] */
async function must(command, args, cwd = root) {
  const { code, stdout, stderr } = await run(command, args, { cwd, env: process.env });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${(stdout + stderr).trim()}`);
}

/** @param {string} folder where the executable goes, and what it is made from */
async function makeExecutable(folder) {
  const [script, blob, executable] = ["plugin.js", "plugin.blob", program].map((name) => join(folder, name));
  const metafile = await bundlePlugin(/** @type {string} */ (script));
  writeFileSync(join(folder, "LICENCES.txt"), await licencesIn(metafile));
  const config = { main: script, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true };
  writeFileSync(join(folder, "sea.json"), JSON.stringify(config));
  await must(process.execPath, ["--experimental-sea-config", join(folder, "sea.json")]);
  copyFileSync(process.execPath, /** @type {string} */ (executable));
  chmodSync(/** @type {string} */ (executable), 0o755);
  const place = [/** @type {string} */ (executable), "NODE_SEA_BLOB", /** @type {string} */ (blob)];
  const segment = isMac ? ["--macho-segment-name", "NODE_SEA"] : [];
  if (isMac) await must("codesign", ["--remove-signature", program], folder);
  const npx = ["exec", "--yes", `--package=${injector}`, "--", "postject", ...place, "--sentinel-fuse", fuse];
  await must("npm", [...npx, ...segment]);
  if (isMac) await must("codesign", ["--sign", "-", program], folder);
}

async function main() {
  const { values } = parseArgs({ options: { out: { type: "string", default: "." }, help: { type: "boolean" } } });
  if (values.help) return void process.stdout.write(help);
  await setUp();
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "mms-archive-"));
  const forget = beforeExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    await makeExecutable(folder);
    const { packageVersion } = (await import("../../dist/provider/version.js")).default;
    const archive = join(out, `pulumi-resource-alicloud-mms-v${packageVersion}-${os}-${arch}.tar.gz`);
    copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
    await must("tar", ["-czf", archive, "-C", folder, program, "LICENSE", "LICENCES.txt"]);
    say(`${(statSync(archive).size / 1e6).toFixed(1)} MB`);
    process.stdout.write(`${archive}\n`);
  } finally {
    forget();
  }
}

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
