// The results as tables for people.

/** @param {string[]} head @param {Array<Array<string | number>>} rows */
export function table(head, rows) {
  const texts = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_text, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(texts[0] ?? []), rule, ...texts.slice(1).map(line)].join("\n");
}

/** @param {{ median: number, least: number, most: number } | undefined} wall */
const seconds = (wall) => {
  if (wall === undefined) return "";
  const [median, least, most] = [wall.median, wall.least, wall.most].map((ms) => (ms / 1_000).toFixed(1));
  return `${median} (${least}–${most})`;
};

/** @param {Record<string, any>} results */
export function tablesOf({ ups = [], followed = [], startUp = [] }) {
  const parts = [];
  if (ups.length > 0) {
    const head = [
      "`pulumi up` to created",
      "jobs",
      "wall s",
      "× floor",
      "× bare",
      "requests",
      "state kB",
      "× floor",
      "× bare",
    ];
    const rows = ups.map((/** @type {any} */ one) => [
      one.contestant,
      one.jobs,
      seconds(one.up.wallMs),
      one.against.floor.wall.toFixed(2),
      one.against.bare.wall.toFixed(2),
      one.up.requests,
      (one.stateBytes / 1_000).toFixed(0),
      one.against.floor.state.toFixed(2),
      one.against.bare.state.toFixed(2),
    ]);
    parts.push(table(head, rows));
    const again = ups.filter((/** @type {any} */ one) => one.refresh !== undefined);
    const verbs = (/** @type {any} */ one) =>
      ["secondUp", "refresh"].flatMap((verb) => [seconds(one[verb].wallMs), one[verb].requests]);
    const rowsAgain = again.map((/** @type {any} */ one) => [one.contestant, one.jobs, ...verbs(one)]);
    parts.push(table(["once more", "jobs", "no-op up, s", "requests", "refresh, s", "requests"], rowsAgain));
  }
  if (followed.length > 0) {
    const head = [
      "to completion",
      "jobs",
      "limit /s",
      "requests",
      "a job",
      "virtual min",
      "slots held",
      "peak MiB",
      "done",
    ];
    const rows = followed.map((/** @type {any} */ one) => [
      one.contestant,
      one.jobs,
      one.requestsPerSecond ?? "none",
      one.requests,
      (one.requests / one.jobs).toFixed(2),
      Math.round(one.virtualMs / 60_000),
      one.slotsHeldWaiting,
      one.peakRssMiB,
      one.error ? `${one.done}; ${one.error.slice(0, 32)}…` : one.done,
    ]);
    parts.push(table(head, rows));
  }
  if (startUp.length > 0) {
    const ms = (/** @type {any} */ { median, least, most }) =>
      [median, least, most].map((value) => value.toFixed(0)).join(" / ");
    const rows = startUp.map((/** @type {any} */ one) => [one.what, ms(one.ms), one.loadsAlibabaSdk ? "yes" : "no"]);
    parts.push(table(["loading", "ms: median / least / most", "Alibaba SDK"], rows));
  }
  return parts.join("\n\n");
}
