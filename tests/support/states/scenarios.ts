// The stacks whose states are recorded for later versions: every kind, and every way in which a run can have left them.
import type { Emulator } from "../../../emulator/index.js";
import type { MmsClient } from "../../../provider/mms/call.js";

/** A property of a resource; `{ of, output }` is an output of another one. */
export type Value = string | number | boolean | Reference | readonly Value[] | { readonly [name: string]: Value };

interface Reference {
  readonly of: string;
  readonly output: string;
}

/** Resources of a program by name: the kind, and its properties. */
export type Program = Readonly<Record<string, readonly [kind: string, properties: { readonly [name: string]: Value }]>>;

/** A command of the emulator, as it is called. */
export type Command = readonly [name: keyof Emulator["control"] & string, ...args: unknown[]];

/** What a stack goes through before its state is recorded. */
export interface Scenario {
  /** What the emulator is told first. */
  readonly commands?: readonly Command[];
  /** What somebody else has made on the service; the programs find the ids. */
  readonly made?: (client: MmsClient, emulator: Emulator) => Promise<Readonly<Record<string, string>>>;
  /** Programs that are run one after another. */
  readonly programs: (made: Readonly<Record<string, string>>) => readonly Program[];
  /** Whether the last run fails, so that the next one has something to do. */
  readonly fails?: true;
  /** Milliseconds that pass on the service before the state is used again. */
  readonly laterMs?: number;
}

const sourceId = "2000015";
const minute = 60_000;
const hour = 60 * minute;
const hours = 10;
/** Work that a run does not see the end of. */
const slow: Command = [
  "setPace",
  { phaseMs: { SCHEMA: hours * hour, DATA: hours * hour, VERIFICATION: hours * hour } },
];

const sourceConfig = { "mc.default.project": "lakehouse", "hive.metastore.urls": "thrift://a:9083" };
const job = { sourceId, srcDbName: "sales", tables: ["orders"] };
const timer = { sourceId, srcDbName: "sales", scheduleType: "Daily", value: "02:30" } as const;

const finished: Scenario = {
  programs: () => [
    {
      source: [
        "DataSource",
        { type: "HIVE", config: sourceConfig, secretConfig: { "hive.jdbc.password": "recorded-secret" } },
      ],
      scan: ["MetadataScan", { sourceId, triggers: ["1"] }],
      plan: ["WavePlan", { sourceId, srcDbName: "sales", waveNum: 2 }],
      database: ["DatabaseMapping", { sourceId, dbName: "archive", dstProjectName: "archive_prod" }],
      tables: ["TableMapping", { sourceId, dbName: "sales", tableNames: ["products"], dstProjectName: "sales_prod" }],
      job: ["MigrationJob", { ...job, waitFor: "completed", enableVerification: true }],
      gate: ["MigrationGate", { sourceId, jobIds: [{ of: "job", output: "jobId" }] }],
      timer: ["MigrationTimer", { ...timer, stopped: true }],
    },
  ],
};

const component: Scenario = {
  programs: () => [
    {
      sales: [
        "Migration",
        { sourceId, srcDbName: "sales", waves: [["orders"], ["customers"]], mapping: { dstProjectName: "sales_prod" } },
      ],
    },
  ],
};

const adopted: Scenario = {
  commands: [slow],
  made: async (client, { control }) => {
    const others = { type: "HIVE", config: sourceConfig };
    await client.call("CreateMmsDataSource", { body: { name: "made by hand", ...others } });
    await client.call("CreateMmsJob", { sourceId, body: { ...job, name: "by hand" } });
    await client.call("CreateMmsTimer", { sourceId, body: { ...timer, name: "by hand" } });
    control.advance(minute);
    const made = { source: control.sources(), job: control.jobs(), timer: control.timers() };
    return Object.fromEntries(Object.entries(made).map(([name, all]) => [name, all.at(-1)?.id ?? ""]));
  },
  programs: (made) => [
    {
      source: ["DataSource", { type: "HIVE", config: sourceConfig, adoptSourceId: String(made["source"]) }],
      job: ["MigrationJob", { ...job, adoptJobId: String(made["job"]) }],
      timer: ["MigrationTimer", { ...timer, adoptTimerId: String(made["timer"]) }],
    },
  ],
};

const replaced: Scenario = {
  commands: [slow],
  programs: () => [
    {
      source: ["DataSource", { type: "HIVE", config: sourceConfig }],
      job: ["MigrationJob", job],
      timer: ["MigrationTimer", timer],
      tables: ["TableMapping", { sourceId, dbName: "sales", tableNames: ["products"], dstProjectName: "sales_prod" }],
    },
    {
      source: ["DataSource", { type: "SNOWFLAKE", config: sourceConfig }],
      job: ["MigrationJob", { ...job, tables: ["customers"] }],
      timer: ["MigrationTimer", { ...timer, srcDbName: "archive" }],
      tables: [
        "TableMapping",
        { sourceId, dbName: "archive", tableNames: ["events_0001"], dstProjectName: "sales_prod" },
      ],
    },
  ],
};

const midWait: Scenario = {
  commands: [slow],
  programs: () => [
    {
      job: ["MigrationJob", { ...job, waitFor: "completed", timeouts: { create: "5s" } }],
      gate: ["MigrationGate", { sourceId, nameFilter: "by hand", timeouts: { create: "5s" } }],
    },
  ],
  made: async (client) => {
    await client.call("CreateMmsJob", { sourceId, body: { ...job, tables: ["customers"], name: "by hand" } });
    return {};
  },
  fails: true,
  laterMs: 10 * hours * hour,
};

const failed: Scenario = {
  commands: [["failTasks", { table: "orders", phase: "DATA", message: "source went away", times: 1 }]],
  programs: () => [{ job: ["MigrationJob", { ...job, waitFor: "completed" }] }],
  fails: true,
};

export const scenarios = { finished, component, adopted, replaced, "mid-wait": midWait, failed } as const;

export type ScenarioName = keyof typeof scenarios;
