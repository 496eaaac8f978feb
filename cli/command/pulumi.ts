// What the Pulumi command line says of a stack. Nothing is requested that would decrypt a secret.
import { execFile } from "node:child_process";

import { type Io, UsageError } from "./io.js";

/** A stack, by name or the selected one, in a folder. */
export interface StackRef {
  readonly stack?: string;
  readonly cwd: string;
}

const largestState = 2 ** 30;

/** Runs `pulumi` and returns what it prints. */
export function pulumi(args: readonly string[], cwd: string, { env, signal }: Io): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env, signal, maxBuffer: largestState, encoding: "utf8" as const };
    execFile("pulumi", args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      if (signal.aborted) return reject(signal.reason);
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      const said = isMissing ? "there is no `pulumi` on PATH" : stderr.trim() || error.message;
      reject(new UsageError(`pulumi ${args.join(" ")}: ${said}`));
    });
  });
}

// One word with its value, so that no name is read as an option.
const stackFlag = ({ stack }: StackRef): string[] => (stack === undefined ? [] : [`--stack=${stack}`]);

/** The state of a stack, as text. */
export const exportStack = (ref: StackRef, io: Io): Promise<string> =>
  pulumi(["stack", "export", ...stackFlag(ref)], ref.cwd, io);

/** The configuration of a stack by full key; secrets are left out, since they are not decrypted. */
export async function configOf(ref: StackRef, io: Io): Promise<ReadonlyMap<string, string>> {
  const text = await pulumi(["config", "--json", ...stackFlag(ref)], ref.cwd, io);
  const all = JSON.parse(text) as Readonly<Record<string, { value?: string; secret?: boolean }>>;
  return new Map(
    Object.entries(all).flatMap(([key, { value, secret }]) => (secret || value === undefined ? [] : [[key, value]])),
  );
}
