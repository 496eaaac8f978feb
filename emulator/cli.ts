// `pulumi-alicloud-mms emulator`: the emulated service from a shell.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";

import { Command, InvalidArgumentError } from "commander";

import { fastest } from "./clock.js";
import { callOf } from "./control/command-check.js";
import { commandFacts, commandNames } from "./control/command-facts.js";
import { type Emulator, startEmulator } from "./index.js";
import { type Assumptions, type SwitchId, switchIds, switches } from "./switches.js";
import { defaultTimeZone, timeZoneForm } from "./zone.js";

const largestPort = 65_535;

/** A port; 0 takes a free one. */
export function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > largestPort)
    throw new InvalidArgumentError(`expected a whole number from 0 to ${largestPort}`);
  return value;
}

function speed(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= fastest))
    throw new InvalidArgumentError(`expected a number above 0 and up to ${fastest}, such as 60`);
  return value;
}

function zone(text: string): string {
  if (!new RegExp(timeZoneForm).test(text))
    throw new InvalidArgumentError(`expected UTC or an offset, such as ${defaultTimeZone}`);
  return text;
}

const isSwitch = (id: string): id is SwitchId => (switchIds as string[]).includes(id);

/** `id=false`, for as many ids as are given. */
function assumed(text: string, before: Assumptions = {}): Assumptions {
  const [, id = "", holds] = /^([^=]+)=(true|false)$/.exec(text) ?? [];
  if (holds === undefined) throw new InvalidArgumentError("expected <id>=false, such as job-name-filter=false");
  if (!isSwitch(id)) throw new InvalidArgumentError(`there is no switch "${id}"; --help lists those there are`);
  return { ...before, [id]: holds === "true" };
}

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly seed: string;
  readonly speed: number;
  readonly timeZone: string;
  readonly assume?: Assumptions;
}

/** Runs a command that talks to the emulator, to its end; returns its exit code as a shell would. */
async function runWith({ env }: Emulator, [command = "", ...args]: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
  // Ctrl-C reaches every process of the terminal, and the command decides what it means.
  process.on("SIGINT", () => undefined);
  process.once("SIGTERM", () => child.kill());
  const [code, signal] = (await once(child, "exit").catch((error: unknown) => {
    throw new Error(`${command} could not be started: ${(error as Error).message}`);
  })) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** Serves until a signal, or until the command ends; returns the exit code that is known by then. */
async function emulate(command: readonly string[], flags: Flags): Promise<number> {
  const { port, host, seed, speed, timeZone, assume: assumptions = {} } = flags;
  const emulator = await startEmulator({ port, host, seed, timeZone, assumptions, clock: { speed } });
  if (command.length > 0) {
    console.error(`emulator: listening on ${emulator.url} until ${command[0]} ends`);
    return runWith(emulator, command).finally(() => emulator.close());
  }
  console.log(`listening on ${emulator.url}`);
  for (const [name, value] of Object.entries(emulator.env)) console.log(`export ${name}=${value}`);
  const stop = () => void emulator.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  return 0;
}

/** The subcommand `emulator`. */
export const emulatorCommand = (exit: (code: number) => void): Command =>
  new Command("emulator")
    .description("Run an emulated MaxCompute Migration Service on this machine, for tests of migration programs.")
    .argument("[command...]", "a command to run with those variables, after --; the emulator ends with it")
    .option("--port <number>", "port to listen on; 0 takes a free one", port, 0)
    .option("--host <address>", "address to listen on; anything but loopback lets others in", "127.0.0.1")
    .option("--seed <text>", "decides every id and outcome: the same seed gives the same run", "demo")
    .option("--speed <times>", "how many times faster than real time jobs run", speed, 1)
    .option(
      "--time-zone <offset>",
      "zone of the times it writes and of its timers: UTC, or an offset",
      zone,
      defaultTimeZone,
    )
    .option("--assume <id=false>", "an assumption that does not hold here; may be given several times", assumed)
    .addHelpText(
      "after",
      `
It prints where it listens and the variables a program needs to talk to it, and ends on Ctrl-C or SIGTERM.
Another process on this machine drives it with connectControl(url) of pulumi-alicloud-mms/emulator, or with
POST <url>/_emulator/<command> and a JSON array of arguments:
${commandNames.map((name) => `  ${callOf(name).padEnd(42)} ${commandFacts[name].does}`).join("\n")}

What --assume can play otherwise, and what happens then:
${switchIds.map((id) => `  ${id.padEnd(30)} ${switches[id]}`).join("\n")}

Examples:
  $ npx pulumi-alicloud-mms emulator --port 0 --seed demo --speed 60
  $ npx pulumi-alicloud-mms emulator --assume overlap-refused=false --assume china-zone=false
  $ npx pulumi-alicloud-mms emulator --speed 60 -- pulumi up
  $ curl -d '["2000015", "sales", "orders", {"dstProjectName": "elsewhere"}]' $ALICLOUD_MMS_ENDPOINT/_emulator/mapTable
`,
    )
    .action(async (command: readonly string[], flags: Flags) => exit(await emulate(command, flags)));
