// The emulated service as a process of its own, driven over its control API.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { beforeExit } from "../../tools/lib/cleanup.mjs";
import { kill } from "../../tools/lib/processes.cjs";

/**
 * @typedef {object} ServiceOptions
 * @property {number} [speed] times real time; 0 is a clock that only moves when told to
 * @property {object} [pace] how long things take, in milliseconds of its clock
 * @property {number} [requestsPerSecond] more than these are throttled
 */

const program = fileURLToPath(new URL("./service-process.mjs", import.meta.url));

/** @param {ServiceOptions} [options] */
export async function startService(options = {}) {
  const child = fork(program, [JSON.stringify(options)]);
  const forget = beforeExit(() => child.pid && kill(child.pid));
  const [message] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (typeof message !== "object") throw new Error("The emulator ended early; what it printed is above.");
  /** @type {{ env: Record<string, string> }} */
  const { env } = message;
  const { connectControl } = await import("../../dist/emulator/index.js");
  return {
    env,
    control: connectControl(env.ALICLOUD_MMS_ENDPOINT ?? ""),
    stop: async () => {
      child.disconnect();
      if (child.exitCode === null) await once(child, "exit");
      forget();
    },
  };
}
