// What can go wrong with a job although every request got a response. None of these has a field called `id`.
import { type ServicePlace, withConsole } from "../../mms/config/console.js";
import { MmsError } from "../../mms/errors.js";
import { phrase, sentence } from "../../mms/text/sentence.js";

/** The job being waited for is no longer on the service. Who deleted it is not known. */
export class JobGoneError extends MmsError {
  constructor(jobId: string, sourceId: string, goal: string) {
    super(
      `job ${jobId} of source ${sourceId} is gone: its source does not list it any more, while waiting until it ${goal}. ` +
        "Somebody deleted it, or a run of this stack that was interrupted. Run `pulumi refresh`; the next `pulumi up` then follows `onMissing`",
    );
  }
}

/** The job was stopped by another user while it was waited for. */
export class JobStoppedError extends MmsError {
  constructor(jobId: string, sourceId: string) {
    super(
      `job ${jobId} of source ${sourceId} was stopped by somebody else and moves nothing. The next \`pulumi up\` starts it ` +
        'again; to leave it as it is, set desiredState: "stopped"',
    );
  }
}

/** The job made no progress for as long as the program allows. */
export class StallError extends MmsError {
  constructor(jobId: string, sourceId: string, what: string, place: ServicePlace) {
    super(withConsole(`job ${jobId} of source ${sourceId} stalled: ${what}`, place));
  }
}

/** The service accepted the request but could not create the job, so there is none. */
export class JobNotCreatedError extends MmsError {
  /** `found` is what the inventory says of the names in the program; empty where it says nothing. */
  constructor(asyncTaskId: string, sourceId: string, reason: string, found = "") {
    const advice = found === "" ? "Correct what the service names" : `${sentence(found)} Correct the program`;
    super(
      `the service could not create the job (async task ${asyncTaskId} of source ${sourceId}): ${sentence(reason)} ` +
        `There is no job. ${advice}, then run \`pulumi up\`; if the stack already has this resource, run \`pulumi refresh\` first`,
    );
  }
}

/** Neither the async task nor its job is known to the service, in several searches: deleted since, or never created. */
export class JobLostError extends MmsError {
  constructor(asyncTaskId: string, sourceId: string, name: string, lookedFor: string) {
    super(
      `source ${sourceId} knows neither async task ${asyncTaskId} nor a job named "${name}", looked for during ${lookedFor}: ` +
        "the job was deleted, or never created. Run `pulumi refresh`; the next `pulumi up` then searches again, and creates it if it " +
        "is not there",
    );
  }
}

/** A request of an earlier run never got a response, and what it requested has not shown up. */
export class JobUnseenError extends MmsError {
  constructor(jobName: string, sourceId: string, requestedAt: string, againFrom: string) {
    super(
      `the response to the CreateMmsJob of ${requestedAt} was lost, and source ${sourceId} shows no job named "${jobName}" so far. ` +
        `Nothing was requested again. The next \`pulumi up\` looks for it, and requests it once more from ${againFrom} on`,
    );
  }
}

/** It is not known whether the service created what was requested. */
export class CreationUnknownError extends MmsError {
  constructor(operation: string, what: string, cause: Error) {
    super(
      `no usable response to ${operation}, and ${what} has not shown up so far. Run \`pulumi up\` again: it searches before ` +
        `it requests anything. Last problem: ${phrase(cause.message)}`,
      { cause },
    );
  }
}

/** Something of that name is there already and is not known to be ours, or what should be taken over is not what was described. */
export class ResourceExistsError extends MmsError {}

/** What a verb works on is no longer on the service. */
export class GoneError extends MmsError {
  constructor(what: string) {
    super(
      `${what} is gone: somebody deleted it, or a run of this stack that was interrupted. Run \`pulumi refresh\`; the next \`pulumi up\` then creates it again`,
    );
  }
}

/** A data source could not be brought to where it should be. */
export class DataSourceError extends MmsError {
  constructor(sourceId: string, what: string, reason: string) {
    super(
      `data source ${sourceId}: ${what}: ${sentence(reason)} Correct it and run \`pulumi up\` again: it continues on the same source`,
    );
  }
}

/** The source cannot be reached with this configuration; the configuration was not changed. */
export class ConnectionTestError extends MmsError {
  constructor(sourceId: string, reason: string) {
    super(
      `data source ${sourceId} failed its connection test: ${sentence(reason)} Correct config or secretConfig and run \`pulumi up\` ` +
        "again, or set testConnection: false",
    );
  }
}

/** A metadata scan ended without success. */
export class ScanFailedError extends MmsError {
  constructor(scanId: string, sourceId: string, reason: string) {
    super(`scan ${scanId} of source ${sourceId} failed: ${sentence(reason)} The next \`pulumi up\` scans again`);
  }
}

/** It is not known whether a timer was fired; it is not fired again for the same `runNow`. */
export class TriggerUnknownError extends MmsError {
  constructor(timerId: string, sourceId: string, cause: Error) {
    super(
      `no usable response to TriggerMmsTimer, and timer ${timerId} of source ${sourceId} shows no new run so far. It is not ` +
        `fired again for this runNow; look at its jobs, and give runNow another value to fire it. Last problem: ${phrase(cause.message)}`,
      { cause },
    );
  }
}
