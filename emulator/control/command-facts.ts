// Every command: what it does and what it takes. Arguments are checked against this table, and the docs are written from it.
import { operationNames } from "../../provider/mms/operations.js";
import type { Commands } from "./commands.js";

/** One argument: its name in messages, and its JSON schema. */
interface Argument {
  readonly name: string;
  readonly schema: object;
  readonly optional?: true;
}

/** One command. */
export interface CommandFacts {
  readonly does: string;
  readonly takes: readonly Argument[];
}

/** Longest time that may pass or be set at once, in milliseconds: fifty years. */
const longestMs = 50 * 366 * 86_400_000;

const duration = { type: "number", minimum: 0, maximum: longestMs };
const count = { type: "integer", minimum: 1, maximum: 1_000_000 };
const text = { type: "string" };
const name = { type: "string", minLength: 1 };
const flag = { type: "boolean" };
const names = { type: "array", items: name };
const phases = ["SCHEMA", "DATA", "VERIFICATION"];
const object = (properties: Readonly<Record<string, object>>, required: readonly string[] = []): object => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
/** An object that has to say something. */
const change = (properties: Readonly<Record<string, object>>): object => ({ ...object(properties), minProperties: 1 });

const needs = (argument: string, schema: object): Argument => ({ name: argument, schema });
const may = (argument: string, schema: object): Argument => ({ name: argument, schema, optional: true });
const source = needs("sourceId", name);
const database = needs("dbName", name);
const table = needs("name", name);
const job = needs("jobId", name);
const timer = needs("timerId", name);

const status = { type: "integer", minimum: 200, maximum: 599 };
/** Longest delay of a response, in milliseconds: a day. */
const delay = { type: "number", minimum: 0, maximum: 86_400_000 };
const fault = (kind: string, properties: Readonly<Record<string, object>> = {}, required: readonly string[] = []) =>
  object({ kind: { const: kind }, ...properties }, ["kind", ...required]);

const faults = {
  type: "object",
  discriminator: { propertyName: "kind" },
  required: ["kind"],
  oneOf: [
    fault("delay", { ms: delay }, ["ms"]),
    fault("resetBefore"),
    fault("resetAfter"),
    fault("error", { status, code: name, afterEffect: flag }, ["status", "code"]),
    fault("html", { status, afterEffect: flag }, ["status"]),
    fault("truncated"),
    fault("throttled", { timeLeftSeconds: { type: "number", minimum: 0, maximum: 86_400 } }),
    fault("forbidden"),
    fault("staleList", { ms: duration }, ["ms"]),
    fault("asyncTaskLost"),
    fault("asyncTaskFails", { errorMsg: text }, ["errorMsg"]),
    fault("deliveredTwice"),
  ],
};

const failure = object(
  {
    table: name,
    phase: { enum: phases },
    message: text,
    times: count,
    jobReadsDone: flag,
    jobReadsFailed: flag,
  },
  ["table", "phase", "message", "times"],
);

const times = ["creationMs", "stopMs", "drainMs", "queueMs", "scanMs", "startMs"];
const pace = change({
  ...Object.fromEntries(times.map((one) => [one, duration])),
  phaseMs: change(Object.fromEntries(phases.map((phase) => [phase, duration]))),
  parallel: count,
  partitionsPerTask: count,
});

const oneOrMore = { anyOf: [text, { type: "array", items: text }] };
const statement = object({ Effect: { enum: ["Allow", "Deny"] }, Action: oneOrMore, Resource: oneOrMore }, [
  "Effect",
  "Action",
  "Resource",
]);

/** A RAM policy; conditions are not played. */
export const policySchema = object({ Version: { const: "1" }, Statement: { type: "array", items: statement } }, [
  "Version",
  "Statement",
]);

const tablePlan = object(
  { name, days: { type: "integer", minimum: 0, maximum: 3_660 }, hours: { type: "integer", minimum: 0, maximum: 24 } },
  ["name", "days"],
);

/** Every command by name: one left out here does not compile. */
export const commandFacts: Readonly<Record<keyof Commands, CommandFacts>> = {
  now: { does: "Epoch milliseconds on its clock.", takes: [] },
  advance: { does: "Moves its clock forward.", takes: [needs("ms", duration)] },
  reset: { does: "Clears all state and seeds it again; the clock keeps its time.", takes: [may("seed", text)] },
  injectFault: {
    does: "Injects a fault into calls of an operation (or `*`).",
    takes: [
      needs("operation", { enum: [...operationNames, "*"] }),
      needs("fault", faults),
      may("options", object({ skip: { type: "integer", minimum: 0 }, times: count })),
    ],
  },
  clearFaults: { does: "Removes every injected fault.", takes: [] },
  requests: { does: "The last hundred thousand requests.", takes: [] },
  clearRequests: { does: "Empties the list of requests and the counts.", takes: [] },
  requestCounts: { does: "Number of requests by operation.", takes: [] },
  sources: { does: "The data sources.", takes: [] },
  jobs: { does: "Every job so far, deleted ones too.", takes: [] },
  timers: { does: "The timers.", takes: [] },
  tables: {
    does: "The tables of a scanned database, with their partitions and destinations.",
    takes: [source, database],
  },
  addTables: {
    does: "Puts tables into a database's inventory, scanned; a missing database is created.",
    takes: [source, database, needs("tables", { type: "array", items: tablePlan })],
  },
  failTasks: { does: "A phase of a table's tasks fails.", takes: [needs("failure", failure)] },
  setPace: { does: "Changes how long things take; what is not named stays.", takes: [needs("pace", pace)] },
  setPolicy: { does: "Limits what a key may do.", takes: [needs("policy", policySchema), may("keyId", name)] },
  stopJob: { does: "A colleague stops a job.", takes: [job] },
  startJob: { does: "A colleague starts a stopped job.", takes: [job] },
  retryJob: { does: "A colleague retries a job.", takes: [job] },
  deleteJob: { does: "A colleague deletes a job.", takes: [job] },
  changeTable: { does: "A table and its partitions change at the source.", takes: [source, database, table] },
  mapDatabase: {
    does: "A colleague maps a database, and its tables with it, elsewhere.",
    takes: [source, database, needs("to", change({ dstProjectName: name, dstName: name }))],
  },
  unmapDatabase: { does: "A colleague removes the mapping of a database and its tables.", takes: [source, database] },
  mapTable: {
    does: "A colleague maps a table elsewhere.",
    takes: [
      ...[source, database, table],
      needs("to", change({ dstProjectName: name, dstSchemaName: name, dstName: name })),
    ],
  },
  unmapTable: { does: "A colleague removes the mapping of a table.", takes: [source, database, table] },
  changeSource: {
    does: "A colleague renames a source, sets keys of its configuration (`null` removes one), starts or stops it.",
    takes: [
      source,
      needs(
        "change",
        change({ name, config: { type: "object", writeOnly: true }, status: { enum: ["STARTED", "STOPPED"] } }),
      ),
    ],
  },
  deleteSource: { does: "A colleague deletes a source with its jobs and timers.", takes: [source] },
  changeTimer: {
    does: "A colleague changes a timer, or pauses it.",
    takes: [
      timer,
      needs(
        "change",
        change({
          scheduleType: { enum: ["Daily", "Hourly"] },
          value: name,
          stopped: flag,
          tableBlackList: names,
          tableWhiteList: names,
        }),
      ),
    ],
  },
  deleteTimer: { does: "A colleague deletes a timer; its jobs stay.", takes: [timer] },
};

/** Names of all commands, in the order of the table. */
export const commandNames = Object.keys(commandFacts) as (keyof Commands)[];
