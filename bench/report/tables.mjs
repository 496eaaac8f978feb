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

/** A ratio to a reference; nothing where that did not run. @param {any} one @param {string} name @param {"wall" | "state"} what */
const ratio = ({ against }, name, what) => against[name]?.[what].toFixed(2) ?? "";

/** @param {any[]} natives */
function nativeTable(natives) {
  const head = [
    "native plugin, to created",
    "jobs",
    "wall s",
    "× native-floor",
    "requests",
    "state kB",
    "× native-floor",
  ];
  const rows = natives.map((one) => [
    one.contestant,
    one.jobs,
    seconds(one.up.wallMs),
    ratio(one, "native-floor", "wall"),
    one.up.requests,
    (one.stateBytes / 1_000).toFixed(0),
    ratio(one, "native-floor", "state"),
  ]);
  return table(head, rows);
}

/** @param {any[]} crowds */
function crowdTable(crowds) {
  const head = [
    "stacks at once",
    "jobs each",
    "limit /s",
    "ended",
    "jobs done",
    "wall s",
    "slowest × median",
    "requests",
    "throttled",
  ];
  const rows = crowds.map((one) => [
    one.stacks,
    one.jobsEach,
    one.requestsPerSecond,
    one.ended,
    one.jobsDone,
    seconds(one.wallMs),
    one.slowestToMedian.toFixed(2),
    one.requests,
    one.throttled,
  ]);
  return table(head, rows);
}

/** @param {Record<string, any>} results */
export function tablesOf({ ups = [], followed = [], startUp = [], crowd = [] }) {
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
    const isNative = (/** @type {any} */ one) => one.contestant.startsWith("native");
    const rows = ups
      .filter((/** @type {any} */ one) => !isNative(one))
      .map((/** @type {any} */ one) => [
        one.contestant,
        one.jobs,
        seconds(one.up.wallMs),
        ratio(one, "floor", "wall"),
        ratio(one, "bare", "wall"),
        one.up.requests,
        (one.stateBytes / 1_000).toFixed(0),
        ratio(one, "floor", "state"),
        ratio(one, "bare", "state"),
      ]);
    if (rows.length > 0) parts.push(table(head, rows));
    const natives = ups.filter(isNative);
    if (natives.length > 0) parts.push(nativeTable(natives));
    const again = ups.filter((/** @type {any} */ one) => one.refresh !== undefined);
    const verbs = (/** @type {any} */ one) =>
      ["secondUp", "refresh"].flatMap((verb) => [seconds(one[verb].wallMs), one[verb].requests]);
    const rowsAgain = again.map((/** @type {any} */ one) => [one.contestant, one.jobs, ...verbs(one)]);
    const headAgain = ["once more", "jobs", "no-op up, s", "requests", "refresh, s", "requests"];
    if (rowsAgain.length > 0) parts.push(table(headAgain, rowsAgain));
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
    const rows = startUp.map((/** @type {any} */ one) => [
      one.what,
      ms(one.ms),
      one.loadsAlibabaSdk ? "yes" : "no",
      one.rssMiB ?? "",
    ]);
    const isMeasured = startUp.some((/** @type {any} */ one) => one.rssMiB !== undefined);
    const columns = ["loading", "ms: median / least / most", "Alibaba SDK", "MiB"].slice(0, isMeasured ? 4 : 3);
    parts.push(
      table(
        columns,
        rows.map((/** @type {any[]} */ row) => row.slice(0, columns.length)),
      ),
    );
  }
  if (crowd.length > 0) parts.push(crowdTable(crowd));
  return parts.join("\n\n");
}
