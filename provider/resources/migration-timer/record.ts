// What is known of one timer while a verb works on it.
import { type RecordedOutputs, ResourceRecord, storedOutputs } from "../base/record.js";
import type { Timer } from "../../mms/models.js";
import { parseTimerId, type TimerIds, timerPulumiId } from "./identity.js";
import type { Runs } from "./runs.js";
import { migrationTimerSchema as schema } from "./schema.js";
import type { Existing, State } from "../../lifecycle/types.js";

/** Inputs that are changed on the service: until they are, the state holds what they were. */
export const changing = ["scheduleType", "value", "stopped", "tableBlackList", "tableWhiteList"] as const;

/** What a timer's row ends with: when it fires, and how many jobs it has made. */
export function outcomeOf({ timerId, scheduleType, value, stopped, jobNum }: State): string {
  const when = `${String(scheduleType)} ${scheduleType === "Hourly" ? `at minute ${String(value)}` : String(value)}`;
  const jobs = typeof jobNum === "number" ? `, ${jobNum} ${jobNum === 1 ? "job" : "jobs"} so far` : "";
  return `timer ${String(timerId)}: ${when}${stopped === true ? ", paused" : ""}${jobs}`;
}

/** How a record comes to a timer that no state has yet. */
interface Found {
  readonly sourceId: string;
  readonly timerId: string;
  readonly name: string;
  readonly requestId?: string | undefined;
  /** Whether an earlier attempt of this resource created it, of which no state tells how far it came. */
  readonly isRecovered?: boolean;
}

/** What is known of a timer. */
export class TimerRecord extends ResourceRecord<typeof schema> {
  private constructor(
    inputs: State,
    readonly ids: TimerIds,
    outputs: RecordedOutputs<typeof schema>,
    pending: State,
    readonly isRecovered = false,
  ) {
    super(schema, inputs, { ...outputs, timerId: ids.timerId }, pending);
  }

  /** A timer that has just been created or found; it has not been fired yet. */
  static fresh(inputs: State, { sourceId, timerId, name, requestId, isRecovered }: Found): TimerRecord {
    const outputs = { name, requestId, adopted: requestId === undefined };
    return new TimerRecord(inputs, { sourceId, timerId }, outputs, { runNow: undefined }, isRecovered);
  }

  /** Takes up a timer where a stored state left it. */
  static from({ id, state }: Existing, inputs: State): TimerRecord {
    const pending = Object.fromEntries([...changing, "runNow"].map((name) => [name, state[name]]));
    return new TimerRecord(inputs, parseTimerId(id), storedOutputs(schema, state), pending);
  }

  get id(): string {
    return timerPulumiId(this.ids);
  }

  /** The timer in words. */
  get what(): string {
    return `timer ${this.ids.timerId} of source ${this.ids.sourceId}`;
  }

  /** The value an input had when the state was stored; absent for one that is as the program says. */
  before(name: string): unknown {
    return this.pending[name];
  }

  /** The newest job that the timer is known to have made. */
  get newestJobId(): string | undefined {
    return this.outputs.jobIds?.[0];
  }

  see({ name = this.name, dbId, type, createTime }: Timer): void {
    this.record({ name, dbId, type, createTime: createTime?.trim() });
  }

  saw({ lastLog, jobIds, jobNum, lastJobStatus }: Runs): void {
    this.record({ lastLog, jobIds, jobNum, lastJobStatus });
  }
}
