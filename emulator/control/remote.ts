// Commands over HTTP, from another process on the same machine.
import { commandNamed, withoutTail } from "./command-check.js";
import { commandNames } from "./command-facts.js";
import type { Commands } from "./commands.js";

/** {@link Commands} from another process. */
export type RemoteCommands = {
  [Name in keyof Commands]: (...args: Parameters<Commands[Name]>) => Promise<ReturnType<Commands[Name]>>;
};

/** Path below which commands are taken. Loopback only, like the emulator itself. */
export const controlPath = "/_emulator/";

/** What a command over HTTP responds with. */
interface CommandAnswer {
  readonly status: number;
  readonly body: { readonly result: unknown } | { readonly error: string };
}

function argumentsIn(body: string): unknown[] {
  let read: unknown;
  try {
    read = JSON.parse(body || "[]");
  } catch {
    read = undefined;
  }
  if (!Array.isArray(read))
    throw new TypeError("the body must be a JSON array of the command's arguments, such as [60000]");
  return read;
}

/** Whether a peer is on this machine. */
const isLoopback = (address = ""): boolean => /^(::1|(::ffff:)?127\.)/.test(address);

/** Runs a command that came over HTTP, from this machine only. A command there is none of, or arguments it does not take, are refused. */
export function answerCommand(commands: Commands, name: string, body: string, from?: string): CommandAnswer {
  if (!isLoopback(from)) {
    return { status: 403, body: { error: "the control API is open to the machine of the emulator only" } };
  }
  try {
    const command = commands[commandNamed(name)] as (...args: unknown[]) => unknown;
    return { status: 200, body: { result: command(...argumentsIn(body)) ?? null } };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

/** Control of an emulator that runs in another process. */
export function connectControl(url: string): RemoteCommands {
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const response = await fetch(new URL(controlPath + name, url), {
      method: "POST",
      body: JSON.stringify(withoutTail(args)),
    });
    const body = (await response.json()) as { result?: unknown; error?: string };
    if (!response.ok) throw new Error(body.error ?? `the emulator returned status ${response.status}`);
    return body.result;
  };
  return Object.fromEntries(
    commandNames.map((name) => [name, (...args: unknown[]) => call(name, args)]),
  ) as unknown as RemoteCommands;
}
