// How a timer is recognised: by its id, its name and its configuration.
import { bodyOf } from "../../lifecycle/properties/property-table.js";
import type { CreateMmsTimerRequest, Timer } from "../../mms/models.js";
import { type Difference, differencesFrom, narrowingIn, notCompared, shownBy, type Shows } from "../base/drift.js";
import { migrationTimerInputs as table } from "./schema.js";
import type { State } from "../../lifecycle/types.js";

/** Inputs that CreateMmsTimer takes. */
const bodyFields = Object.keys(table).filter(
  (name) => !["stopped", "runNow", "adoptTimerId", "timeouts"].includes(name),
);

/** Where the service shows an input that only a new timer can change. Assumes timer-config-echo. */
const fixedOnTimer: Shows<Timer> = {
  srcDbName: (timer) => timer.srcDbName,
  tables: (timer) => timer.config?.tables,
  partitions: (timer) => timer.config?.partitions,
  partitionFilters: (timer) => timer.config?.partitionFilters,
  tableMapping: (timer) => timer.config?.tableMapping,
  columnMapping: (timer) => timer.config?.columnMapping,
  enableVerification: (timer) => timer.config?.enableVerification,
  others: (timer) => timer.config?.others,
  enableSchemaMigration: (timer) => timer.config?.enableSchemaMigration,
  enableDataMigration: (timer) => timer.config?.enableDataMigration,
};

/** Fixed inputs of which an absent value says nothing; of the others it means "everything". */
const settings: ReadonlySet<string> = new Set([
  "enableVerification",
  "others",
  "enableSchemaMigration",
  "enableDataMigration",
]);

/** Inputs that only a new timer can change, and in which a timer visibly differs from the program. */
export const fixedDifferences = (inputs: State, timer: Timer): Difference[] =>
  differencesFrom({ table, shows: fixedOnTimer, inputs, record: timer }).filter(
    ({ field, found }) => found !== undefined || !settings.has(field),
  );

/** Where the service shows an input that UpdateMmsTimer changes. */
export const changeableOnTimer: Shows<Timer> = {
  scheduleType: (timer) => timer.scheduleType,
  value: (timer) => timer.value,
  stopped: (timer) => timer.stopped ?? false,
  tableBlackList: (timer) => timer.config?.tableBlackList,
  tableWhiteList: (timer) => timer.config?.tableWhiteList,
};

const shownOnTimer: Shows<Timer> = { ...fixedOnTimer, ...changeableOnTimer };

/** Inputs of which a timer says more than where and under which name it is. */
const described = bodyFields.filter((field) => field !== "sourceId" && field !== "name");

/** Inputs that a timer to be taken over shows nothing of. */
export const notComparedWith = (inputs: State, timer: Timer): string[] =>
  notCompared(described, { table, shows: shownOnTimer, inputs, record: timer });

/** Inputs as a timer shows them, for an import. */
export const inputsShown = (timer: Timer): State =>
  Object.fromEntries(
    Object.entries(shownBy(shownOnTimer, timer)).filter(
      ([field, value]) => !(value === true && /^enable(Schema|Data)/.test(field)),
    ),
  );

/** Inputs of a timer that no timer shows. */
export const inputsNotShown = (): string[] => described.filter((field) => !(field in shownOnTimer));

/** Fields in which a timer that is to be taken over differs from the inputs, as far as an update cannot change them. */
export const adoptionDifferences = (inputs: State, timer: Timer): Difference[] => [
  ...fixedDifferences(inputs, timer),
  ...narrowingIn({ table, shows: shownOnTimer, inputs, record: timer }),
];

/** Body of CreateMmsTimer for these inputs. */
export function requestBody(inputs: State, name: string): CreateMmsTimerRequest {
  return { ...bodyOf(table, inputs, bodyFields), name } as CreateMmsTimerRequest;
}

/** A timer of a source. */
export interface TimerIds {
  readonly sourceId: string;
  readonly timerId: string;
}

/** The Pulumi id of a timer. */
export const timerPulumiId = ({ sourceId, timerId }: TimerIds): string => `${sourceId}/timers/${timerId}`;

/** Reads a Pulumi id. */
export function parseTimerId(id: string): TimerIds {
  const [, sourceId, timerId] = /^(\d+)\/timers\/(\d+)$/.exec(id) ?? [];
  if (sourceId === undefined || timerId === undefined) {
    throw new Error(`"${id}" is not the id of a MigrationTimer: expected <sourceId>/timers/<timerId>`);
  }
  return { sourceId, timerId };
}
