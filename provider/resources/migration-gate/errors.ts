// How a gate can end other than by passing. None of these has a field called `id`.
import { type ServicePlace, withConsole } from "../../mms/config/console.js";
import { MmsError } from "../../mms/errors.js";
import { joinUpTo } from "../jobs/progress.js";
import type { Seen } from "./watched-job.js";

/** No job of a gate made progress for as long as the program allows. */
export class GateStallError extends MmsError {
  constructor(sourceId: string, jobIds: readonly string[], what: string, place: ServicePlace) {
    const jobs = [...jobIds].sort().slice(0, 20).join(", ");
    super(withConsole(`the jobs ${jobs} of source ${sourceId} stalled: ${what}`, place));
  }
}

/** How many stopped jobs a message names. */
const namedStopped = 20;

/** Stopped jobs in words, by id and name. */
function stoppedInWords(sourceId: string, stopped: readonly Seen[]): string {
  const names = stopped.map(({ jobId, job }) => (job?.name === undefined ? jobId : `${jobId} "${job.name}"`));
  const which = joinUpTo(names, namedStopped);
  return stopped.length === 1
    ? `job ${which} of source ${sourceId} is stopped and moves nothing`
    : `jobs ${which} of source ${sourceId} are stopped and move nothing`;
}

/** Stopped jobs in words, and what to do about them. */
export const stoppedWarning = (sourceId: string, stopped: readonly Seen[], place: ServicePlace): string =>
  withConsole(
    `${stoppedInWords(sourceId, stopped)}. Start them in the console, or end this run and run \`pulumi up --refresh\`, ` +
      "which starts again what desiredState wants running",
    place,
  );

/** Every job that a gate still waits for is stopped. */
export class GateStoppedError extends MmsError {
  constructor(sourceId: string, stopped: readonly Seen[], place: ServicePlace) {
    const message =
      `${stoppedInWords(sourceId, stopped)}, and no other job is left to wait for. Start what should run in the console, ` +
      "or run `pulumi up --refresh`, which starts again what desiredState wants running; the gate then waits on";
    super(withConsole(message, place));
  }
}

/** More jobs failed than a gate lets pass. */
export class GateFailedError extends MmsError {
  /** `gathers` says whether the gate found its jobs itself, by a timer or a name filter. */
  constructor(what: string, details: string, gathers: boolean) {
    super(
      `${what}:\n${details}\nRun \`pulumi up --refresh\`: a refreshed job retries its failed tasks, and the gate waits on. ` +
        "To let failures pass, set maxFailures or maxFailureRatio (failed tasks), or maxVerificationFailures (row counts that differ)" +
        (gathers ? "; to wait for the jobs that are there now, change triggers" : ""),
    );
  }
}

/** A gate's name filter finds nothing, which is more likely a wrong name than an empty migration. */
export class NoJobsError extends MmsError {
  constructor(sourceId: string, nameFilter: string) {
    super(
      `nameFilter: source ${sourceId} has no job whose name contains "${nameFilter}"; check the name, or name the jobs by jobIds`,
    );
  }
}
