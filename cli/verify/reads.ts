// Checks that only read: what is not there, and what jobs, their lists, tasks and logs show.
import { MmsApiError, NotFoundError } from "../../provider/mms/errors.js";
import { isDiffering, isDone, isFailedTask, isOpenTask, readsFailed } from "../../provider/mms/jobs/job-status.js";
import type { Job, Task } from "../../provider/mms/models.js";
import { all, collect, type Finding, finding, type Findings, type Probe } from "./finding.js";

const largestInt64 = 2n ** 63n - 1n;

/** How many jobs are looked into. */
const lookedInto = 5;

/** How a read of something that is not there is refused. */
async function refusalOf(read: Promise<unknown>): Promise<MmsApiError | undefined> {
  try {
    await read;
    return undefined;
  } catch (error) {
    if (error instanceof MmsApiError) return error;
    throw error;
  }
}

/** What is not there: records of id 1, which a service that counts its ids gave away long ago. */
export async function envelopes({ client, sourceId }: Probe): Promise<Findings> {
  const reads = [
    client.getMmsJob({ sourceId, jobId: "1" }),
    client.getMmsTimer({ sourceId, timerId: "1" }),
    client.getMmsTask({ sourceId, taskId: "1" }),
    client.getMmsAsyncTask({ sourceId, asyncTaskId: "1" }),
    client.getMmsTable({ sourceId, tableId: "1" }),
    client.getMmsDb({ sourceId, dbId: "1" }),
  ];
  const refusals = (await Promise.all(reads.map(refusalOf))).filter((one) => one !== undefined);
  const facts = {
    statuses: [...new Set(refusals.map(({ status }) => status))].sort().join(" "),
    codes: [...new Set(refusals.map(({ code }) => code))].sort().join(" "),
  };
  return {
    "not-found-codes": finding(
      all(refusals, (error) => error instanceof NotFoundError),
      facts,
    ),
    "failures-have-status-or-code": finding(
      all(refusals, ({ status }) => status >= 300),
      facts,
    ),
  };
}

/** Pages of the list of jobs, and its order. */
export async function lists({ client, sourceId, jobs }: Probe): Promise<Findings> {
  const page = async (pageNum: number, pageSize: number) =>
    (await client.listMmsJobs({ sourceId, query: { pageNum, pageSize } })).data;
  const large = await refusalOf(page(1, 1_000));
  const [first, second] = jobs.length > 1 ? [await page(1, 1), await page(2, 1)] : [];
  const isTrue = first && first.total === jobs.length && first.objectList?.[0]?.id !== second?.objectList?.[0]?.id;
  const dated = jobs.filter(({ id, createTime }) => id !== undefined && createTime !== undefined);
  const byTime = [...dated].sort((a, b) => ((a.createTime ?? "") < (b.createTime ?? "") ? -1 : 1));
  const neighbours = byTime.slice(1).map((job, index) => [byTime[index] as Job, job] as const);
  const apart = neighbours.filter(([one, next]) => one.createTime !== next.createTime);
  return {
    "page-size-1000": finding(large === undefined || large.status === 400, { status: large?.status ?? 200 }),
    "total-is-true": finding(isTrue, { jobs: jobs.length, total: first?.total ?? 0 }),
    "job-ids-grow": finding(
      all(apart, ([one, next]) => BigInt(one.id ?? 0) < BigInt(next.id ?? 0)),
      { compared: apart.length },
    ),
    "ids-fit-int64": finding(all(jobs, ({ id = "" }) => /^\d+$/.test(id) && BigInt(id) <= largestInt64)),
  };
}

/** Whether the name filter finds jobs by their own names. */
async function nameFilter({ client, sourceId, jobs }: Probe): Promise<Findings> {
  const known = jobs.find(({ name }) => /[A-Za-z0-9]{3,}/.test(name ?? "") && /-/.test(name ?? "")) ?? jobs[0];
  if (known?.name === undefined) return {};
  const finds = async (name: string): Promise<boolean> =>
    (await collect(client.iterate("ListMmsJobs", { sourceId, query: { name } }))).some(({ id }) => id === known.id);
  const [plain = known.name] = [...known.name.matchAll(/[A-Za-z0-9]+/g)]
    .map(([part]) => part)
    .sort((a, b) => b.length - a.length);
  const middle = plain.slice(Math.floor(plain.length / 4), Math.ceil((plain.length * 3) / 4));
  const bySegment = [await finds(plain), await finds(middle)];
  const isFilter = bySegment.every((found) => found);
  return {
    "job-name-filter": finding(isFilter, { whole: bySegment[0] ?? false, middle: bySegment[1] ?? false }),
    "like-wildcards-only": finding(isFilter && known.name.includes("-") ? await finds(known.name) : undefined),
  };
}

