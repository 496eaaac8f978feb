// What failed, with its last log lines.
import { useEffect, useRef } from "preact/hooks";

import type { Failure, MigrationReport } from "../report/model.js";
import { clockTime, number } from "../status/words.js";

/** Failures that are listed; the others stand in the list of tables. */
const most = 200;

function Facts({ failure, offset }: { failure: Failure; offset: string }) {
  const { phase, partition, jobId, taskId, retries, at, log } = failure;
  const facts = [
    `phase ${phase}`,
    partition && `partition ${partition}`,
    jobId && `job ${jobId}`,
    taskId && `task ${taskId}`,
    retries > 0 && `${retries} retries`,
    at && `failed ${clockTime(at, offset)}`,
  ].filter(Boolean);
  return (
    <>
      <p>{facts.join(" · ")}</p>
      {log === undefined ? (
        <p>Its log was not read.</p>
      ) : (
        <pre tabIndex={0} aria-label="Last log lines">
          {log.join("\n")}
        </pre>
      )}
    </>
  );
}

/** The failures of one table, in a window of their own. */
export function LogDialog(props: { title: string; failures: readonly Failure[]; offset: string; close: () => void }) {
  const { title, failures, offset, close } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={close} aria-label={`Log of ${title}`}>
      <h2>{title}</h2>
      {failures.map((failure) => (
        <Facts key={failure.taskId} failure={failure} offset={offset} />
      ))}
      {failures.length === 0 && <p>The inventory says that it failed; no failed task of it was found.</p>}
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

/** The list of failures, those with a log first. */
export function Failures({ report: { failures, zone } }: { report: MigrationReport }) {
  if (failures.length === 0) return null;
  const listed = [...failures].sort((a, b) => Number(b.log !== undefined) - Number(a.log !== undefined)).slice(0, most);
  return (
    <section aria-label="Failed">
      <h2>
        Failed <small>{number(failures.length)} tasks</small>
      </h2>
      {listed.map((failure, index) => (
        <details key={failure.taskId ?? index} open={listed.length <= 3}>
          <summary>
            <strong>{failure.table}</strong> {failure.partition} <em>{failure.phase}</em>{" "}
            <span class="last">{failure.log?.[failure.log.length - 1]}</span>
          </summary>
          <Facts failure={failure} offset={zone.offset} />
        </details>
      ))}
      {failures.length > listed.length && (
        <p>… and {number(failures.length - listed.length)} more, among the tables below.</p>
      )}
    </section>
  );
}
