// The lifecycle matrix: each kind of resource that makes something on the service, and what its life comes to.
import { hiveSourceId as sourceId } from "../../../emulator/state/seed.js";
import type { Control, Row } from "./lifecycle-row.js";

const forbidden = { kind: "forbidden" } as const;

const jobsOf = ({ store }: Control) => store.jobs.of(sourceId, ({ deleted }) => !deleted);

const migrationJob: Row = {
  kind: "MigrationJob",
  // A job that is never done can be stopped, started and replaced at any moment of a test.
  given: (control) => {
    const never = 1e12;
    control.setPace({ phaseMs: { SCHEMA: never, DATA: never, VERIFICATION: never } });
    return {};
  },
  first: { sourceId, srcDbName: "sales", tables: ["orders"] },
  second: { sourceId, srcDbName: "sales", tables: ["orders"], desiredState: "stopped" },
  third: { sourceId, srcDbName: "sales", tables: ["customers"] },
  service: (control) => jobsOf(control).map(({ body, stopped }) => ({ tables: body.tables, stopped })),
  created: { sent: ["CreateMmsJob"], service: [{ tables: ["orders"], stopped: false }] },
  disturb: (control) => jobsOf(control).forEach(({ id }) => control.stopJob(id)),
  refreshed: { service: [{ tables: ["orders"], stopped: true }], outputs: { stopped: true } },
  repaired: { sent: ["StartMmsJob"], service: [{ tables: ["orders"], stopped: false }], lowered: ["stopped"] },
  updated: { sent: ["StopMmsJob"], service: [{ tables: ["orders"], stopped: true }] },
  replaced: { sent: ["DeleteMmsJob", "CreateMmsJob"], service: [{ tables: ["customers"], stopped: false }] },
  destroyed: { sent: ["StopMmsJob", "DeleteMmsJob"], service: [] },
  fault: ["GetMmsAsyncTask", forbidden],
  failed: { inState: true, sent: ["CreateMmsJob"], service: [{ tables: ["orders"], stopped: false }] },
  resumed: {
    sent: [],
    because: "the job was asked for by the run that failed, and only its id is looked for",
    service: [{ tables: ["orders"], stopped: false }],
    outputs: { jobId: expect.stringMatching(/^\d+$/) },
  },
  remove: (control) => jobsOf(control).forEach(({ id }) => control.deleteJob(id)),
  // A deleted job stays readable by its id, so deleting is asked for and answered: there is none.
  destroyedGone: { sent: ["DeleteMmsJob"], service: [] },
};

const madeSources = ({ store }: Control) =>
  [...store.sources.values()].filter(({ name }) => name.startsWith("subject-"));
const sourceOf = (type: string, url: string) => ({
  type,
  config: { "mc.default.project": "lakehouse", "hive.metastore.urls": `thrift://${url}:9083` },
});
const sourceShown = (type: string, url: string, status = "STARTED") => [{ type, url: `thrift://${url}:9083`, status }];

const dataSource: Row = {
  kind: "DataSource",
  first: sourceOf("HIVE", "a"),
  second: sourceOf("HIVE", "b"),
  third: sourceOf("SNOWFLAKE", "b"),
  service: (control) =>
    madeSources(control).map(({ type, config, status }) => ({ type, url: config["hive.metastore.urls"], status })),
  created: { sent: ["CreateMmsDataSource", "UpdateMmsDataSource"], service: sourceShown("HIVE", "a") },
  disturb: (control) =>
    madeSources(control).forEach(({ config }) =>
      Object.assign(config, { "hive.metastore.urls": "thrift://elsewhere:9083" }),
    ),
  refreshed: {
    service: sourceShown("HIVE", "elsewhere"),
    outputs: { config: { "hive.metastore.urls": "thrift://elsewhere:9083" } },
  },
  repaired: { sent: ["UpdateMmsDataSource"], service: sourceShown("HIVE", "a") },
  updated: { sent: ["UpdateMmsDataSource"], service: sourceShown("HIVE", "b") },
  replaced: {
    sent: ["DeleteMmsDataSource", "CreateMmsDataSource", "UpdateMmsDataSource"],
    service: sourceShown("SNOWFLAKE", "b"),
  },
  destroyed: { sent: ["DeleteMmsDataSource"], service: [] },
  fault: ["UpdateMmsDataSource", forbidden],
  failed: { inState: true, sent: ["CreateMmsDataSource"], service: sourceShown("HIVE", "a", "STOPPED") },
  resumed: { sent: ["UpdateMmsDataSource"], service: sourceShown("HIVE", "a") },
  remove: (control) => madeSources(control).forEach((source) => control.store.removeSource(source)),
  destroyedGone: { sent: [], because: "its jobs are looked for first, and the source is not there", service: [] },
};

