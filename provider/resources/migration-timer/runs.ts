// What a timer has done: its last log line and the jobs it spawned.
import type { Job, TimerLog } from "../../mms/models.js";
import { redact } from "../../mms/text/redact.js";
import type { TimerIds } from "./identity.js";
import type { TimerRun } from "./schema.js";
import type { MmsContext } from "../base/service.js";
import { jobWitness } from "../jobs/deletion.js";
import { isLive, readsFailed } from "../../mms/jobs/job-status.js";

/** How many spawned jobs are listed one by one, the newest first; the total is always reported. */
const listedOneByOne = 100;

const logsAPage = 100;

/** What a timer has done. */
export interface Runs {
  readonly lastLog: TimerRun | undefined;
  /** Newest first. */
  readonly jobIds: readonly string[];
  readonly jobNum: number;
  readonly lastJobStatus: string | undefined;
  readonly newest?: Job | undefined;
  /** A job that still moves, or may. */
  readonly underWay: Job | undefined;
  /** Id of the newest log line. */
  readonly lastLogId: string | undefined;
}

const newestFirst = (a: { id?: string }, b: { id?: string }): number =>
  BigInt(a.id ?? 0) > BigInt(b.id ?? 0) ? -1 : 1;

/** The newest log line. The order of the list is not published, so its first and its last page are looked at. Assumes log-ids-grow and timer-log-is-async-task, whose ids are counted. */
async function newestLog(ids: TimerIds, { service, call }: MmsContext): Promise<TimerLog | undefined> {
  const pageOf = async (pageNum: number) =>
    (await service.client.listMmsTimerLogs({ ...ids, query: { pageNum, pageSize: logsAPage } }, call)).data;
  const first = await pageOf(1);
  const lastPage = Math.ceil((first.total ?? 0) / logsAPage);
  const last = lastPage > 1 ? await pageOf(lastPage) : undefined;
  return [...(first.objectList ?? []), ...(last?.objectList ?? [])].sort(newestFirst)[0];
}

/** A text of the service in our state: its log lines may quote what it was configured with. */
const clean = (text: string | undefined): string | undefined => (text === undefined ? undefined : redact(text.trim()));

/** A timer that was deleted, and the newest job that it is known to have made. */
interface Deleted {
  readonly ids: TimerIds;
  readonly what: string;
  readonly newestJobId: string | undefined;
}

/** Reads what a timer has done. Source: ListMmsTimerLogs, ListMmsJobs by `timerId`. Assumes timer-jobs-by-filter, timer-delete-keeps-jobs. */
export async function runsOf(ids: TimerIds, context: MmsContext): Promise<Runs> {
  const { sourceId, timerId } = ids;
  const log = await newestLog(ids, context);
  const jobs: Job[] = [];
  const listed = context.service.client.iterate("ListMmsJobs", { sourceId, query: { timerId } }, context.call);
  for await (const job of listed) jobs.push(job);
  jobs.sort(newestFirst);
  const [newest] = jobs;
  return {
    lastLog: log && {
      ...(log.status === undefined ? {} : { status: log.status }),
      ...(log.action === undefined ? {} : { action: log.action }),
      ...(log.msg === undefined ? {} : { msg: clean(log.msg) ?? "" }),
      ...(log.createTime === undefined ? {} : { createTime: log.createTime.trim() }),
    },
    jobIds: jobs.flatMap(({ id }) => id ?? []).slice(0, listedOneByOne),
    jobNum: jobs.length,
    lastJobStatus: newest?.status,
    newest,
    underWay: jobs.find(isLive),
    lastLogId: log?.id,
  };
}

/** What failed in the last run, in words; nothing where it did not fail. */
export function failureOf({ lastLog, lastJobStatus, jobIds }: Runs): string | undefined {
  if (/FAIL/i.test(lastLog?.status ?? "")) {
    return `${lastLog?.action ?? "run"} at ${lastLog?.createTime ?? "?"}: ${lastLog?.msg ?? "no message"}`;
  }
  return readsFailed({ status: lastJobStatus }) ? `job ${jobIds[0]} FAILED` : undefined;
}

/**
 * Warns where a timer that was just deleted took its jobs along: what they say of a migration is lost with them. A list that
 * fails says nothing. Assumes timer-delete-keeps-jobs.
 */
export async function warnOfLostJobs({ ids, what, newestJobId: jobId }: Deleted, context: MmsContext): Promise<void> {
  if (jobId === undefined || (await jobWitness(ids.sourceId, jobId, context)).says !== "absent") return;
  context.progress.warn(
    `job ${jobId}, which ${what} made, is not listed any more: the service may delete the jobs of a timer with it, and ` +
      "its report is lost then [timer-delete-keeps-jobs]",
  );
}
