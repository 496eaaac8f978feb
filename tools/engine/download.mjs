// Downloads the vendor's own release and checks it against the vendor's list of checksums.
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { duration, progressLine } from "../lib/console.mjs";
import { engineFacts } from "./facts.mjs";
import { executable } from "../lib/programs.mjs";
import { run } from "../lib/run.mjs";

const { version, programs, download } = engineFacts;

/**
 * @param {string} dir
 * @param {{ env: NodeJS.ProcessEnv, say: (line: string) => void }} search
 * @returns {Promise<{ missing: string } | undefined>}
 */
export async function downloadEngine(dir, { env, say }) {
  const system = { linux: "linux", darwin: "darwin", win32: "windows" }[/** @type {string} */ (process.platform)];
  const processor = { x64: "x64", arm64: "arm64" }[/** @type {string} */ (process.arch)];
  if (!system || !processor) return { missing: `there is no release for ${process.platform} on ${process.arch}` };
  const file = `pulumi-${version}-${system}-${processor}.${system === "windows" ? "zip" : "tar.gz"}`;
  const checksums = `pulumi-${version.slice(1)}-checksums.txt`;
  const mirror = env.MMS_ENGINE_MIRROR;
  const archive = join(dir, file);
  try {
    await fetchTo(`${mirror ?? download.releases}/${file}`, archive);
    const list = await fetchText(mirror ? `${mirror}/${checksums}` : `${download.checksums}/${version}/${checksums}`);
    const wrong = list === undefined ? undefined : checksumProblem(list, file, archive);
    if (wrong) return { missing: wrong };
    say(list === undefined ? "  no list of checksums is published for it" : "  its checksum is right");
    return await unpack(archive, dir, env);
  } catch (error) {
    return { missing: explain(error) };
  } finally {
    rmSync(archive, { force: true });
  }
}

/** Aborts when nothing has come for a while. */
function watchdog() {
  const controller = new AbortController();
  const give = (/** @type {number} */ seconds, /** @type {string} */ reason) =>
    setTimeout(() => controller.abort(new Error(`${reason} for ${seconds} s`)), seconds * 1000);
  let timer = give(download.answerSeconds, "no answer");
  return {
    signal: controller.signal,
    seen: () => {
      clearTimeout(timer);
      timer = give(download.stallSeconds, "nothing came");
    },
    stop: () => clearTimeout(timer),
  };
}

/** @param {string} url @param {string} path */
async function fetchTo(url, path) {
  const watch = watchdog();
  const startedAt = Date.now();
  let received = 0;
  let endLine = () => {};
  try {
    const response = await fetch(url, { signal: watch.signal });
    if (!response.ok || !response.body) throw new Error(`${url} answers ${response.status}`);
    const body = /** @type {import("node:stream/web").ReadableStream} */ (response.body);
    const size = Number(response.headers.get("content-length") ?? 0);
    const megabytes = (/** @type {number} */ bytes) => Math.round(bytes / 1e6);
    endLine = progressLine(
      () => `${megabytes(received)} of ${megabytes(size)} MB downloaded, ${duration(Date.now() - startedAt)}`,
    );
    const counted = Readable.fromWeb(body).on("data", (chunk) => {
      received += chunk.length;
      watch.seen();
    });
    await pipeline(counted, createWriteStream(path));
  } finally {
    endLine();
    watch.stop();
  }
}

/** @param {string} url @returns {Promise<string | undefined>} nothing where nothing is published */
async function fetchText(url) {
  const watch = watchdog();
  try {
    const response = await fetch(url, { signal: watch.signal });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    return await response.text();
  } finally {
    watch.stop();
  }
}

/** @param {string} list @param {string} file @param {string} archive @returns {string | undefined} */
function checksumProblem(list, file, archive) {
  const line = list.split("\n").find((candidate) => candidate.trim().endsWith(file));
  if (line === undefined) return `the vendor's list of checksums does not name ${file}`;
  const actual = createHash("sha256").update(readFileSync(archive)).digest("hex");
  return line.trim().split(/\s+/)[0] === actual ? undefined : `the checksum of ${file} is wrong`;
}

/**
 * The archive holds one folder, `pulumi`, and on Windows another, `bin`, in it.
 *
 * @param {string} archive
 * @param {string} dir
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ missing: string } | undefined>}
 */
async function unpack(archive, dir, env) {
  const unpacked = join(dir, "release");
  mkdirSync(unpacked);
  const { code, stderr } = await run("tar", ["-xf", archive, "-C", unpacked], { env });
  if (code !== 0) return { missing: `the archive cannot be unpacked: ${stderr.trim()}` };
  const folder = join(unpacked, "pulumi", process.platform === "win32" ? "bin" : "");
  for (const program of programs) renameSync(join(folder, executable(program)), join(dir, executable(program)));
  // A release has the hosts of every language, which then need no build.
  for (const program of Object.values(engineFacts.hosts).flatMap((host) => host.programs)) {
    for (const name of [program, executable(program)]) {
      if (existsSync(join(folder, name))) renameSync(join(folder, name), join(dir, name));
    }
  }
  rmSync(unpacked, { recursive: true, force: true });
  return undefined;
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
