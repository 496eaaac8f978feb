// `report`: everything about a migration as a document: HTML, Markdown or JSON.
import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";

import { Command, Option } from "commander";
import picocolors from "picocolors";

import { type Io, messageOf, UsageError } from "../command/io.js";
import { count, type ScopeFlags, withScope } from "../command/flags.js";
import { targetOf } from "../command/scope.js";
import { clean } from "../report/clean.js";
import type { MigrationReport } from "../report/model.js";
import { accessHelp, exitCodeHelp, reportOn } from "../status/command.js";
import { screen } from "../status/screen.js";
import { pageBundle } from "./bundle.js";
import { htmlPage } from "./html.js";
import { markdown } from "./markdown.js";

const formats = ["html", "markdown", "json"] as const;
type Format = (typeof formats)[number];

const byExtension: Readonly<Record<string, Format>> = {
  ".html": "html",
  ".htm": "html",
  ".md": "markdown",
  ".json": "json",
};

interface Flags extends ScopeFlags {
  readonly format?: Format;
  readonly out?: string;
  readonly from?: string;
  readonly title?: string;
  readonly logs: number;
}

/** Failed tasks whose logs are read for a document. */
const logsOfReport = 100;

/** The report as plain text, without colours. */
export const plainText = (report: MigrationReport): string =>
  screen(report, { colors: picocolors.createColors(false), columns: 100, top: 50 });

export const titleOf = ({ made, where }: MigrationReport): string =>
  `Migration of ${made.scope.kind === "source" ? (where.sources[0]?.name ?? made.scope.name) : `${made.scope.kind} ${made.scope.name}`}`;

function written(report: MigrationReport, format: Format, title: string): string {
  if (format === "json") return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === "markdown") return markdown(report, title);
  return htmlPage(report, pageBundle(), { title, plain: plainText(report) }).html;
}

/** Writes a file whole or not at all. */
function writeWhole(path: string, text: string): void {
  const part = `${path}.${randomUUID()}.part`;
  try {
    writeFileSync(part, text, { flag: "wx" });
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw new UsageError(`--out ${path}: ${messageOf(error)}`);
  }
}

/** A report that was stored as JSON; cleaned again, since anybody may have written it. */
function stored(path: string): MigrationReport {
  try {
    const report = clean(JSON.parse(readFileSync(path, "utf8")) as MigrationReport);
    if (report.schema === "migration-report/1") return report;
  } catch (error) {
    throw new UsageError(`--from ${path}: ${messageOf(error)}`);
  }
  throw new UsageError(`--from ${path}: this is no report of this version; write one with --format json`);
}

/** The subcommand `report`. */
export const reportCommand = (io: Io, exit: (code: number) => void): Command =>
  withScope(new Command("report"))
    .description(
      "Write everything about a migration as a document, for sign-off, a pull request or an archive. Reads only.",
    )
    .addOption(
      new Option("--format <form>", "form of the document; without it the ending of --out says, else markdown").choices(
        formats,
      ),
    )
    .option("--out <file>", "file to write; without it the document is printed")
    .option(
      "--from <file>",
      "write the document from a report that was saved with --format json; sends the service no request",
    )
    .option("--title <text>", "heading of the document")
    .option("--logs <number>", "of how many failed tasks the log is read", count, logsOfReport)
    .addHelpText(
      "after",
      `
html is one file that opens offline in any browser, with every table; markdown holds what fits a pull request.
${exitCodeHelp}
${accessHelp}

Examples:
  $ npx pulumi-alicloud-mms report --stack prod --out report.html
  $ npx pulumi-alicloud-mms report --source hive_demo >> "$GITHUB_STEP_SUMMARY"
  $ npx pulumi-alicloud-mms report --source 2000015 --out report.json
  $ npx pulumi-alicloud-mms report --from report.json --out report.html`,
    )
    .action(async (flags: Flags) => {
      const { out, from, logs } = flags;
      const format = flags.format ?? byExtension[extname(out ?? "").toLowerCase()] ?? "markdown";
      const report =
        from === undefined
          ? await reportOn(await targetOf(flags, io), io, { allTasks: true, logs })
          : stored(resolve(io.cwd, from));
      const text = written(report, format, flags.title ?? titleOf(report));
      if (out === undefined) io.stdout.write(text);
      else writeWhole(resolve(io.cwd, out), text);
      if (out !== undefined) io.stderr.write(`wrote ${resolve(io.cwd, out)}; verdict: ${report.verdict.word}\n`);
      exit(report.verdict.exitCode);
    });
