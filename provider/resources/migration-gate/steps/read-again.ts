// Reads the jobs whose failures a gate let pass once more: a repair since then must show in what the gate says.
import { readInputs, readOutputs } from "../../../lifecycle/properties/typed-values.js";
import { plain } from "../../../lifecycle/properties/values.js";
import type { MmsContext } from "../../base/service.js";
import { type GateJob, migrationGateInputs, migrationGateOutputs } from "../schema.js";
import { reportOf } from "../../jobs/failed-tasks.js";
import { failuresAmong, gateJobs, hasFailed, totalsOf } from "./report.js";
import type { State } from "../../../lifecycle/types.js";
import type { Seen } from "../watched-job.js";
import { isTerminal } from "../../../mms/jobs/job-status.js";

/** Whether a job's failures were let pass. */
const wasLetPass = (job: GateJob): boolean => hasFailed(job) || (job.failedTaskCount ?? 0) > 0;

async function look(
  sourceId: string,
  jobIds: readonly string[],
  { service, signal, clock }: MmsContext,
): Promise<Seen[]> {
  const options = { signal };
  const seen = await Promise.all(
    jobIds.map(async (jobId): Promise<Seen[]> => {
      const job = await service.refreshedJobs.current(sourceId, jobId, options);
      if (job === undefined) return [];
      return [isTerminal(job) ? { jobId, job, finishedMs: clock.now() } : { jobId, job }];
    }),
  );
  return seen.flat();
}

/**
 * The state of a passed gate with those jobs as they are now. One that is under way again keeps what the gate saw of it
 * until it has ended, and so does one that is not there any more. Asks for nothing where no failure was let pass.
 */
export async function readAgain(state: State, context: MmsContext): Promise<State> {
  const { jobs = [], passed, startedAt = "" } = readOutputs(migrationGateOutputs, state);
  const suspects = jobs.filter(wasLetPass);
  if (passed !== true || suspects.length === 0) return state;
  const { sourceId } = readInputs(migrationGateInputs, state);
  const jobIds = suspects.map(({ jobId }) => jobId);
  const seen = await look(sourceId, jobIds, context);
  const failures = await failuresAmong(sourceId, seen, context);
  const report = await reportOf(sourceId, failures, context);
  const ended = seen.filter(({ finishedMs }) => finishedMs !== undefined);
  const startedMs = Date.parse(startedAt);
  const before = new Map(suspects.map((job) => [job.jobId, job]));
  const fresh = new Map(gateJobs(ended, failures, startedMs, before).map((job) => [job.jobId, job]));
  const next = jobs.map((job): GateJob => {
    const { tables, numRows, size } = job;
    const read = fresh.get(job.jobId);
    return read === undefined ? job : { ...read, ...(plain({ tables, numRows, size }) as Partial<GateJob>) };
  });
  const underWay = seen.filter(({ finishedMs }) => finishedMs === undefined);
  if (underWay.length > 0) {
    const ids = underWay.map(({ jobId }) => jobId).join(", ");
    context.progress.info(`job ${ids} is under way again; what the gate says of it changes once it has ended`);
  }
  return { ...state, jobs: next, ...totalsOf(next), jobFailed: next.filter(hasFailed).length, ...report };
}
