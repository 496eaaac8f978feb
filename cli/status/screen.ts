// A report on a terminal, or in a log: the same words, with colours and a bar where there is room for them. Pure.
import Table from "cli-table3";

import type { Colors } from "../command/colors.js";
import type { Counts, MigrationReport, TableRow, VerdictWord } from "../report/model.js";
import { jobWord, rank } from "../report/states.js";
import { meanings, signs } from "./verdicts.js";
import { bytes, clockTime, compact, number, percent, seconds, tablesDone } from "./words.js";

/** How a screen is drawn. */
export interface ScreenOptions {
  readonly colors: Colors;
  readonly columns: number;
  /** Rows of each list. */
  readonly top: number;
}

export function painted(word: VerdictWord, text: string, colors: Colors): string {
  if (word === "verified" || word === "unverified") return colors.green(text);
  if (word === "failed" || word === "failing" || word === "stopped") return colors.red(text);
  return word === "running" ? colors.cyan(text) : colors.yellow(text);
}

/** A bar of so many letters. */
export function bar(part: number, of: number, width: number): string {
  const full = Math.round((percent(part, of) / 100) * width);
  return "█".repeat(full) + "░".repeat(width - full);
}

const borderless = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
  ].map((name) => [name, ""]),
);

/** Rows in columns; those that are too long for the screen are cut at the end. */
function table(rows: readonly (readonly string[])[], right: readonly number[], widths?: (number | null)[]): string {
  const colAligns = (rows[0] ?? []).map(
    (_cell, index) => (right.includes(index) ? "right" : "left") as "right" | "left",
  );
  const drawn = new Table({
    chars: { ...borderless, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colAligns,
    ...(widths === undefined ? {} : { colWidths: widths }),
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function head(report: MigrationReport, { colors }: ScreenOptions): string[] {
  const { where, verdict, zone, gaps } = report;
  const names = where.sources.map(({ id, name, type }) => `${name ?? id}${type === undefined ? "" : ` (${type})`}`);
  const stack = where.stack === undefined ? [] : [`stack ${where.stack.project}/${where.stack.name}`];
  const title = [names.join(", "), where.region, ...stack].join(" · ");
  const [first, ...more] = verdict.reasons;
  const wayOut = (fix: string | undefined) => (fix === undefined ? [] : [`  → ${fix}`]);
  const word = painted(verdict.word, `${signs[verdict.word]} ${verdict.word}`, colors);
  const lines = [colors.bold(title), `${word}: ${meanings[verdict.word]}${first ? `; ${first.text}` : ""}`];
  lines.push(...wayOut(first?.fix));
  for (const { text, fix } of more) lines.push(`  ${text}`, ...wayOut(fix));
  for (const { id, name, inventory } of where.sources) {
    if (inventory?.ageSeconds === undefined) continue;
    const of = where.sources.length > 1 ? ` of ${name ?? id}` : "";
    lines.push(colors.dim(`inventory${of} as of scan ${inventory.scanId}, ${seconds(inventory.ageSeconds)} old`));
  }
  lines.push(colors.dim(`times in ${zone.offset}, the service's zone${zone.basis === "assumed" ? " as assumed" : ""}`));
  for (const { code, text, effect } of gaps)
    if (code !== "zone-assumed") lines.push(colors.yellow(`! ${text}: ${effect}`));
  return lines;
}

const countRow = (name: string, { total, done, doing, failed, open }: Counts): string[] => [
  name,
  ...[total, done, doing, failed, open].map(number),
];

function totals(report: MigrationReport, { columns, colors }: ScreenOptions): string[] {
  const { counts, volume, verification, retries, time } = report;
  const rows = [
    ["", "total", "done", "doing", "failed", "open"],
    countRow("jobs", counts.jobs),
    countRow("tables", counts.tables),
    ...(counts.partitions.total > 0 ? [countRow("partitions", counts.partitions)] : []),
    countRow("tasks", counts.tasks),
  ];
  const { done, total } = counts.tables;
  const width = Math.min(40, columns - 20);
  const about = volume.bytes.estimated ? "about " : "";
  const without = volume.bytes.unknownFor > 0 ? `; ${number(volume.bytes.unknownFor)} tables have no size` : "";
  if (total === 0) return [table(rows, [1, 2, 3, 4, 5])];
  return [
    table(rows, [1, 2, 3, 4, 5]),
    "",
    `${colors.cyan(bar(done, total, width))} ${tablesDone(done, total)}`,
    `bytes     ${about}${bytes(volume.bytes.ofDone)} of ${bytes(volume.bytes.total)}, the source's size of what is done${without}`,
    `rows      ${about}${compact(volume.rows.ofDone)} of ${compact(volume.rows.total)}`,
    ...(time.seconds === undefined
      ? []
      : [`time      ${seconds(time.seconds)}${time.endedAt ? " in all" : " so far"}`]),
    ...paceLines(report),
    `verified  ${number(verification.passed)} of ${number(verification.asked + verification.notAsked)} finished tables; ${number(verification.differing)} differ`,
    ...(retries.tasks > 0 ? [`retries   ${number(retries.tasks)} tasks, one of them ${retries.most} times`] : []),
  ];
}

function paceLines({ pace, zone }: MigrationReport): string[] {
  if (pace === undefined) return [];
  const { tasksPerHour, bytesPerHour, windowSeconds, eta } = pace;
  const volume = bytesPerHour === undefined ? "" : `, ${bytes(bytesPerHour)}/h`;
  const at = (time: string) => clockTime(time, zone.offset);
  return [
    `pace      ${number(tasksPerHour)} tasks/h${volume} over the last ${seconds(windowSeconds)}`,
    ...(eta === undefined ? [] : [`ready     about ${at(eta.likely)} (${at(eta.early)} to ${at(eta.late)})`]),
  ];
}

function jobs(report: MigrationReport, { top, colors }: ScreenOptions): string[] {
  const { waves } = report;
  const waveRows = waves.map(({ name, passed, jobs: { done, total, failed } }) => [
    name,
    passed === true ? "passed" : failed > 0 ? "failed" : "waits",
    `${done}/${total} jobs`,
  ]);
  const telling = [...report.jobs].sort((a, b) => rank(a) - rank(b));
  const rows = telling
    .slice(0, top)
    .map((job) => [
      job.id,
      job.resource ?? job.name ?? "",
      jobWord(job),
      `${number(job.tasks.done)}/${number(job.tasks.total)} tasks`,
      job.tasks.failed > 0 ? `${number(job.tasks.failed)} failed` : "",
    ]);
  const more = report.jobs.length - rows.length;
  return [
    ...(waveRows.length > 0 ? ["", colors.bold("Waves"), table(waveRows, [2])] : []),
    ...(rows.length > 0 ? ["", colors.bold("Jobs"), table(rows, [3])] : []),
    ...(more > 0 ? [colors.dim(`… and ${number(more)} more`)] : []),
  ];
}

function failures(report: MigrationReport, { top, colors, columns }: ScreenOptions): string[] {
  const { failures: all, zone } = report;
  if (all.length === 0) return [];
  // Those with a log first: each table has one in each phase.
  const listed = [...all].sort((a, b) => Number(b.log !== undefined) - Number(a.log !== undefined)).slice(0, top);
  const lines = listed.flatMap(({ table: name, partition, phase, retries, at, log = [] }) => {
    const facts = [phase, ...(retries > 0 ? [`${retries} retries`] : []), ...(at ? [clockTime(at, zone.offset)] : [])];
    const title = `${colors.red("✗")} ${name}${partition === undefined ? "" : ` (${partition})`}  ${facts.join(" · ")}`;
    return [title, ...log.map((line) => `    ${line.length > columns - 4 ? `${line.slice(0, columns - 5)}…` : line}`)];
  });
  const more = all.length - listed.length;
  return ["", colors.bold("Failed"), ...lines, ...(more > 0 ? [colors.dim(`… and ${number(more)} more`)] : [])];
}

const bySeconds = (a: TableRow, b: TableRow): number => (b.seconds ?? 0) - (a.seconds ?? 0);

function slowest({ tables }: MigrationReport, { top, colors }: ScreenOptions): string[] {
  const timed = tables.filter(({ seconds: took }) => took !== undefined);
  const rows = timed
    .sort(bySeconds)
    .slice(0, Math.min(5, top))
    .map(({ table: name, seconds: took = 0, bytes: size, word }) => [
      name,
      word,
      seconds(took),
      size ? bytes(size) : "",
    ]);
  return rows.length === 0 ? [] : ["", colors.bold("Slowest tables"), table(rows, [3])];
}

function timers({ timers: all, zone }: MigrationReport, { top, colors }: ScreenOptions): string[] {
  if (all.length === 0) return [];
  const at = (time: string | undefined) => (time === undefined ? "–" : clockTime(time, zone.offset));
  const rows = all
    .slice(0, top)
    .map(({ name, id, schedule, paused, nextAt, runs: [last] }) => [
      name ?? id,
      schedule,
      paused ? "paused" : `next ${at(nextAt)}`,
      last === undefined ? "has not run" : `last ${at(last.at)} ${last.status ?? ""} ${last.text ?? ""}`,
    ]);
  return ["", colors.bold("Timers"), table(rows, [])];
}

/** The screen, line by line. */
export function screen(report: MigrationReport, options: ScreenOptions): string {
  const parts = [
    ...head(report, options),
    "",
    ...totals(report, options),
    ...failures(report, options),
    ...jobs(report, options),
    ...slowest(report, options),
    ...timers(report, options),
    ...(report.where.console === undefined ? [] : ["", `console: ${report.where.console}`]),
  ];
  return `${parts.join("\n")}\n`;
}
