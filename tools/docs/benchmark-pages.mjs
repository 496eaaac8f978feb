// Writes what the committed benchmark runs say into README.md and docs/benchmarks.md, between marks; `--check` fails when
// a page says anything else.
import { readFile, writeFile } from "node:fs/promises";

import { table, tablesOf } from "../../bench/report/tables.mjs";

const root = new URL("../../", import.meta.url);
const runs = ["up", "followed", "crowd"].map((name) => `bench/results/${name}/results.json`);
const [up, followed, crowd] = await Promise.all(
  runs.map(async (path) => JSON.parse(await readFile(new URL(path, root), "utf8"))),
);

/**
 * What a run has written, whose shape is that of bench/run.mjs at its time.
 *
 * @typedef {any} Measured
 */

/** @param {string} contestant @param {number} jobs @returns {Measured} */
const upOf = (contestant, jobs) =>
  up.ups.find((/** @type {Measured} */ one) => one.contestant === contestant && one.jobs === jobs);
/** @param {string} contestant @param {number} jobs @param {number} [requestsPerSecond] @returns {Measured} */
const followedBy = (contestant, jobs, requestsPerSecond) =>
  followed.followed.find(
    (/** @type {Measured} */ one) =>
      one.contestant === contestant && one.jobs === jobs && one.requestsPerSecond === requestsPerSecond,
  );
/** @param {string} text @returns {Measured} */
const startOf = (text) => up.startUp.find((/** @type {Measured} */ { what }) => what.startsWith(text));
const importMs = startOf("the package").ms.median;
const times = (/** @type {number} */ ratio) => `${ratio.toFixed(2)} ×`;
const count = (/** @type {number} */ number) => number.toLocaleString("en").replaceAll(",", " ");
const ended = (/** @type {Measured} */ one) =>
  one.error ? `ends with \`${one.error.split(":")[0]}\`` : count(one.requests);

function costs() {
  const gate = followedBy("gate", 500);
  const both = (/** @type {(contestant: string) => string | number} */ of) => [of("ours"), of("naive")];
  return table(
    ["measured", "this package", "naive provider"],
    [
      [
        "requests until 500 jobs of 30 minutes are done, through a gate",
        count(gate.requests),
        count(followedBy("naive", 500).requests),
      ],
      [
        "the same, where the service allows ten a second",
        ended(followedBy("gate", 500, 10)),
        ended(followedBy("naive", 500, 10)),
      ],
      [
        "engine slots held while they run, by the gate",
        gate.slotsHeldWaiting,
        followedBy("naive", 500).slotsHeldWaiting,
      ],
      [
        "requests of `pulumi up`, 500 jobs to `created`, on the engine",
        ...both((one) => count(upOf(one, 500).up.requests)),
      ],
      ["requests of `pulumi refresh`, 500 jobs", ...both((one) => upOf(one, 500).refresh.requests)],
      ["requests of a second `pulumi up`, 500 jobs", ...both((one) => upOf(one, 500).secondUp.requests)],
      ["`pulumi up` of 200 jobs, against no-op resources", ...both((one) => times(upOf(one, 200).against.floor.wall))],
      ["state of 200 jobs, against no-op resources", ...both((one) => times(upOf(one, 200).against.floor.state))],
    ],
  );
}

const ratio = (/** @type {number} */ value) => Number(value.toFixed(2));
const verdict = (/** @type {boolean} */ holds) => (holds ? "yes" : "no");

/** @param {string} what @param {number} most @param {number} value @param {string} [unit] */
const row = (what, most, value, unit = "") => [what, `${most}${unit}`, `${value}${unit}`, verdict(value <= most)];

function aims() {
  const ours = upOf("ours", 200).against;
  const gate = followedBy("gate", 500);
  const limited = followedBy("gate", 500, 10);
  const slope = Number(followed.growth.slopeOfReadsFrom50Jobs.gate.toFixed(2));
  return table(
    ["what", "at most", "measured", "met"],
    [
      row("wall time of 200 jobs to `created`, against `floor`", 1.1, ratio(ours.floor.wall), " ×"),
      row("the same against `bare`", 1.1, ratio(ours.bare.wall), " ×"),
      row("state of 200 jobs, against `floor`", 1.2, ratio(ours.floor.state), " ×"),
      row("the same against `bare`", 1.2, ratio(ours.bare.state), " ×"),
      row("requests of 500 jobs to `created`, on the engine", 700, upOf("ours", 500).up.requests),
      ...nativeAims(),
      row("requests until 500 jobs are done, through a gate", 650, gate.requests),
      row("the same under ten requests a second, all done", 650, limited.done === 500 ? limited.requests : Number.NaN),
      row("slots held by the gate", gate.slots - 1, gate.slotsHeldWaiting),
      ["power with which the gate's reads grow, 50 to 500 jobs", "below 1 (jobs)", slope, verdict(slope < 0.5)],
      row("import of the package above `@pulumi/pulumi`", 30, Math.round(importMs), " ms"),
    ],
  );
}

