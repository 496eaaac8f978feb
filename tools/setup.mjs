// Makes a checkout ready to run: dependencies as locked, and dist/ as the sources say. Does nothing that is done already.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { say } from "./lib/console.mjs";
import { runVisibly } from "./lib/run.mjs";

/** The top of the checkout. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** What dist/ is made of. */
const sources = [
  "provider",
  "emulator",
  "cli",
  "package.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "tools/bundles.mjs",
  "tools/release/plugin-bundle.mjs",
  // Libraries are in the bundles.
  "package-lock.json",
];

/** Installs and builds where needed. */
export async function setUp() {
  const lock = fingerprint(["package-lock.json"]);
  const installed = join(root, "node_modules", ".setup-stamp");
  if (!isStamped(installed, lock) && !isInstalledByHand()) {
    say("Installing the dependencies");
    await npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    writeFileSync(installed, lock);
  }
  const text = fingerprint(sources);
  const built = join(root, "node_modules", ".build-stamp");
  const dist = join(root, "dist");
  if (!existsSync(dist) || !isStamped(built, text)) {
    say("Building");
    rmSync(dist, { recursive: true, force: true });
    await npm(["run", "--silent", "build"]);
    writeFileSync(built, text);
  }
}

/** @param {string} stamp the file that says for what the work was done last @param {string} wanted */
function isStamped(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

/** npm writes its own lock file into node_modules at the end of each install. */
function isInstalledByHand() {
  const [ours, theirs] = ["package-lock.json", "node_modules/.package-lock.json"].map((path) =>
    statSync(join(root, path), { throwIfNoEntry: false }),
  );
  return ours !== undefined && theirs !== undefined && theirs.mtimeMs > ours.mtimeMs;
}

/** @param {string[]} args */
async function npm(args) {
  // Under `npm run` the path of npm's own script is known, which spares a search and Windows' npm.cmd.
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith(".js") ? [process.execPath, [script]] : ["npm", []];
  const code = await runVisibly(command, [...first, ...args], { cwd: root, stdout: "stderr" });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with code ${code}; what it printed is above.`);
}

/** @param {string[]} paths */
function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesIn)) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** @param {string} path relative to the root @returns {string[]} */
function filesIn(path) {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  setUp().catch((error) => {
    say(error.message);
    process.exitCode = 1;
  });
}