/** The other filters of the list of jobs, and whether the list without any is complete. */
export async function filters(probe: Probe): Promise<Findings> {
  const { client, sourceId, jobs } = probe;
  const list = (query: object) => collect(client.iterate("ListMmsJobs", { sourceId, query }));
  const listed = new Set(jobs.map(({ id }) => id));
  const tasks = await collect(client.iterate("ListMmsTasks", { sourceId }));
  const stopped = [...(await list({ stopped: "1" })), ...(await list({ stopped: "true" }))].filter(
    (job) => job.stopped,
  );
  const unlisted = new Set(
    [...tasks.map(({ jobId }) => jobId), ...stopped.map(({ id }) => id)].filter((id) => !listed.has(id)),
  );
  const hidden = new Set<string>();
  for (const id of unlisted) {
    const { data } = await client.getMmsJob({ sourceId, jobId: id ?? "" }).catch(() => ({ data: undefined }));
    const found = data?.name === undefined ? [] : await list({ name: data.name });
    if (found.some((job) => job.id === id)) hidden.add(id ?? "");
  }
  const [one] = stopped;
  const byWord = one && all(await list({ stopped: "1" }), (job) => job.stopped === true);
  const byStatus =
    one?.status === undefined ? undefined : !(await list({ status: one.status })).some(({ id }) => id === one.id);
  const foreign = jobs.length > 0 ? await list({ timerId: "1" }) : undefined;
  const facts = { listed: listed.size, unlisted: unlisted.size };
  return {
    ...(await nameFilter(probe)),
    "unfiltered-list-complete": finding(listed.size + hidden.size > 0 ? hidden.size === 0 : undefined, facts),
    "live-job-always-listed": finding(tasks.length > 0 ? unlisted.size === hidden.size : undefined, facts),
    "stopped-filter-word": finding(byWord),
    "status-filter-hides-stopped": finding(byStatus),
    "timer-jobs-by-filter": finding(foreign && foreign.length === 0),
  };
}

/** A list item beside the single read of the same job. */
export async function echoes({ client, sourceId, jobs }: Probe): Promise<Findings> {
  const pairs: { item: Job; single: Job; tasks: readonly Task[] }[] = [];
  for (const item of jobs.slice(0, lookedInto)) {
    const { data: single } = await client.getMmsJob({ sourceId, jobId: item.id ?? "" });
    pairs.push({ item, single, tasks: await tasksOf({ client, sourceId }, item.id) });
  }
  const named = pairs.flatMap(({ single, tasks }) => {
    const tables = new Set(single.config?.tables);
    return tables.size === 0 ? [] : tasks.map(({ srcTableName = "" }) => tables.has(srcTableName));
  });
  const keys = (job: Job) =>
    Object.keys(job.config ?? {})
      .sort()
      .join();
  return {
    "list-has-config": finding(all(pairs, ({ item, single }) => keys(item) === keys(single))),
    "config-echo-verbatim": finding(
      all(named, (holds) => holds),
      { tasks: named.length },
    ),
  };
}

/** Tasks of a job, or of all. */
export const tasksOf = async (
  { client, sourceId }: Pick<Probe, "client" | "sourceId">,
  jobId?: string,
): Promise<Task[]> =>
  (
    await collect(client.iterate("ListMmsTasks", { sourceId, ...(jobId === undefined ? {} : { query: { jobId } }) }))
  ).filter((task) => jobId === undefined || task.jobId === jobId);

const isOpen = (task: Task): boolean => task.running === true || isOpenTask(task);

/** Jobs that have come to an end in some way, with their tasks. */
async function ended(probe: Probe): Promise<{ job: Job; tasks: Task[] }[]> {
  const { jobs } = probe;
  const some = (fits: (job: Job) => boolean) => jobs.filter(fits).slice(0, lookedInto);
  const chosen = [...some(readsFailed), ...some(isDone), ...some(({ stopped }) => stopped === true)];
  const looks: { job: Job; tasks: Task[] }[] = [];
  for (const job of new Set(chosen)) looks.push({ job, tasks: await tasksOf(probe, job.id) });
  return looks;
}

/** The order of the lines of a log; nothing where fewer than two lines can be distinguished. */
async function logOrder({ client, sourceId }: Probe, tasks: readonly Task[]): Promise<Finding> {
  for (const { id: taskId } of tasks.slice(0, 2 * lookedInto)) {
    if (taskId === undefined) continue;
    const lines = await collect(client.iterate("ListMmsTaskLogs", { sourceId, taskId }));
    const times = lines.map(({ createTime = "" }) => createTime);
    const [first = "", last = ""] = [times[0], times.at(-1)];
    if (first !== last) return finding(first < last, { lines: lines.length });
  }
  return finding(undefined);
}

/** What the tasks of jobs say, beside the jobs themselves. */
export async function tasks(probe: Probe): Promise<Findings> {
  const { client, sourceId } = probe;
  const looks = await ended(probe);
  const of = (fits: (job: Job) => boolean) => looks.filter(({ job }) => fits(job));
  const failed = of((job) => readsFailed(job) && job.stopped !== true);
  const done = of(isDone);
  const stopped = of((job) => job.stopped === true);
  const differing = await collect(
    client.iterate("ListMmsTasks", { sourceId, query: { status: "VERIFICATION_FAILED" } }),
  );
  const strange = await collect(
    client.iterate("ListMmsTasks", { sourceId, query: { jobId: "1", status: "VERIFICATION_FAILED" } }),
  );
  const some = looks.flatMap((look) => look.tasks);
  return {
    "failed-is-terminal": finding(
      all(failed, (look) => !look.tasks.some(isOpen)),
      { jobs: failed.length },
    ),
    "done-is-complete": finding(
      all(done, (look) => !look.tasks.some(isFailedTask)),
      { jobs: done.length },
    ),
    "stopped-means-quiet": finding(all(stopped, (look) => !look.tasks.some(({ running }) => running === true))),
    "task-done-counts": finding(
      all(looks, ({ job, tasks: mine }) => (job.taskDone ?? 0) === mine.filter(isDone).length),
    ),
    "verification-shows-in-tasks": finding(
      all(some.filter(isDiffering), ({ id }) => differing.some((task) => task.id === id && isDiffering(task))),
    ),
    "task-filters-exact": finding(some.length > 0 ? strange.length === 0 : undefined, { let: strange.length }),
    "task-logs-oldest-first": await logOrder(probe, some),
  };
}
