// What changed between two reports, as lines for people. Pure.
import type { JobRow, MigrationReport, TableRow } from "../report/model.js";
import { jobWord } from "../report/states.js";

const jobName = ({ id, resource, name }: JobRow): string =>
  `job ${id}${(resource ?? name) ? ` (${resource ?? name})` : ""}`;

const jobWords: Readonly<Record<string, string>> = {
  DOING: "● runs",
  DONE: "✓ is done",
  FAILED: "✗ failed",
  GONE: "✗ is no longer on the service",
  stopped: "■ was stopped",
};

function jobChanges(before: readonly JobRow[], now: readonly JobRow[]): string[] {
  const known = new Map(before.map((job) => [job.id, jobWord(job)]));
  return now.flatMap((job) => {
    const state = jobWord(job);
    if (known.get(job.id) === state || jobWords[state] === undefined) return [];
    return [`${jobName(job)} ${jobWords[state]}`];
  });
}

/** Tables listed one by one; of more only the number. */
const toldTables = 10;

function tableChanges(before: readonly TableRow[], now: readonly TableRow[]): string[] {
  const known = new Map(before.map(({ sourceId, table, word }) => [`${sourceId} ${table}`, word]));
  const ended = (word: TableRow["word"]) =>
    now.filter((row) => row.word === word && known.get(`${row.sourceId} ${row.table}`) !== word);
  const [done, failed] = [ended("done"), ended("failed")];
  const each = (rows: readonly TableRow[], sign: string, what: string) => [
    ...rows.slice(0, toldTables).map(({ table }) => `${sign} ${table}`),
    ...(rows.length > toldTables ? [`${sign} and ${rows.length - toldTables} more tables ${what}`] : []),
  ];
  return [...each(failed, "✗", "failed"), ...each(done, "✓", "are done")];
}

/** Lines about what happened since the report before. */
export function changesSince(before: MigrationReport, now: MigrationReport): string[] {
  const { word } = now.verdict;
  return [
    ...jobChanges(before.jobs, now.jobs),
    ...tableChanges(before.tables, now.tables),
    ...(word !== before.verdict.word ? [`${before.verdict.word} → ${word}`] : []),
  ];
}
