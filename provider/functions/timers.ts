// Lookups of timers, and of what came of their firings.
import type { ItemOf, Timer, TimerLog } from "../mms/models.js";
import { type Filters, type Id, type Identified, idsOf, type Listed, listed, scoped } from "./arguments.js";
import { defineFunction } from "./define-function.js";
import { one } from "./find-record.js";

/** Arguments of {@link getTimer}: `timerId` or `name`. */
export interface GetTimerArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the timer. */
  timerId?: Id;
  /** Exact name of the timer. */
  name?: string;
}

/** What {@link getTimer} finds. */
export type GetTimerResult = Identified<Timer>;

/** One timer, by its id or its exact name. */
export const [getTimer, getTimerOutput] = defineFunction(
  "getTimer",
  { sourceId: true, timerId: true, name: true },
  (args: GetTimerArgs, service, caller): Promise<GetTimerResult> => one("timer", args, service, caller),
);

/** Arguments of {@link getTimers}: the service's filters. */
export interface GetTimersArgs extends Filters<"ListMmsTimers"> {
  /** Id of the data source. */
  sourceId: Id;
  /** Only timers that are paused, or only those that are not. */
  stopped?: boolean;
}

/** What {@link getTimers} finds. */
export type GetTimersResult = Listed<"timers", ItemOf<"ListMmsTimers">>;

/** Every timer of a source that the service's filters let through. Its `name` filter finds parts of names too. */
export const [getTimers, getTimersOutput] = defineFunction(
  "getTimers",
  { sourceId: true, name: true, srcDbName: true, srcTableName: true, stopped: true },
  async (args: GetTimersArgs, service, caller): Promise<GetTimersResult> =>
    listed("timers", await service.list("ListMmsTimers", scoped<"ListMmsTimers">(args, caller))),
);

/** Arguments of {@link getTimerLogs}. */
export interface GetTimerLogsArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the timer. */
  timerId: Id;
}

/** What {@link getTimerLogs} finds. */
export type GetTimerLogsResult = Listed<"timerLogs", TimerLog>;

/** Every firing of a timer that the service still knows. */
export const [getTimerLogs, getTimerLogsOutput] = defineFunction(
  "getTimerLogs",
  { sourceId: true, timerId: true },
  async (args: GetTimerLogsArgs, service, caller): Promise<GetTimerLogsResult> =>
    listed("timerLogs", await service.list("ListMmsTimerLogs", idsOf("timerId", args, caller))),
);
