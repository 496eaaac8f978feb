// The command line as a whole: its subcommands, and what becomes of an error.

import { Command, CommanderError } from "commander";

import { emulatorCommand } from "../emulator/cli.js";
import { withPage } from "../provider/errors/pages.js";
import { MmsConfigError } from "../provider/mms/config/config.js";
import { packageVersion } from "../provider/version.js";
import { redact } from "../provider/mms/text/redact.js";
import { type Io, messageOf, UsageError } from "./command/io.js";
import { doctorCommand } from "./doctor/command.js";
import { reportCommand } from "./forms/command.js";
import { generateCommand } from "./generate/command.js";
import { statusCommand } from "./status/command.js";
import { verifyCommand } from "./verify/command.js";
import { watchCommand } from "./watch/command.js";

const usage = 2;
const unreadable = 5;
const interrupted = 130;
/** The emulator reads no service; whatever keeps it from starting is a plain failure. */
const notStarted = 1;

/** The exit code of an error, after it was said. */
function failed(error: unknown, { stderr, signal }: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usage;
  if (signal.aborted) {
    stderr.write("interrupted: nothing on the service was changed\n");
    return interrupted;
  }
  stderr.write(`error: ${withPage(error, redact(messageOf(error)))}\n`);
  return error instanceof UsageError || error instanceof MmsConfigError ? usage : unreadable;
}

/** Runs the command line, and returns its exit code. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const exit = (value: number) => void (exitCode = value);
  const program = new Command("pulumi-alicloud-mms")
    .description("See a migration to MaxCompute, check what it needs, and play the service on this machine.")
    .version(packageVersion);
  for (const command of [statusCommand, watchCommand, reportCommand, doctorCommand, generateCommand, verifyCommand])
    program.addCommand(command(io, exit));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
  }
  program.addCommand(emulatorCommand(exit));
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    const code = failed(error, io);
    return args[0] === "emulator" && code === unreadable ? notStarted : code;
  }
}
