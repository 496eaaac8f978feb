// `verify`: which assumptions about the service hold on a real account.
import { writeFileSync } from "node:fs";

import { Command, InvalidArgumentError } from "commander";

import { resolveConfig } from "../../provider/mms/config/config.js";
import { agrees, type Io, UsageError } from "../command/io.js";
import type { Target } from "./finding.js";
import { broken, linesOf, verify } from "./verify.js";

interface Flags {
  readonly source: string;
  readonly mutating?: true;
  readonly table?: Target;
  readonly yes?: true;
  readonly json?: true;
  readonly report?: string;
}

const refuted = 1;

function id(value: string): string {
  if (/^[1-9]\d{0,18}$/.test(value)) return value;
  throw new InvalidArgumentError("expected the id of a data source: digits");
}

function table(value: string): Target {
  const [, dbName, tableName] = /^([^.]+)\.([^.]+)$/.exec(value) ?? [];
  if (dbName !== undefined && tableName !== undefined) return { dbName, tableName };
  throw new InvalidArgumentError("expected <database>.<table>");
}

const cost = ({ dbName, tableName }: Target): string => `This makes and removes, in this account:
  a timer of ${dbName}.${tableName}, paused at once
  up to five jobs that set up the schema of ${dbName}.${tableName} and copy no rows; the empty table stays in the destination
  two scans of that table, and its migration status set to another value and back
It costs some seconds of compute. Choose a small table whose migration does not matter.
`;

/** Asks on a terminal; elsewhere only `--yes` agrees. */
async function agreed(target: Target, io: Io, yes: boolean): Promise<boolean> {
  io.stderr.write(cost(target));
  if (yes) return true;
  if (io.stdin.isTTY !== true) throw new UsageError("--mutating changes things on the account: give --yes to agree");
  return agrees("Go on? (yes/no) ", io);
}

async function run(flags: Flags, io: Io): Promise<number> {
  const { source: sourceId, mutating, table: given } = flags;
  if (mutating && given === undefined)
    throw new UsageError("--mutating needs --table <database>.<table>: a small table to try things on");
  const target = mutating ? given : undefined;
  if (target !== undefined && !(await agreed(target, io, flags.yes === true))) return 0;
  const config = resolveConfig({ get: () => undefined, env: io.env });
  const say = (line: string) => void io.stderr.write(`${line}\n`);
  const report = await verify(config, { sourceId, target, say }, io.clock, io.signal);
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (flags.report !== undefined) writeFileSync(flags.report, text);
  io.stdout.write(flags.json ? text : `${linesOf(report).join("\n")}\n`);
  return broken(report).length > 0 ? refuted : 0;
}

/** The subcommand `verify`; it sets the exit code through `exit`. */
export const verifyCommand = (io: Io, exit: (code: number) => void): Command =>
  new Command("verify")
    .description("Find out which assumptions about the service hold on an account. Reads only, unless told otherwise.")
    .requiredOption("--source <id>", "a data source, best one with a few jobs, timers and a finished scan", id)
    .option("--mutating", "also make and remove things, on the table of --table; says what and asks first")
    .option("--table <database.table>", "a small table of the source, for --mutating", table)
    .option("--yes", "agree to --mutating without being asked")
    .option("--json", "print the report as JSON")
    .option("--report <file>", "write the report as JSON to a file; it names no account, object or person")
    .addHelpText(
      "after",
      `
Each row of docs/assumptions.md comes out as confirmed, refuted or not observable. Every answer of the service is also held
against the OpenAPI document of this package; unknown fields and status words are listed.

Exit codes:
  0  nothing that a promise of docs/guarantees.md rests on was refuted
  1  an assumption was refuted that a promise rests on
  2  the command was called in a way that says nothing
  5  the source could not be read: no credentials, no right, no connection

Examples:
  $ npx pulumi-alicloud-mms verify --source 2000015 --report mms-report.json
  $ npx pulumi-alicloud-mms verify --source 2000015 --mutating --table sales.tiny`,
    )
    .action(async (flags: Flags) => exit(await run(flags, io)));
