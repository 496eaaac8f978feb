// The page from top to bottom.
import type { MigrationReport } from "../report/model.js";
import { meanings, signs } from "../status/verdicts.js";
import { bytes, clockTime, compact, number, percent, seconds, tablesDone } from "../status/words.js";
import { Curve } from "./curve.js";
import { Failures } from "./failures.js";
import { Jobs, Tables, Timers, Waves } from "./lists.js";
import { SignOff, Sizes } from "./sign-off.js";

/** How a live page stands to its server. */
export type Link = "none" | "live" | "lost" | "ended";

const links: Readonly<Record<Link, string>> = {
  none: "",
  live: "live",
  lost: "the watch is not there any more; this is the last it said",
  ended: "the watch has ended; this is the end of the migration, or of the watch",
};

/** One figure with its name. */
function Figure({ name, value, more }: { name: string; value: string; more?: string }) {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>
        {value}
        {more && <small>{more}</small>}
      </dd>
    </div>
  );
}

function Figures({ report }: { report: MigrationReport }) {
  const { counts, volume, time, retries, verification, pace, zone } = report;
  const { done, total, failed } = counts.tables;
  const about = volume.bytes.estimated ? "about " : "";
  const at = (text: string) => clockTime(text, zone.offset);
  return (
    <dl class="figures">
      <Figure
        name="Tables"
        value={total === 0 ? "–" : `${percent(done, total)} %`}
        more={total === 0 ? tablesDone(done, total) : `${number(done)} of ${number(total)}`}
      />
      <Figure name="Failed" value={number(failed)} more={`tasks: ${number(report.failures.length)}`} />
      <Figure
        name="Bytes"
        value={about + bytes(volume.bytes.ofDone)}
        more={`of ${bytes(volume.bytes.total)}: size in the source of what is done`}
      />
      <Figure name="Rows" value={about + compact(volume.rows.ofDone)} more={`of ${compact(volume.rows.total)}`} />
      <Figure
        name="Row counts"
        value={`${number(verification.passed)} agree`}
        more={`${number(verification.differing)} differ, ${number(verification.notAsked)} not compared`}
      />
      {time.seconds !== undefined && (
        <Figure name="Time" value={seconds(time.seconds)} more={time.endedAt === undefined ? "so far" : "in all"} />
      )}
      {pace !== undefined && (
        <Figure
          name="Pace"
          value={`${number(pace.tasksPerHour)} tasks/h`}
          more={`over the last ${seconds(pace.windowSeconds)}`}
        />
      )}
      {pace?.eta !== undefined && (
        <Figure name="Ready about" value={at(pace.eta.likely)} more={`${at(pace.eta.early)} to ${at(pace.eta.late)}`} />
      )}
      <Figure name="Retries" value={number(retries.tasks)} more="tasks" />
    </dl>
  );
}

/** The whole page. */
export function App({ title, report, link }: { title: string; report: MigrationReport; link: Link }) {
  const { verdict, counts, gaps, made, zone } = report;
  const { done, total } = counts.tables;
  const summary = `${verdict.word}: ${meanings[verdict.word]}. ${tablesDone(done, total)}.`;
  return (
    <main>
      <header>
        <h1>{title}</h1>
        <p class={`verdict ${verdict.word}`} role="status">
          <span aria-hidden="true">{signs[verdict.word]}</span> {summary}
        </p>
        <progress max={Math.max(1, total)} value={done} aria-label="Tables that are done" />
        <p class="made">
          As of <time dateTime={made.at}>{clockTime(made.at, zone.offset)}</time> ({zone.offset}, the service's zone
          {zone.basis === "assumed" ? " as assumed" : ""})
          {link !== "none" && <span class={`link ${link}`}>{links[link]}</span>}
        </p>
        {verdict.reasons.length + gaps.length > 0 && (
          <ul class="reasons">
            {verdict.reasons.map(({ code, text, fix }) => (
              <li key={code + text}>
                {text}
                {fix && <span class="fix">: {fix}</span>}
              </li>
            ))}
            {gaps.map(({ code, text, effect }) => (
              <li key={code + text} class="gap">
                {text}: {effect}
              </li>
            ))}
          </ul>
        )}
      </header>
      <Figures report={report} />
      <Curve report={report} />
      <Failures report={report} />
      <Tables report={report} />
      <Sizes report={report} />
      <Waves report={report} />
      <Jobs report={report} />
      <Timers report={report} />
      <SignOff report={report} />
    </main>
  );
}
