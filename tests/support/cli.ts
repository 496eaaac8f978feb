// The command line as its users call it, in this process: real flags, real client, the emulator behind HTTP.
import { tmpdir } from "node:os";
import { Readable } from "node:stream";

import type { Io, Out } from "../../cli/command/io.js";
import { runCli } from "../../cli/program.js";
import type { MigrationReport } from "../../cli/report/model.js";
import type { Emulator } from "../../emulator/index.js";
import type { Clock } from "../../provider/clock.js";
import type { MmsClient } from "../../provider/mms/call.js";

/** What differs from a pipe in an empty folder. */
export interface CliOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly clock?: Clock;
  /** Letters of a line; a terminal where they are given. */
  readonly columns?: number;
  readonly rows?: number;
  readonly signal?: AbortSignal;
  /** What is typed; a terminal where it is given. */
  readonly typed?: string;
  /** Hears what is printed, as it is printed. */
  readonly onOutput?: (text: string) => void;
}

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line against an emulator. */
export async function cli(emulator: Emulator, args: readonly string[], options: CliOptions = {}): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const out = (name: keyof typeof written): Out => ({
    write: (text) => {
      written[name] += text;
      options.onOutput?.(text);
    },
    ...(options.columns === undefined ? {} : { isTTY: true, columns: options.columns, rows: options.rows }),
  });
  const clock: Clock = { now: () => emulator.control.now(), sleep: () => Promise.resolve() };
  const io: Io = {
    env: { ...emulator.env, ...options.env },
    cwd: options.cwd ?? tmpdir(),
    clock: options.clock ?? clock,
    stdin: Object.assign(Readable.from([options.typed ?? ""]), { isTTY: options.typed !== undefined }),
    stdout: out("stdout"),
    stderr: out("stderr"),
    signal: options.signal ?? new AbortController().signal,
    painter: () => Promise.resolve((text) => void options.onOutput?.(text)),
  };
  const code = await runCli(args, io);
  return { code, ...written };
}

/** The report that `status --json` prints. */
export async function reportOf(emulator: Emulator, ...args: string[]): Promise<MigrationReport> {
  const { stdout, stderr } = await cli(emulator, ["status", "--json", ...args]);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as MigrationReport;
}

/** Creates a job as somebody else would, and returns its id. */
export async function startJob(
  client: MmsClient,
  emulator: Emulator,
  body: object,
  sourceId = "2000015",
): Promise<string> {
  const named = { name: "load_sales", srcDbName: "sales", ...body };
  const { asyncTaskId } = (await client.createMmsJob({ sourceId, body: named })).data;
  emulator.control.advance(3_000);
  const { data } = await client.getMmsAsyncTask({ sourceId, asyncTaskId: String(asyncTaskId) });
  return String(data.objectId);
}
