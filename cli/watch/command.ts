// `watch`: a migration as it goes on, until nothing of it is under way.
import { Command } from "commander";

import { isTerminal } from "../command/colors.js";
import type { Io } from "../command/io.js";
import { pageBundle } from "../forms/bundle.js";
import { plainText, titleOf } from "../forms/command.js";
import { type LivePage, servePage } from "../live/server.js";
import { port } from "../../emulator/cli.js";
import { duration, type ScopeFlags, withScope } from "../command/flags.js";
import { targetOf } from "../command/scope.js";
import { signs } from "../status/verdicts.js";
import { accessHelp, drawn, exitCodeHelp, reportOn } from "../status/command.js";
import { clockTime, number } from "../status/words.js";
import type { MigrationReport } from "../report/model.js";
import { fitted } from "./fit.js";
import { Following } from "./following.js";
import { type Round, watch } from "./watch.js";

interface Flags extends ScopeFlags {
  readonly json?: true;
  readonly plain?: true;
  readonly interval?: number;
  readonly timeout?: number;
  readonly web?: true;
  readonly port: number;
}

/** Failed tasks whose logs a watch reads; each is read once. */
const logsOfWatch = 10;

/** Without news a line comes this often: pipelines end what is silent. */
const heartbeatMs = 300_000;

/** Last changes below the screen. */
const shownChanges = 5;

/** Rows that the screen needs beside its lists. */
const fixedRows = 26;

/** One line on how it stands. */
export function line({ verdict, counts, pace, zone, made }: MigrationReport): string {
  const parts = [
    `${signs[verdict.word]} ${verdict.word}`,
    `${number(counts.tables.done)}/${number(counts.tables.total)} tables`,
    `${number(counts.tasks.done)}/${number(counts.tasks.total)} tasks`,
    ...(counts.tasks.failed > 0 ? [`${number(counts.tasks.failed)} failed`] : []),
    ...(pace === undefined ? [] : [`${number(pace.tasksPerHour)} tasks/h`]),
    ...(pace?.eta === undefined ? [] : [`ready about ${clockTime(pace.eta.likely, zone.offset)}`]),
  ];
  return `${clockTime(made.at, zone.offset)}  ${parts.join("  ")}`;
}

type Show = (round: Round) => void;

/** Repaints the screen in place, with the last changes below it. */
async function onTerminal(io: Io, flags: Flags): Promise<Show> {
  const paint = await io.painter();
  const last: string[] = [];
  return ({ report, changes }) => {
    // Read each time: windows change.
    const { rows = 40, columns = 100 } = io.stdout;
    const top = Math.max(3, Math.floor((rows - fixedRows) / 3));
    last.push(...changes.map((text) => `${clockTime(report.made.at, report.zone.offset)}  ${text}`));
    last.splice(0, last.length - shownChanges);
    paint(fitted(drawn(report, io, { ...flags, top }), last, { rows, columns }));
  };
}

/** A line per change, and one now and then without any. */
function lineByLine({ stdout, clock }: Io): Show {
  let printedMs = -Infinity;
  return ({ report, changes }) => {
    for (const text of changes) stdout.write(`${clockTime(report.made.at, report.zone.offset)}  ${text}\n`);
    const now = clock.now();
    if (changes.length === 0 && report.verdict.exitCode === 3 && now - printedMs < heartbeatMs) return;
    printedMs = now;
    stdout.write(`${line(report)}\n`);
  };
}

/** One object a round. */
const asJson =
  ({ stdout }: Io): Show =>
  ({ report: { made, verdict, counts, volume, pace }, changes }) =>
    void stdout.write(`${JSON.stringify({ at: made.at, verdict, counts, volume, pace, changes })}\n`);

async function showFor(io: Io, flags: Flags): Promise<Show> {
  if (flags.json) return asJson(io);
  return isTerminal(io, flags.plain) ? onTerminal(io, flags) : lineByLine(io);
}

async function openPage({ stderr }: Io, flags: Flags): Promise<LivePage> {
  const page = await servePage({ port: flags.port, bundle: pageBundle(), titleOf, plainOf: plainText });
  stderr.write(`page: ${page.url}\n`);
  return page;
}

/** The subcommand `watch`. */
export const watchCommand = (io: Io, exit: (code: number) => void): Command =>
  withScope(new Command("watch"))
    .description("Follow a migration until nothing of it is under way. Reads only; ending it stops nothing.")
    .option("--json", "one JSON object a round")
    .option("--plain", "a line per change in place of a screen, as where there is no terminal")
    .option("--interval <duration>", "time between rounds; without it 4 s at first, up to a minute later", duration)
    .option("--timeout <duration>", "end after this time whatever is under way, with exit code 3", duration)
    .option("--web", "show it as a page too, on this machine, at the address that is printed")
    .option("--port <number>", "port of the page; 0 takes a free one", port, 0)
    .addHelpText(
      "after",
      `${exitCodeHelp}
  130  Ctrl-C: the watching ends, the migration goes on

It goes on as long as the code is 3, also while no job moves what is still open: the next wave may begin at any time.
--timeout ends it. A stack is read again each round, so that the jobs of later waves are followed too.
${accessHelp}

Examples:
  $ npx pulumi-alicloud-mms watch                                 the selected stack of this folder
  $ npx pulumi-alicloud-mms watch --source hive_demo --timeout 6h || notify-the-team
  $ npx pulumi-alicloud-mms watch --stack prod --web              and open the printed address in a browser`,
    )
    .action(async (flags: Flags) => {
      const { clock, signal } = io;
      const following = new Following(await targetOf(flags, io), io);
      const knownLogs = new Map<string, string[]>();
      const read = async () => reportOn(await following.next(), io, { allTasks: false, logs: logsOfWatch, knownLogs });
      const isPending = () => following.isPending;
      const { interval: intervalMs, timeout: timeoutMs } = flags;
      const page = flags.web ? await openPage(io, flags) : undefined;
      const print = await showFor(io, flags);
      const show = (round: Round) => {
        page?.show(round.report);
        print(round);
      };
      try {
        const { verdict } = await watch({ clock, signal, intervalMs, timeoutMs, read, isPending, show });
        exit(verdict.exitCode);
      } finally {
        await page?.close();
      }
    });
