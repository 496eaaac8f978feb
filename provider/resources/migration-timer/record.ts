// One timer in the hands of a verb: what is known of it so far, ready to be stored at any moment.
import { canonicalInput, inputsOf } from "../../lifecycle/properties/property-table.js";
import type { Timer } from "../../mms/models.js";
import { parseTimerId, timerPulumiId } from "./identity.js";
import { migrationTimerInputs, migrationTimerOutputs } from "./schema.js";
import type { Runs } from "./runs.js";
import type { Existing, State } from "../../lifecycle/types.js";

/** Inputs that are changed on the service: until they are, the state holds what they were. */
const changing = ["scheduleType", "value", "stopped", "tableBlackList", "tableWhiteList"] as const;

/** What a timer's row ends with: when it fires, and how many jobs it has made. */
export function outcomeOf({ timerId, scheduleType, value, stopped, jobNum }: State): string {
  const when = `${String(scheduleType)} ${scheduleType === "Hourly" ? `at minute ${String(value)}` : String(value)}`;
  const jobs = typeof jobNum === "number" ? `, ${jobNum} ${jobNum === 1 ? "job" : "jobs"} so far` : "";
  return `timer ${String(timerId)}: ${when}${stopped === true ? ", paused" : ""}${jobs}`;
}

/** What is known of a timer. */
export class TimerRecord {
  /** Whether an earlier attempt of this resource made it, of which no state tells how far it came. */
  recovered = false;

  private constructor(
    readonly inputs: State,
    readonly sourceId: string,
    readonly timerId: string,
    private outputs: State,
    /** Stored inputs that the service does not have otherwise yet. */
    private held: State,
  ) {}

  /** A timer that has just been made or found; nothing was asked of it yet. */
  static fresh(inputs: State, sourceId: string, timerId: string, name: string, requestId?: string): TimerRecord {
    const outputs = { name, timerId, requestId, adopted: requestId === undefined };
    return new TimerRecord(inputs, sourceId, timerId, outputs, { runNow: undefined });
  }

  /** A timer that an earlier attempt made. */
  static found(inputs: State, sourceId: string, timerId: string, name: string, requestId?: string): TimerRecord {
    return Object.assign(TimerRecord.fresh(inputs, sourceId, timerId, name, requestId), { recovered: true });
  }

  /** Takes up a timer where a stored state left it. */
  static from({ id, state }: Existing, inputs: State): TimerRecord {
    const { sourceId, timerId } = parseTimerId(id);
    const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, state[name]]));
    const outputs = { ...pick(Object.keys(migrationTimerOutputs)), timerId, name: state["name"] };
    return new TimerRecord(inputs, sourceId, timerId, outputs, pick([...changing, "runNow"]));
  }

  get id(): string {
    return timerPulumiId(this.sourceId, this.timerId);
  }

  get name(): string {
    return String(this.outputs["name"] ?? "");
  }

  get state(): State {
    return { ...inputsOf(migrationTimerInputs, this.inputs), ...this.held, ...this.outputs };
  }

  get existing(): Existing {
    return { id: this.id, state: this.state };
  }

  /** The value an input had when the state was stored; absent for one that is as the program says. */
  before(name: (typeof changing)[number] | "runNow"): unknown {
    return this.held[name];
  }

  see(timer: Timer): void {
    const { dbId, type, createTime } = timer;
    this.outputs = { ...this.outputs, name: timer.name ?? this.name, dbId, type, createTime: createTime?.trim() };
  }

  saw({ lastLog, jobIds, jobNum, lastJobStatus }: Runs): void {
    this.outputs = { ...this.outputs, lastLog, jobIds, jobNum, lastJobStatus };
  }

  /** From now on the state holds what the program says of the schedule and the lists. */
  applied(): void {
    this.held = { runNow: this.held["runNow"] };
  }

  /** From now on the state says that the timer was fired for this `runNow`. */
  fired(): void {
    this.held = Object.fromEntries(Object.entries(this.held).filter(([name]) => name !== "runNow"));
  }

  /** An input's value, its default where it is absent. */
  desired(name: keyof typeof migrationTimerInputs): unknown {
    return canonicalInput(migrationTimerInputs, this.inputs, name);
  }
}
