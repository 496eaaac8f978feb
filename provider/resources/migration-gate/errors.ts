// How a gate can end other than by passing. None of these has a field called `id`.
import { MmsError } from "../../mms/errors.js";

/** No job of a gate made progress for as long as the program allows. */
export class GateStallError extends MmsError {
  override readonly name = "GateStallError";

  constructor(sourceId: string, jobIds: readonly string[], what: string) {
    super(`the jobs ${[...jobIds].sort().slice(0, 20).join(", ")} of source ${sourceId} stalled: ${what}`);
  }
}

/** More jobs failed than a gate lets pass. */
export class GateFailedError extends MmsError {
  override readonly name = "GateFailedError";

  /** `gathers` says whether the gate found its jobs itself, by a timer or a name filter. */
  constructor(what: string, details: string, gathers: boolean) {
    super(
      `${what}:\n${details}\nRun \`pulumi up --refresh\`: a refreshed job retries its failed tasks, and the gate waits on. ` +
        "To let failures pass, set maxFailures or maxFailureRatio" +
        (gathers ? "; to wait for the jobs that are there now, change triggers" : ""),
    );
  }
}

/** A gate's name filter finds nothing, which is more likely a wrong name than an empty migration. */
export class NoJobsError extends MmsError {
  override readonly name = "NoJobsError";

  constructor(sourceId: string, nameFilter: string) {
    super(
      `nameFilter: source ${sourceId} has no job whose name contains "${nameFilter}"; check the name, or name the jobs by jobIds`,
    );
  }
}
