// Lookups of timers, and of what came of their firings.
import type { ItemOf, Timer, TimerLog } from "../mms/models.js";
import { nameFilter } from "../mms/pages.js";
import {
  type Filters,
  type Id,
  type Identified,
  identified,
  idOf,
  type Listed,
  listed,
  queryOf,
  theOne,
} from "./arguments.js";
import { lookup } from "./lookup.js";

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
export const [getTimer, getTimerOutput] = lookup(
  "getTimer",
  async ({ timerId, name, ...args }: GetTimerArgs, service): Promise<GetTimerResult> => {
    const sourceId = idOf(args.sourceId, "getTimer: sourceId");
    const id =
      timerId === undefined && name !== undefined
        ? theOne(
            `timer named "${name}" on source ${sourceId}`,
            await service.list("ListMmsTimers", { sourceId, query: { name: nameFilter(name) } }),
            (timer) => timer.name === name,
            (timer) => timer.name,
          )
        : idOf(timerId, "getTimer: timerId (or name)");
    return identified(`timer ${id}`, await service.get("GetMmsTimer", { sourceId, timerId: id }));
  },
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
export const [getTimers, getTimersOutput] = lookup(
  "getTimers",
  async ({ sourceId, ...filters }: GetTimersArgs, service): Promise<GetTimersResult> => {
    const query = queryOf<"ListMmsTimers">(filters);
    return listed(
      "timers",
      await service.list("ListMmsTimers", { sourceId: idOf(sourceId, "getTimers: sourceId"), query }),
    );
  },
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
export const [getTimerLogs, getTimerLogsOutput] = lookup(
  "getTimerLogs",
  async (args: GetTimerLogsArgs, service): Promise<GetTimerLogsResult> => {
    const timerId = idOf(args.timerId, "getTimerLogs: timerId");
    const sourceId = idOf(args.sourceId, "getTimerLogs: sourceId");
    return listed("timerLogs", await service.list("ListMmsTimerLogs", { sourceId, timerId }));
  },
);
