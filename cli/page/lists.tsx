// Tables, jobs, waves and timers.
import { useMemo, useState } from "preact/hooks";

import type { Failure, JobRow, MigrationReport, TableRow } from "../report/model.js";
import { jobWord } from "../report/states.js";
import { bytes, clockTime, compact, number, seconds } from "../status/words.js";
import { BigTable, type Column } from "./big-table.js";
import { LogDialog } from "./failures.js";
import { Heads } from "./heads.js";

const signs: Readonly<Record<TableRow["word"], string>> = {
  done: "✓",
  doing: "●",
  failed: "✗",
  partly: "◐",
  open: "○",
};

const figure = (digits: string | undefined): number | undefined => (digits === undefined ? undefined : Number(digits));
const orDash = (text: string | undefined): string => text ?? "–";

const columnsOf = (open: (row: TableRow) => void): Column<TableRow>[] => [
  { name: "Table", by: ({ table }) => table, show: ({ table }) => <span title={table}>{table}</span> },
  {
    name: "State",
    by: ({ word }) => word,
    show: (row) => (
      <>
        <span aria-hidden="true">{signs[row.word]}</span> {row.word}
        {row.word === "failed" && (
          <button type="button" class="log" onClick={() => open(row)} aria-label={`Log of ${row.table}`}>
            log
          </button>
        )}
      </>
    ),
  },
  {
    name: "Partitions",
    isNumber: true,
    by: ({ partitions }) => partitions,
    show: ({ partitions, partitionsDone }) =>
      partitions === undefined ? "–" : `${number(partitionsDone ?? 0)}/${number(partitions)}`,
  },
  { name: "Rows", isNumber: true, by: ({ rows }) => figure(rows), show: ({ rows }) => (rows ? compact(rows) : "–") },
  {
    name: "Size",
    isNumber: true,
    by: ({ bytes: size }) => figure(size),
    show: ({ bytes: size }) => (size ? <span title={`${size} bytes`}>{bytes(size)}</span> : "–"),
  },
  {
    name: "Took",
    isNumber: true,
    by: (row) => row.seconds,
    show: (row) => (row.seconds === undefined ? "–" : seconds(row.seconds)),
  },
  { name: "Retries", isNumber: true, by: ({ retries }) => retries, show: ({ retries }) => orDash(retries?.toString()) },
  {
    name: "Row counts",
    by: ({ verified }) => (verified === undefined ? undefined : String(verified)),
    show: ({ verified }) => (verified === undefined ? "–" : verified ? "agree" : "differ"),
  },
  {
    name: "Destination",
    by: ({ destination }) => destination,
    show: ({ destination }) => <span title={destination}>{orDash(destination)}</span>,
  },
];

/** Every table. */
export function Tables({ report }: { report: MigrationReport }) {
  const [shown, setShown] = useState<TableRow>();
  const columns = useMemo(() => columnsOf(setShown), []);
  const of = (row: TableRow): Failure[] =>
    report.failures.filter(({ table, sourceId }) => table === row.table && sourceId === row.sourceId);
  return (
    <>
      <BigTable
        caption="Tables"
        rows={report.tables}
        columns={columns}
        keyOf={({ sourceId, table }) => `${sourceId} ${table}`}
        textOf={({ table, destination = "" }) => `${table} ${destination}`}
        stateOf={({ word }) => word}
      />
      {shown !== undefined && (
        <LogDialog
          title={shown.table}
          failures={of(shown)}
          offset={report.zone.offset}
          close={() => setShown(undefined)}
        />
      )}
    </>
  );
}

const jobColumns = (offset: string): Column<JobRow>[] => [
  { name: "Job", by: ({ id }) => Number(id), show: ({ id }) => id },
  {
    name: "Name",
    by: ({ resource, name }) => resource ?? name,
    show: ({ resource, name }) => orDash(resource ?? name),
  },
  { name: "Database", by: ({ database }) => database, show: ({ database }) => orDash(database) },
  { name: "State", by: jobWord, show: jobWord },
  {
    name: "Tasks",
    isNumber: true,
    by: ({ tasks }) => tasks.done,
    show: ({ tasks }) => `${number(tasks.done)}/${number(tasks.total)}`,
  },
  { name: "Failed", isNumber: true, by: ({ tasks }) => tasks.failed, show: ({ tasks }) => number(tasks.failed) },
  {
    name: "Started",
    by: ({ startedAt }) => startedAt,
    show: ({ startedAt }) => (startedAt ? clockTime(startedAt, offset) : "–"),
  },
  { name: "Ended", by: ({ endedAt }) => endedAt, show: ({ endedAt }) => (endedAt ? clockTime(endedAt, offset) : "–") },
];

/** Every job. */
export function Jobs({ report }: { report: MigrationReport }) {
  const { jobs, zone } = report;
  const columns = useMemo(() => jobColumns(zone.offset), [zone.offset]);
  if (jobs.length === 0) return null;
  return (
    <BigTable
      caption="Jobs"
      rows={jobs}
      columns={columns}
      keyOf={({ sourceId, id }) => `${sourceId} ${id}`}
      textOf={({ id, name = "", resource = "", database = "" }) => `${id} ${name} ${resource} ${database}`}
      stateOf={jobWord}
    />
  );
}

/** Waves of a stack. */
export function Waves({ report: { waves } }: { report: MigrationReport }) {
  if (waves.length === 0) return null;
  return (
    <section aria-label="Waves">
      <h2>Waves</h2>
      <table>
        <Heads names={["Wave", "Gate", "Jobs done", "Failed"]} />
        <tbody>
          {waves.map(({ name, passed, jobs }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{passed === true ? "passed" : "not passed"}</td>
              <td>
                {jobs.done}/{jobs.total}
              </td>
              <td>{jobs.failed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Timers with their runs. */
export function Timers({ report: { timers, zone } }: { report: MigrationReport }) {
  if (timers.length === 0) return null;
  const at = (time: string | undefined) => (time === undefined ? "–" : clockTime(time, zone.offset));
  return (
    <section aria-label="Timers">
      <h2>Timers</h2>
      <table>
        <Heads names={["Timer", "Schedule", "Next run", "Last runs"]} />
        <tbody>
          {timers.map(({ id, name, schedule, paused, nextAt, runs }) => (
            <tr key={id}>
              <td>{name ?? id}</td>
              <td>{schedule}</td>
              <td>{paused ? "paused" : at(nextAt)}</td>
              <td>
                {runs.length === 0
                  ? "–"
                  : runs.map((run) => <div>{`${at(run.at)} ${run.text ?? run.status ?? ""}`}</div>)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
