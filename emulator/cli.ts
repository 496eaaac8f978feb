#!/usr/bin/env node
// `pulumi-alicloud-mms emulator`: the emulated service from a shell.
import { Command, InvalidArgumentError } from "commander";

import { startEmulator } from "./index.js";

const number = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new InvalidArgumentError(`expected a number, at least ${least}`);
  return value;
};

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly seed: string;
  readonly speed: number;
}

async function emulate({ port, host, seed, speed }: Flags): Promise<void> {
  const emulator = await startEmulator({ port, host, seed, clock: { speed } });
  console.log(`listening on ${emulator.url}`);
  for (const [name, value] of Object.entries(emulator.env)) console.log(`export ${name}=${value}`);
  const stop = () => void emulator.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

const program = new Command("pulumi-alicloud-mms").description("Tools of pulumi-alicloud-mms.");
program
  .command("emulator")
  .description("Run an emulated MaxCompute Migration Service on this machine, for tests of migration programs.")
  .option("--port <number>", "port to listen on; 0 takes a free one", number(0), 0)
  .option("--host <address>", "address to listen on; anything but loopback lets others in", "127.0.0.1")
  .option("--seed <text>", "decides every id and outcome: the same seed gives the same run", "demo")
  .option("--speed <times>", "how many times faster than real time jobs run", number(0), 1)
  .addHelpText("after", "\nExample:\n  $ npx pulumi-alicloud-mms emulator --port 0 --seed demo --speed 60\n")
  .action(emulate);
void program.parseAsync();
