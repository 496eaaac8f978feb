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
  readonly migrate?: true;
  readonly failedJob?: readonly string[];
  readonly table?: Target;
  readonly yes?: true;
  readonly json?: true;
  readonly report?: string;
}

const refuted = 1;

function id(value: string): string {
  if (/^[1-9]\d{0,18}$/.test(value)) return value;
  throw new InvalidArgumentError("expected an id: digits");
}

function table(value: string): Target {
  const [, dbName, tableName] = /^([^.]+)\.([^.]+)$/.exec(value) ?? [];
  if (dbName !== undefined && tableName !== undefined) return { dbName, tableName };
  throw new InvalidArgumentError("expected <database>.<table>");
}

/** What a run that changes things does and costs, before it does. */
function cost({ migrate, failedJob = [] }: Flags, { dbName, tableName }: Target): string {
  const table = `${dbName}.${tableName}`;
  const copies = migrate
    ? [
        `  up to four migrations of all rows of ${table}, and up to three of its smallest partition, into the project it is mapped to`,
        `  runs by hand of a timer of ${table}`,
        ...failedJob.map(
          (jobId) => `  a retry of what failed in job ${jobId}, which may empty those tables and copy them again`,
        ),
      ]
    : [];
  return `${[
    "This makes and removes, in this account:",
    `  a timer of ${table}, paused at once`,
    `  up to five jobs that set up the schema of ${table} and copy no rows; the empty table stays in the destination`,
    "  two scans of that table, and its migration status set to another value and back",
    ...copies,
    migrate
      ? "It costs compute, traffic and storage as five migrations of that table, and may take an hour; the copied rows stay in the destination."
      : "It costs some seconds of compute.",
    "Choose a small table whose migration does not matter.",
  ].join("\n")}\n`;
}

/** Asks on a terminal; elsewhere only `--yes` agrees. */
async function agreed(flags: Flags, target: Target, io: Io): Promise<boolean> {
  io.stderr.write(cost(flags, target));
  if (flags.yes) return true;
  const flag = flags.migrate ? "--migrate" : "--mutating";
  if (io.stdin.isTTY !== true) throw new UsageError(`${flag} changes things on the account: give --yes to agree`);
  return agrees("Go on? (yes/no) ", io);
}

/** The table that changing checks work on; nothing where only reads are wanted. */
function targetOf({ mutating, migrate, failedJob, table: given }: Flags): Target | undefined {
  if (failedJob !== undefined && !migrate) throw new UsageError("--failed-job needs --migrate");
  if (!mutating && !migrate) return undefined;
  const flag = migrate ? "--migrate" : "--mutating";
  if (given === undefined)
    throw new UsageError(`${flag} needs --table <database>.<table>: a small table to try things on`);
  return given;
}

async function run(flags: Flags, io: Io): Promise<number> {
  const { source: sourceId, failedJob: failedJobs = [] } = flags;
  const target = targetOf(flags);
  if (target !== undefined && !(await agreed(flags, target, io))) return 0;
  const config = resolveConfig({ get: () => undefined, env: io.env });
  const migrate = flags.migrate ? { failedJobs } : undefined;
  const say = (line: string) => void io.stderr.write(`${line}\n`);
  const report = await verify(config, { sourceId, target, migrate, say }, io.clock, io.signal);
  const text = `${JSON.stringify(report, null, 2)}\n`;
  io.stdout.write(flags.json ? text : `${linesOf(report).join("\n")}\n`);
  // After what was found is printed: a file that cannot be written loses none of it.
  if (flags.report !== undefined) writeFileSync(flags.report, text);
  return broken(report).length > 0 ? refuted : 0;
}

/** The subcommand `verify`; it sets the exit code through `exit`. */
export const verifyCommand = (io: Io, exit: (code: number) => void): Command =>
  new Command("verify")
    .description("Find out which assumptions about the service hold on an account. Reads only by default.")
    .requiredOption("--source <id>", "a data source, best one with a few jobs, timers and a finished scan", id)
    .option("--mutating", "also create and remove things, on the table of --table; says what and asks first")
    .option("--migrate", "also migrate the table of --table, several times; says what it costs and asks first")
    .option("--table <database.table>", "a small table of the source, for --mutating and --migrate", table)
    .option("--failed-job <id...>", "failed jobs that --migrate may retry", (value: string, before?: string[]) => [
      ...(before ?? []),
      id(value),
    ])
    .option("--yes", "agree to --mutating and --migrate without a question")
    .option("--json", "print the report as JSON")
    .option("--report <file>", "write the report as JSON to a file; it names no account, object or person")
    .addHelpText(
      "after",
      `
Each row of docs/assumptions.md comes out as confirmed, refuted or not observable, with the reason. --migrate sees more on a
table with partitions (of a text column) than on one without, and includes what --mutating does. Every response of the service is also held
against the OpenAPI document of this package; unknown fields and status words are listed.

Exit codes:
  0  nothing that a promise of docs/guarantees.md rests on was refuted
  1  an assumption was refuted that a promise rests on
  2  an option, a name or the configuration is wrong
  5  the source could not be read: no credentials, no right, no connection

Examples:
  $ npx pulumi-alicloud-mms verify --source 2000015 --report mms-report.json
  $ npx pulumi-alicloud-mms verify --source 2000015 --mutating --table sales.tiny
  $ npx pulumi-alicloud-mms verify --source 2000015 --migrate --table sales.tiny --failed-job 4022`,
    )
    .action(async (flags: Flags) => exit(await run(flags, io)));