const scansAreKept = "the service has no operation that takes a scan back";

const metadataScan: Row = {
  kind: "MetadataScan",
  first: { sourceId, triggers: ["1"] },
  second: { sourceId, triggers: ["2"] },
  third: { sourceId: "2000016", triggers: ["2"] },
  /** Scans by the source they scanned, oldest first. */
  service: ({ store }) => store.scans.all().map((scan) => scan.sourceId),
  created: { sent: ["CreateMmsFetchMetadataJob"], service: [sourceId], lowered: ["reused"] },
  disturb: ({ store, now }) => {
    const [startedAt, id] = [now(), store.nextId()];
    store.scans.add({
      id,
      sourceId,
      startedAt,
      endsAt: startedAt,
      dbName: undefined,
      tableNames: undefined,
      errorMsg: undefined,
    });
    Object.assign(store.sources.get(sourceId) ?? {}, { scanId: id });
  },
  refreshed: { service: [sourceId, sourceId], outputs: { reused: true } },
  repaired: {
    sent: [],
    because: "a newer scan by somebody else serves as well, so a refresh takes it and there is nothing to repair",
    service: [sourceId, sourceId],
  },
  updated: { sent: ["CreateMmsFetchMetadataJob"], service: [sourceId, sourceId, sourceId], lowered: ["reused"] },
  replaced: { sent: ["CreateMmsFetchMetadataJob"], service: [sourceId, sourceId, sourceId, "2000016"] },
  destroyed: { sent: [], because: scansAreKept, service: [sourceId, sourceId, sourceId, "2000016"] },
  fault: ["GetMmsFetchMetadataJob", forbidden],
  failed: { inState: true, sent: ["CreateMmsFetchMetadataJob"], service: [sourceId] },
  resumed: {
    sent: [],
    because: "the scan was begun by the run that failed, and only its result is read",
    service: [sourceId],
    outputs: { status: "SCAN_DONE" },
  },
  remove: ({ store }) => store.scans.all().forEach((scan) => store.scans.remove(scan)),
  destroyedGone: { sent: [], because: scansAreKept, service: [] },
};

const timerOf = (db: string, value: string) => ({
  sourceId,
  srcDbName: db,
  scheduleType: "Daily",
  value,
  stopped: true,
});
const timerShown = (db: string, value: string, stopped = true) => [{ db, value, stopped }];

const migrationTimer: Row = {
  kind: "MigrationTimer",
  first: timerOf("sales", "02:30"),
  second: timerOf("sales", "03:30"),
  third: timerOf("archive", "03:30"),
  service: ({ store }) =>
    store.timers.all().map(({ body, value, stopped }) => ({ db: body.srcDbName, value, stopped })),
  created: { sent: ["CreateMmsTimer", "UpdateMmsTimer"], service: timerShown("sales", "02:30") },
  disturb: ({ store }) => store.timers.all().forEach((timer) => (timer.value = "05:00")),
  refreshed: { service: timerShown("sales", "05:00"), outputs: { value: "05:00" } },
  repaired: { sent: ["UpdateMmsTimer"], service: timerShown("sales", "02:30") },
  updated: { sent: ["UpdateMmsTimer"], service: timerShown("sales", "03:30") },
  replaced: {
    sent: ["DeleteMmsTimer", "CreateMmsTimer", "UpdateMmsTimer"],
    service: timerShown("archive", "03:30"),
  },
  destroyed: { sent: ["DeleteMmsTimer"], service: [] },
  fault: ["UpdateMmsTimer", forbidden],
  failed: { inState: true, sent: ["CreateMmsTimer"], service: timerShown("sales", "02:30", false) },
  resumed: { sent: ["UpdateMmsTimer"], service: timerShown("sales", "02:30") },
  remove: ({ store }) => store.timers.all().forEach((timer) => store.timers.remove(timer)),
  // The service answers that there is none, which is as good.
  destroyedGone: { sent: ["DeleteMmsTimer"], service: [] },
};

/** The rows of these kinds. */
export const made: readonly Row[] = [migrationJob, dataSource, metadataScan, migrationTimer];
