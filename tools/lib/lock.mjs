// A lock between processes: a file that one of them creates whole or not at all, and keeps fresh while it works.
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { beforeExit } from "./cleanup.mjs";
import { say } from "./console.mjs";

const refreshMilliseconds = 5_000;
const staleMilliseconds = 60_000;
const retryMilliseconds = 250;

/**
 * Waits for the lock and takes it.
 *
 * @param {string} path the lock file; its folder exists
 * @param {(holder: string) => void} onWait is told once when somebody else holds it
 * @returns {Promise<() => void>} gives the lock back
 */
export async function takeLock(path, onWait) {
  let told = false;
  while (!create(path)) {
    const holder = read(path);
    if (holder === undefined) continue;
    if (isAbandoned(path, holder)) {
      remove(path, holder);
      continue;
    }
    if (!told) onWait(holder);
    told = true;
    await sleep(retryMilliseconds);
  }
  const timer = setInterval(() => refresh(path), refreshMilliseconds);
  timer.unref();
  return beforeExit(() => {
    clearInterval(timer);
    rmSync(path, { force: true });
  });
}

/** @param {string} path */
function create(path) {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, `${process.pid} on ${hostname()}`);
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** @param {string} path @returns {string | undefined} */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * A holder on this machine is asked for; one on another machine that shares the folder is known by the file's age.
 *
 * @param {string} path
 * @param {string} holder
 */
function isAbandoned(path, holder) {
  const [pid, , host] = holder.split(" ");
  if (host === hostname() && !isAlive(Number(pid))) return true;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > staleMilliseconds;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * Two processes may find the same lock abandoned: the rename lets one of them have it, and a lock that was taken anew
 * in between is put back.
 *
 * @param {string} path
 * @param {string} holder
 */
function remove(path, holder) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (read(aside) !== holder) linkSync(aside, path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} path */
function refresh(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The folder was removed under us; the work itself will say so.
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/**
 * Makes a folder once, whichever process needs it first: in a draft beside it, which is moved when it is whole.
 *
 * @param {string} place
 * @param {(draft: string) => Promise<void>} make
 */
export async function makeOnce(place, make) {
  mkdirSync(dirname(place), { recursive: true });
  const unlock = await takeLock(`${place}.lock`, (holder) =>
    say(`waiting for process ${holder}, which is making ${place}`),
  );
  try {
    if (existsSync(place)) return;
    const draft = `${place}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await make(draft);
    renameSync(draft, place);
  } finally {
    unlock();
  }
}
