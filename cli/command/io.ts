// What a command has of the world around it, as values: tests give it others.
import { type Clock, systemClock } from "../../provider/clock.js";
import { MmsError } from "../../provider/mms/errors.js";

/** Somewhere to write. */
export interface Out {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** The world of a command. */
export interface Io {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly clock: Clock;
  /** Data. */
  readonly stdout: Out;
  /** Notes and errors. */
  readonly stderr: Out;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Repaints a text in place, on a terminal. */
  painter(): Promise<(text: string) => void>;
}

/** The command was called in a way that says nothing: exit code 2. */
export class UsageError extends MmsError {
  override readonly name = "UsageError";
}

/** What an error says, of whichever realm it is. */
export const messageOf = (error: unknown): string => String((error as { message?: unknown } | null)?.message ?? error);

/** The process's own. */
export function systemIo(): Io {
  const ending = new AbortController();
  const stop = () => ending.abort(new Error("interrupted"));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const { stdout, stderr, env } = process;
  return {
    env,
    cwd: process.cwd(),
    clock: systemClock,
    stdout,
    stderr,
    signal: ending.signal,
    // Loaded where it is used: it is an ES module.
    painter: async () => (await import("log-update")).default,
  };
}
