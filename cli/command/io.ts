// What a command has of the world around it, as values: tests give it others.
import { createInterface } from "node:readline";

import { type Clock, systemClock } from "../../provider/clock.js";
import { MmsError } from "../../provider/mms/errors.js";

/** Somewhere to write. */
export interface Out {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Where answers to questions come from. */
export type In = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** The world of a command. */
export interface Io {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly clock: Clock;
  readonly stdin: In;
  /** Data. */
  readonly stdout: Out;
  /** Notes and errors. */
  readonly stderr: Out;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Repaints a text in place, on a terminal. */
  painter(): Promise<(text: string) => void>;
}

/** Asks a person; only a yes agrees. The end of the input, as Ctrl-D, is a no. */
export async function agrees(question: string, { stdin, stderr, signal }: Io): Promise<boolean> {
  const prompt = createInterface({ input: stdin });
  stderr.write(question);
  try {
    const { value } = await new Promise<{ value?: string }>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      prompt.once("line", (line) => resolve({ value: line })).once("close", () => resolve({}));
    });
    return /^\s*y(es)?\s*$/i.test(value ?? "");
  } finally {
    prompt.close();
  }
}

/** An option, a name or the configuration is wrong: exit code 2. */
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
    // Opened where it is read: a stream that is open keeps some processes alive.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    signal: ending.signal,
    // Loaded where it is used: it is an ES module.
    painter: async () => (await import("log-update")).default,
  };
}
