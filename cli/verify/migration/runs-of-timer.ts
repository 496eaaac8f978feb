// Checks that run a timer by hand: while it is paused, beside its own job, with nothing to do, and what its deletion leaves.
import { nameOf, type Site } from "../changes-around.js";
import { ended, rearm, remove } from "../changes.js";
import { collect, eventually, finding, type Findings } from "../finding.js";
import { isTaken } from "./runs.js";

const showsWithinMs = 30_000;
/** For how much longer a run is looked for that has not shown in time. */
const lateMs = 5 * 60_000;

interface Timer {
  readonly timerId: string;
  /** Jobs that were there before the timer. */
  readonly before: ReadonlySet<string | undefined>;
}

/** Jobs of the table that have come up since. */
async function jobsSince({ client, sourceId, target }: Site, { before }: Timer): Promise<string[]> {
  const jobs = await collect(client.iterate("ListMmsJobs", { sourceId }));
  return jobs.flatMap(({ id, srcDbName }) =>
    id === undefined || before.has(id) || srcDbName !== target.dbName ? [] : [id],
  );
}

const logOf = async ({ client, sourceId }: Site, { timerId }: Timer): Promise<number> =>
  (await collect(client.iterate("ListMmsTimerLogs", { sourceId, timerId }))).length;

/** Runs the timer, and waits until a line or a job shows; returns after how long. */
async function trigger(site: Site, timer: Timer): Promise<number | undefined> {
  const { client, sourceId } = site;
  const had = [await logOf(site, timer), (await jobsSince(site, timer)).length] as const;
  await client.triggerMmsTimer({ sourceId, timerId: timer.timerId });
  const shown = await eventually(site, lateMs, async () =>
    (await logOf(site, timer)) > had[0] || (await jobsSince(site, timer)).length > had[1] ? true : undefined,
  );
  return shown?.tookMs;
}

/** The runs of a timer whose first one creates a job. */
async function runs(site: Site, timer: Timer): Promise<Findings> {
  const shownMs = await trigger(site, timer);
  const found: Findings = {
    "trigger-shows-in-30s": finding(shownMs !== undefined && shownMs <= showsWithinMs, {
      seconds: Math.round((shownMs ?? 0) / 1_000),
    }),
  };
  const [first] = await jobsSince(site, timer);
  if (first === undefined) return found;
  await trigger(site, timer);
  const { status } = (await site.client.getMmsJob({ sourceId: site.sourceId, jobId: first })).data;
  const both = await jobsSince(site, timer);
  const stoodInTheWay = status === "INIT" || status === "DOING";
  const alone = both.length === 1;
  found["timer-busy-no-job"] = finding(stoodInTheWay ? alone : undefined);
  for (const jobId of both) await ended(site, jobId);
  await trigger(site, timer);
  const after = await jobsSince(site, timer);
  for (const jobId of after.slice(both.length)) await ended(site, jobId);
  found["nothing-new-no-job"] = finding(after.length === both.length);
  return found;
}

/** A paused timer of the table, run by hand and deleted. */
export async function timerRuns(site: Site): Promise<Findings> {
  const { client, sourceId, target, clock } = site;
  site.say("running a timer of the table by hand");
  await rearm(site);
  const before = new Set((await collect(client.iterate("ListMmsJobs", { sourceId }))).map(({ id }) => id));
  // Twelve hours off on any clock of the service.
  const value = new Date(clock.now() + 12 * 3_600_000).toISOString().slice(11, 16);
  const schedule = { scheduleType: "Daily" as const, value };
  const body = { name: nameOf(), srcDbName: target.dbName, tables: [target.tableName], ...schedule };
  const timerId = (await client.createMmsTimer({ sourceId, body })).data.timerId ?? "";
  const timer: Timer = { timerId, before };
  const pause = (stopped: boolean) => client.updateMmsTimer({ sourceId, timerId, body: { ...schedule, stopped } });
  const found: Findings = {};
  try {
    await pause(true);
    const whilePaused = await isTaken(client.triggerMmsTimer({ sourceId, timerId }));
    found["trigger-when-stopped"] = finding(whilePaused);
    if (whilePaused) await endAll(site, timer);
    await pause(false);
    Object.assign(found, await runs(site, timer));
  } finally {
    await client.deleteMmsTimer({ sourceId, timerId });
  }
  const left = await jobsSince(site, timer);
  const made = found["timer-busy-no-job"] !== undefined;
  for (const jobId of left) await remove(site, jobId);
  return { ...found, "timer-delete-keeps-jobs": finding(made ? left.length > 0 : undefined) };
}

/** Ends what the first run began, so that the next one begins anew. */
async function endAll(site: Site, timer: Timer): Promise<void> {
  await eventually(site, lateMs, async () => ((await jobsSince(site, timer)).length > 0 ? true : undefined));
  for (const jobId of await jobsSince(site, timer)) await remove(site, jobId);
  await rearm(site);
}
