// Flags that several commands take, and their values.
import { type Command, InvalidArgumentError, Option } from "commander";

import { parseDuration } from "../../provider/lifecycle/libraries.js";

/** Flags that say what a command is about. */
export interface ScopeFlags {
  readonly stack?: string;
  readonly cwd?: string;
  readonly provider?: string;
  readonly source?: string;
  readonly job?: readonly string[];
  readonly timer?: string;
  readonly stall: number;
}

const digits = (value: string): string => {
  if (/^[1-9]\d{0,18}$/.test(value)) return value;
  throw new InvalidArgumentError("expected an id: digits");
};

/** A whole number of rows. */
export function count(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("expected a whole number");
}

/** A duration such as 30m, in milliseconds. */
export function duration(value: string): number {
  const ms = parseDuration(value);
  if (typeof ms === "number" && ms > 0) return ms;
  throw new InvalidArgumentError("expected a duration such as 30s, 30m or 6h");
}

const defaultStall = "30m";

/** What `--provider` is for. */
export const providerFlag =
  "where a stack's resources are under several providers: the one to read; default for those under none";

/** Adds the flags that say what a command is about. */
export const withScope = (command: Command): Command =>
  command
    .option(
      "--stack <name>",
      "the stack whose jobs to read; in a folder with Pulumi.yaml the selected one is the default",
    )
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .option("--provider <name>", providerFlag)
    .option("--source <id or name>", "a data source, with every job of it")
    .option("--job <id...>", "only these jobs of the source", (value: string, before?: string[]) => [
      ...(before ?? []),
      digits(value),
    ])
    .option("--timer <id>", "only the jobs of this timer of the source", digits)
    .addOption(
      new Option("--stall <duration>", "how long without any movement counts as a stall")
        .argParser(duration)
        .default(duration(defaultStall), defaultStall),
    );
