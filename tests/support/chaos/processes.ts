// The processes of one run, found by a variable that only they have. Linux only, where processes show their environment.
import { readdirSync, readFileSync } from "node:fs";

/** The variable that marks them. */
export const runKey = "MMS_CHAOS_RUN";

const commandLines = {
  /** The process that serves our resources. */
  plugin: /dynamic-provider/,
  /** The language host and the program that it runs. */
  host: /pulumi-language-nodejs|cmd\/run/,
} as const;

export type ProcessKind = keyof typeof commandLines;

function read(pid: string, file: "cmdline" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}

/** Ids of the living processes of a run. */
export function processesOf(run: string, kind: ProcessKind): number[] {
  return readdirSync("/proc")
    .filter(
      (pid) =>
        /^\d+$/.test(pid) &&
        commandLines[kind].test(read(pid, "cmdline")) &&
        read(pid, "environ").split("\0").includes(`${runKey}=${run}`),
    )
    .map(Number);
}

/** Ends processes as a crash would. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}
