// `status`: how a migration stands now, once.
import { Command } from "commander";

import { colorsOf } from "../command/colors.js";
import type { Io } from "../command/io.js";
import { count, type ScopeFlags, withScope } from "../command/flags.js";
import { type Target, targetOf } from "../command/scope.js";
import type { MigrationReport } from "../report/model.js";
import { makeReport } from "../report/report.js";
import { screen } from "./screen.js";

/** Exit codes of the commands that judge a migration, for `--help`. */
export const exitCodeHelp = `
Exit codes:
  0  done, and the row counts of every table were compared and agree
  1  ended, and not everything could be migrated: failed, or stopped by somebody
  2  an option, a name or the configuration is wrong; nothing was read
  3  under way (also where some of it has failed already), or not begun
  4  done, but not every table's row counts were compared (enableVerification)
  5  could not be read: no credentials, no right, no connection`;

/** Where a command finds the service and its keys, for `--help`. */
export const accessHelp = `
The region is that of the stack, else of ALIBABA_CLOUD_REGION_ID. Keys come from ALIBABA_CLOUD_ACCESS_KEY_ID and
ALIBABA_CLOUD_ACCESS_KEY_SECRET, or from wherever else the vendor's tools find them; \`doctor\` says which it found.`;

/** Rows of each list of the screen. */
const defaultTop = 10;

/** Failed tasks whose logs are read for a screen. */
const logsOfScreen = 10;

/** Prints why a request waits, so that a slow command says so. */
export const notice =
  ({ stderr }: Io) =>
  (reason: string): void =>
    void stderr.write(`${reason}\n`);

/** A report of a target. */
export const reportOn = (
  target: Target,
  io: Io,
  more: { allTasks: boolean; logs: number; knownLogs?: Map<string, string[]> },
): Promise<MigrationReport> => makeReport({ ...target, ...more, onRetry: notice(io) });

interface Flags extends ScopeFlags {
  readonly json?: true;
  readonly plain?: true;
  readonly top: number;
}

const columnsOf = ({ stdout }: Io): number => stdout.columns ?? 100;

/** A report as the screen of this terminal. */
export const drawn = (report: MigrationReport, io: Io, flags: Pick<Flags, "plain" | "top">): string =>
  screen(report, { colors: colorsOf(io, flags.plain), columns: columnsOf(io), top: flags.top });

/** The subcommand `status`; it sets the exit code through `exit`. */
export const statusCommand = (io: Io, exit: (code: number) => void): Command =>
  withScope(new Command("status"))
    .description("Show how a migration stands: progress, failures, jobs, timers. Reads only.")
    .option("--json", "the whole report as JSON, in the form of migration-report.schema.json")
    .option("--plain", "no colours")
    .option("--top <number>", "rows of each list", count, defaultTop)
    .addHelpText(
      "after",
      `${exitCodeHelp}
${accessHelp}

Examples:
  $ npx pulumi-alicloud-mms status                          the selected stack of the project in this folder
  $ npx pulumi-alicloud-mms status --stack prod --cwd infra
  $ npx pulumi-alicloud-mms status --source hive_demo       every job of a source
  $ npx pulumi-alicloud-mms status --source 2000015 --job 4013 --json`,
    )
    .action(async (flags: Flags) => {
      const target = await targetOf(flags, io);
      const report = await reportOn(target, io, { allTasks: false, logs: logsOfScreen });
      io.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : drawn(report, io, flags));
      exit(report.verdict.exitCode);
    });
