// Runs the checks of the assumptions against a source, and puts their findings together.
import type { Clock } from "../../provider/clock.js";
import { didYouMean } from "../../provider/lifecycle/did-you-mean.js";
import { type AssumptionId, assumptionIds, assumptions, carriedBy } from "../../provider/mms/assumptions/index.js";
import type { MmsClient } from "../../provider/mms/call.js";
import { createMmsClient } from "../../provider/mms/client.js";
import type { MmsConfig } from "../../provider/mms/config/config.js";
import { AccessDeniedError, MmsApiError, MmsError } from "../../provider/mms/errors.js";
import { UsageError } from "../command/io.js";
import { ResponseCheck, type ResponseReport } from "./responses.js";
import { jobs, start } from "./changes.js";
import { scans, type Site, table, timer } from "./changes-around.js";
import { deletionMeanwhile, moves } from "./migration/runs.js";
import { filters as partitionFilters } from "./migration/filters.js";
import { retries } from "./migration/retries.js";
import { timerRuns } from "./migration/runs-of-timer.js";
import { collect, type Finding, type Findings, type Probe, type Target } from "./finding.js";
import { echoes, envelopes, filters, lists, tasks } from "./reads.js";
import { inventory, source, timers } from "./reads-around.js";

/** One row of a report: an assumption and what was found. */
export interface Row extends Finding {
  readonly id: AssumptionId;
  /** Promises of docs/guarantees.md that do not hold where it is refuted. */
  readonly carries: readonly string[];
}

/** What a run found. It names nothing of the account and can be shared. */
export interface Report {
  readonly package: string;
  readonly region: string;
  readonly changing: boolean;
  readonly migrating: boolean;
  readonly rows: readonly Row[];
  readonly responses: ResponseReport;
  /** Groups of checks that could not be run, with the code of the error. */
  readonly failed: Readonly<Record<string, string>>;
}

export interface VerifyOptions {
  readonly sourceId: string;
  /** The table that changing checks work on; without one, nothing is changed. */
  readonly target?: Target | undefined;
  /** Whether that table is migrated as well, and which failed jobs may be retried. */
  readonly migrate?: { readonly failedJobs: readonly string[] } | undefined;
  readonly say?: (line: string) => void;
}

const reads = { envelopes, lists, filters, echoes, tasks, source, inventory, timers };
const changes: Readonly<Record<string, (site: Site) => Promise<Findings>>> = { timer, table, jobs, start, scans };
const migrations: typeof changes = { moves, deletionMeanwhile, partitionFilters, timerRuns };

/** The groups of checks of a run that changes things, by name. */
function changing({ target, migrate }: VerifyOptions): [string, (site: Site) => Promise<Findings>][] {
  if (target === undefined) return [];
  if (migrate === undefined) return Object.entries(changes);
  const named = migrate.failedJobs.map((jobId, index): [string, (site: Site) => Promise<Findings>] => [
    `retries ${index + 1}`,
    (site) => retries(site, jobId),
  ]);
  return [...Object.entries(changes), ...Object.entries(migrations), ...named];
}

/** Requests a second, where the configuration names no other limit. */
const calm = 5;

/** A code in place of a message, which may quote anything. */
function codeOf(error: unknown): string {
  if (error instanceof AccessDeniedError) return "not allowed";
  if (error instanceof MmsApiError) return `${error.status} ${error.code}`;
  return error instanceof MmsError ? error.name : "unexpected";
}

/** What two groups found of one assumption: a refutation counts more than a confirmation, and that more than nothing. */
function stronger(one: Finding | undefined, other: Finding | undefined): Finding {
  const both = [other, one].filter((each) => each !== undefined);
  return (
    both.find(({ verdict }) => verdict === "refuted") ??
    both.find(({ verdict }) => verdict === "confirmed") ??
    both[0] ?? { verdict: "not observable" }
  );
}

