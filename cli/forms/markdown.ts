// A report as Markdown, for a pull request, a ticket or a step summary: what counts, and no table of thousands of rows. Pure.
import { meanings, signs } from "../status/verdicts.js";
import type { Counts, MigrationReport } from "../report/model.js";
import { bytes, clockTime, compact, number, seconds } from "../status/words.js";

/** Rows of each list. */
const most = 20;

/** A text of others as inert text: no markup, no HTML, no link, no mention. */
export const inert = (text: string): string =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, "&#64;")
    .replace(/:\/\//g, "&#58;//")
    .replace(/www\./gi, "www&#46;")
    .replace(/[\\`*_{}[\]()#+!|~$=-]/g, "\\$&");

type Cell = string | { readonly own: string };

/** A row; cells of others are escaped, our own are not. */
const row = (cells: readonly Cell[]): string =>
  `| ${cells.map((cell) => (typeof cell === "string" ? inert(cell) : cell.own)).join(" | ")} |`;

const own = (text: string): Cell => ({ own: text });

function table(heads: readonly string[], rows: readonly (readonly Cell[])[], total = rows.length): string[] {
  if (rows.length === 0) return [];
  const more = total > rows.length ? ["", `… and ${number(total - rows.length)} more`] : [];
  return [row(heads.map(own)), row(heads.map(() => own("---"))), ...rows.map(row), ...more];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", `## ${title}`, "", ...lines];

const counted = (name: string, { total, done, doing, failed, open }: Counts): Cell[] => [
  own(name),
  ...[total, done, doing, failed, open].map((value) => own(number(value))),
];

function facts({ made, where, zone }: MigrationReport): string[] {
  const at = (time: string) => `${clockTime(time, zone.offset)} ${zone.offset}`;
  const stack = where.stack && `stack ${inert(`${where.stack.project}/${where.stack.name}`)}`;
  const sources = where.sources.map(({ id, name, type }) => inert(`${name ?? id} (${type ?? "?"}, source ${id})`));
  return [
    `- Scope: ${[made.scope.kind, inert(made.scope.name)].join(" ")}, ${[...sources, where.region, ...(stack ? [stack] : [])].join(", ")}`,
    `- Made ${at(made.at)}${made.by === undefined ? "" : ` by ${inert(made.by)}`} with pulumi-alicloud-mms ${made.package}, Node ${made.node}${where.stack?.engine === undefined ? "" : `, Pulumi ${inert(where.stack.engine)}`}`,
    ...where.sources.flatMap(({ name, id, inventory }) =>
      inventory?.ageSeconds === undefined
        ? []
        : [`- Inventory of ${inert(name ?? id)}: scan ${inventory.scanId}, ${seconds(inventory.ageSeconds)} old`],
    ),
  ];
}

function figures({ volume, time, pace, zone, verification, retries }: MigrationReport): string[] {
  const about = volume.bytes.estimated ? "about " : "";
  return [
    `- Bytes: ${about}${bytes(volume.bytes.ofDone)} of ${bytes(volume.bytes.total)} (size in the source of what is done)`,
    `- Rows: ${about}${compact(volume.rows.ofDone)} of ${compact(volume.rows.total)}`,
    ...(time.seconds === undefined ? [] : [`- Time: ${seconds(time.seconds)}`]),
    ...(pace === undefined ? [] : [`- Pace: ${number(pace.tasksPerHour)} tasks an hour`]),
    ...(pace?.eta === undefined
      ? []
      : [
          `- Ready about ${[pace.eta.likely, pace.eta.early, pace.eta.late]
            .map((at) => clockTime(at, zone.offset))
            .join(", between ")
            .replace(/, between ([^,]*)$/, " and $1")}`,
        ]),
    `- Row counts: ${number(verification.passed)} tables agree, ${number(verification.differing)} differ, ${number(verification.notAsked)} not compared`,
    `- Retries: ${number(retries.tasks)} tasks`,
  ];
}

function failures({ failures: all }: MigrationReport): string[] {
  const listed = [...all].sort((a, b) => Number(b.log !== undefined) - Number(a.log !== undefined)).slice(0, most);
  const rows = listed.map(({ table: name, partition = "", phase, retries, taskId = "", log = [] }) => [
    name,
    partition,
    phase,
    own(String(retries)),
    taskId,
    own(log.map(inert).join("<br>")),
  ]);
  return table(["table", "partition", "phase", "retries", "task", "last log lines"], rows, all.length);
}

function slowest({ tables }: MigrationReport): string[] {
  const timed = tables.filter(({ seconds: took }) => took !== undefined);
  const rows = timed
    .sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0))
    .slice(0, 10)
    .map(({ table: name, destination = "", word, seconds: took = 0, bytes: size }) => {
      return [name, destination, own(word), own(seconds(took)), own(size === undefined ? "" : bytes(size))];
    });
  return table(["table", "destination", "state", "took", "size"], rows);
}

/** The report as Markdown. */
export function markdown(report: MigrationReport, title: string): string {
  const { verdict, counts, waves, timers, gaps, zone, made, where } = report;
  const waveRows = waves.map(({ name, passed, jobs: { done, total, failed } }) => {
    return [name, own(passed ? "passed" : failed > 0 ? "failed" : "waits"), own(`${done}/${total}`)];
  });
  const timerRows = timers.slice(0, most).map(({ name, id, schedule, paused, nextAt, runs: [last] }) => {
    const next = paused ? "paused" : nextAt === undefined ? "–" : clockTime(nextAt, zone.offset);
    return [
      name ?? id,
      schedule,
      own(next),
      [last?.at && clockTime(last.at, zone.offset), last?.text].filter(Boolean).join(" "),
    ];
  });
  const ids = Object.entries(made.requestIds).map(([name, id]) => [
    own(name),
    own(number(made.requests[name] ?? 0)),
    id,
  ]);
  const lines = [
    `# ${inert(title)}`,
    "",
    `**${signs[verdict.word]} ${verdict.word}**: ${meanings[verdict.word]}`,
    "",
    ...verdict.reasons.map(({ text, fix }) => `- ${inert(text)}${fix === undefined ? "" : ` → ${inert(fix)}`}`),
    ...gaps.map(({ text, effect }) => `- ⚠ ${inert(text)}: ${inert(effect)}`),
    ...section("Totals", [
      ...table(
        ["", "total", "done", "doing", "failed", "open"],
        (["jobs", "tables", "partitions", "tasks"] as const).map((name) => counted(name, counts[name])),
      ),
      "",
      ...figures(report),
    ]),
    ...section("Failed", failures(report)),
    ...section("Waves", table(["wave", "gate", "jobs done"], waveRows)),
    ...section("Slowest tables", slowest(report)),
    ...section("Timers", table(["timer", "schedule", "next run", "last run"], timerRows, timers.length)),
    ...section("Scope", [...facts(report), ...(where.console === undefined ? [] : [`- Console: ${where.console}`])]),
    ...section("Requests", table(["operation", "requests", "last request id"], ids)),
  ];
  return `${lines.join("\n")}\n`;
}