/** What the native plugin is held to; nothing where the committed run has not measured it. */
function nativeAims() {
  const native = upOf("native", 200)?.against["native-floor"];
  const listening = startOf("the native plugin, from start to its port");
  const served = startOf("the native plugin, from start to its first response");
  return [
    ...(native === undefined
      ? []
      : [
          row("wall time of 200 jobs behind the native plugin, against `native-floor`", 1.1, ratio(native.wall), " ×"),
          row("state of 200 jobs behind it, against `native-floor`", 1.2, ratio(native.state), " ×"),
        ]),
    ...(served === undefined
      ? []
      : [
          row("start of the native plugin, to its port", 150, Math.round(listening.ms.median), " ms"),
          row("the same to its first response", 150, Math.round(served.ms.median), " ms"),
          row("memory of the native plugin", 70, served.rssMiB, " MiB"),
        ]),
  ];
}

/** @param {Measured} results */
function machine(results) {
  const { versions, machine: on, reproduce, measuredAt } = results;
  const where = `Node ${versions.node}, Pulumi ${versions.engine}, ${on.platform}, ${on.cores} cores, load ${on.loadAtStart} at the start`;
  return `\`${reproduce}\`, ${measuredAt.slice(0, 10)}, ${where}:`;
}

/** What of a run depends on its load, beside the load itself, which readers are told to mind. */
const loads = {
  up: "Requests and bytes of state do not depend on the load. Times and their ratios do; load at the start is that of the minute before, and the contestants of a round take turns.",
  followed:
    "Jobs, requests, virtual minutes and slots are counted on virtual time and do not depend on the load. `peak MiB` is measured and can.",
  crowd:
    "`wall s`, `slowest × median`, `requests` and `throttled` are of real time and depend on the load: this run was above the number of cores, so read them as orders of magnitude. `ended` and `jobs done` do not.",
};

/** @param {keyof typeof loads} name @param {Measured} results */
function loadNote(name, { machine: on }) {
  const isAbove = on.loadAtStart >= on.cores;
  return isAbove ? `\n\nLoad ${on.loadAtStart} on ${on.cores} cores. ${loads[name]}` : "";
}

const blocks = {
  costs: costs(),
  aims: aims(),
  up: `${machine(up)}\n\n${tablesOf(up)}${loadNote("up", up)}`,
  followed: `${machine(followed)}\n\n${tablesOf(followed)}${loadNote("followed", followed)}`,
  crowd: `${machine(crowd)}\n\n${tablesOf(crowd)}${loadNote("crowd", crowd)}`,
};

/** Figures in sentences, each by the text that it stands in. @type {readonly [RegExp, Measured][]} */
const quoted = [
  [/(?<=500 jobs of 30 minutes behind a gate take )[\d ]+(?= requests)/, followedBy("gate", 500)],
  [/(?<=a polling script takes )[\d ]+(?= \()/, followedBy("naive", 500)],
];

const check = process.argv.includes("--check");
for (const page of ["README.md", "docs/benchmarks.md"]) {
  const file = new URL(page, root);
  const before = await readFile(file, "utf8");
  const withTables = before.replace(
    /(<!-- measured: (\w+) -->\n)[^]*?(\n<!-- end -->)/g,
    (_all, begin, name, end) => `${begin}\n${blocks[/** @type {keyof typeof blocks} */ (name)]}\n${end}`,
  );
  const after = quoted.reduce((text, [place, one]) => text.replace(place, count(one.requests)), withTables);
  if (after === before) continue;
  if (!check) await writeFile(file, after);
  else {
    console.error(`${page} does not say what bench/results says: run \`npm run generate\` and commit the result`);
    process.exitCode = 1;
  }
}