/** Reads what is there, and with a target creates, changes and removes, to find out which assumptions hold. */
export async function verify(
  config: MmsConfig,
  options: VerifyOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<Report> {
  const { sourceId, target, say = () => undefined } = options;
  const responses = new ResponseCheck();
  const limited = { ...config, requestsPerSecond: config.requestsPerSecond ?? calm };
  const client = createMmsClient(limited, clock, undefined, (response) => responses.see(response));
  if (target !== undefined) await mustBeThere(client, sourceId, target);
  const listed = await collect(client.iterate("ListMmsJobs", { sourceId }, { signal }));
  const probe: Probe = { client, clock, signal, sourceId, jobs: listed, target, say };
  const found: Findings = {};
  const failed: Record<string, string> = {};
  const run = async (name: string, check: () => Promise<Findings>): Promise<void> => {
    signal.throwIfAborted();
    try {
      for (const [id, one] of Object.entries(await check()))
        found[id as AssumptionId] = stronger(found[id as AssumptionId], one);
    } catch (error) {
      signal.throwIfAborted();
      failed[name] = codeOf(error);
    }
  };
  for (const [name, check] of Object.entries(reads)) await run(name, () => check(probe));
  if (target !== undefined)
    for (const [name, check] of changing(options)) await run(name, () => check({ ...probe, target }));
  return {
    package: config.userAgent.split(" ")[0] ?? "",
    region: config.region,
    changing: target !== undefined,
    migrating: options.migrate !== undefined,
    rows: assumptionIds.map((id) => ({ id, ...(found[id] ?? { verdict: "not observable" }), carries: carriedBy(id) })),
    responses: responses.report(),
    failed,
  };
}

/** A table that is not in the inventory would refute what is true. */
async function mustBeThere(client: MmsClient, sourceId: string, { dbName, tableName }: Target): Promise<void> {
  const query = { dbName, name: tableName };
  const tables = await collect(client.iterate("ListMmsTables", { sourceId, query }));
  const names = tables.flatMap(({ name }) => name ?? []);
  if (names.includes(tableName)) return;
  const table = `${dbName}.${tableName}`;
  throw new UsageError(
    `--table ${table}: it is not in the inventory of source ${sourceId}${didYouMean(tableName, names)}; give a table that is, or scan the source`,
  );
}

/** Rows that were refuted and on which a promise rests. */
export const broken = ({ rows }: Report): Row[] =>
  rows.filter(({ verdict, carries }) => verdict === "refuted" && carries.length > 0);

/** Why nothing was found of a row. */
function whyNot(id: AssumptionId, { changing, migrating }: Report): string {
  const { check } = assumptions[id];
  if (typeof check !== "string") return check.because;
  if (check === "migration" && !migrating) return "needs --migrate";
  return check === "mutating" && !changing ? "needs --mutating" : "nothing on this source shows it";
}

function rowLine(row: Row, report: Report): string {
  const facts = Object.entries(row.facts ?? {}).map(([name, value]) => `${name} ${String(value)}`);
  const shown = row.verdict === "not observable" ? whyNot(row.id, report) : facts.join(", ");
  return `${row.verdict.padEnd(15)} ${row.id}${shown && ` (${shown})`}`;
}

/** What is refuted, and what does not hold for it. */
const effectsOf = (row: Row): string[] => [
  `${row.id}: ${assumptions[row.id].says}`,
  `  It does not hold here. ${assumptions[row.id].ifFalse}`,
  ...row.carries.map((promise) => `  Not promised here: ${promise}`),
];

/** The last line: how many assumptions came out how. */
function countsOf({ rows, failed }: Report): string {
  const many = (verdict: Row["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const checked = many("confirmed") + many("refuted");
  const groups = Object.keys(failed).length;
  const notRun = groups === 0 ? "" : `; ${groups} group${groups === 1 ? "" : "s"} of checks could not run`;
  return `${checked} of ${rows.length} assumptions checked: ${many("confirmed")} confirmed, ${many("refuted")} refuted; ${many("not observable")} not observable${notRun}`;
}

/** A report as lines for people. */
export function linesOf(report: Report): string[] {
  const { rows, responses, failed } = report;
  const of = (verdict: Row["verdict"]) => rows.filter((row) => row.verdict === verdict);
  const effects = of("refuted").flatMap(effectsOf);
  const about = (what: string, by: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(by).map(([operation, values]) => `${what} of ${operation}: ${values.join(", ")}`);
  return [
    ...(["refuted", "confirmed", "not observable"] as const).flatMap(of).map((row) => rowLine(row, report)),
    ...(effects.length > 0 ? ["", ...effects] : []),
    "",
    `${responses.validated} responses were checked against the OpenAPI document`,
    ...about("does not fit", responses.mismatches),
    ...about("unknown fields", responses.unknownFields),
    ...about("status words", responses.statusWords),
    ...Object.entries(failed).map(([name, code]) => `could not be checked: ${name} (${code})`),
    countsOf(report),
  ];
}
