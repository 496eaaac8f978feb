// What can go wrong with a job although every request was answered. None of these has a field called `id`.
import { MmsError } from "../mms/errors.js";

/** The job being waited for is no longer on the service. */
export class JobGoneError extends MmsError {
  override readonly name = "JobGoneError";

  constructor(jobId: string, sourceId: string, goal: string) {
    super(
      `job ${jobId} of source ${sourceId} is gone: it was deleted elsewhere while we waited until it ${goal}. ` +
        "Run `pulumi refresh`; the next `pulumi up` then follows `onMissing`",
    );
  }
}

/** The job made no progress for as long as the program allows. */
export class StallError extends MmsError {
  override readonly name = "StallError";

  constructor(jobId: string, sourceId: string, what: string) {
    super(`job ${jobId} of source ${sourceId} stalled: ${what}`);
  }
}

/** A job of that name is there already, and it is not known to be ours. */
export class JobExistsError extends MmsError {
  override readonly name = "JobExistsError";
}

/** The service accepted the request but could not make the job, so there is none. */
export class JobNotCreatedError extends MmsError {
  override readonly name = "JobNotCreatedError";

  constructor(asyncTaskId: string, sourceId: string, reason: string) {
    super(`the service could not create the job (async task ${asyncTaskId} of source ${sourceId}): ${reason}`);
  }
}

/** It cannot be told whether the service made the job. */
export class CreationUnknownError extends MmsError {
  override readonly name = "CreationUnknownError";

  constructor(name: string, sourceId: string, cause: Error) {
    super(
      `no usable answer to CreateMmsJob, and no job named "${name}" has shown up in source ${sourceId} so far. ` +
        `Run \`pulumi up\` again: it looks for the job before it asks for one. Last problem: ${cause.message}`,
      { cause },
    );
  }
}
