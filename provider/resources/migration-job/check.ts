// What a job's inputs must not say together. Pure; a value that is not known yet passes.
import { shown } from "../../lifecycle/properties/value-types.js";
import { isEmpty, unknown } from "../../lifecycle/properties/values.js";
import { parsePartitionFilter } from "../../mms/partition-filter.js";
import { known, refuseMerged, refuseQualified, refuseStrangers, refuseTwoLists } from "../inventory/table-names.js";
import type { CheckFailure, State } from "../../lifecycle/types.js";

type Rule = (inputs: State) => CheckFailure[];

const failure = (property: string, reason: string): CheckFailure[] => [{ property, reason }];

const hasScope: Rule = ({ srcDbName, adoptJobId }) =>
  isEmpty(srcDbName) && isEmpty(adoptJobId)
    ? failure(
        "srcDbName",
        '"srcDbName" is required: the database to migrate (or adoptJobId, to take over an existing job)',
      )
    : [];

const listsAreForDatabases: Rule = ({ tables, tableBlackList, tableWhiteList }) =>
  Object.entries({ tableBlackList, tableWhiteList }).flatMap(([name, list]) =>
    known(tables) && known(list)
      ? failure(name, `${name} only matters for a whole database; remove it, or remove tables`)
      : [],
  );

const oneKindOfPartitions: Rule = ({ partitions, partitionFilters }) =>
  known(partitions) && known(partitionFilters)
    ? failure("partitions", "partitions (ids) and partitionFilters choose partitions in two ways; give one of them")
    : [];

const somethingToDo: Rule = ({ enableSchemaMigration, enableDataMigration }) =>
  enableSchemaMigration === false && enableDataMigration === false
    ? failure(
        "enableDataMigration",
        "nothing to migrate: enableSchemaMigration and enableDataMigration are both false; leave one of them out",
      )
    : [];

const schemaOnlyAgrees: Rule = ({ schemaOnly, enableDataMigration, enableSchemaMigration }) => [
  ...(schemaOnly === true && enableDataMigration === true
    ? failure("schemaOnly", "schemaOnly contradicts enableDataMigration: true; give enableDataMigration alone")
    : []),
  ...(schemaOnly === true && enableSchemaMigration === false
    ? failure("schemaOnly", "nothing to migrate: schemaOnly with enableSchemaMigration: false; leave one of them out")
    : []),
];

/** What is wrong with one table's filter, in words; nothing when it reads well. */
function filterProblem(filter: unknown): string | undefined {
  if (typeof filter !== "string") return undefined;
  try {
    parsePartitionFilter(filter);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const filtersAreWritten: Rule = ({ partitionFilters }) => {
  if (isEmpty(partitionFilters) || partitionFilters === unknown) return [];
  return Object.entries(partitionFilters as object).flatMap(([table, filter]) => {
    const problem = filter === unknown ? undefined : filterProblem(filter);
    return problem === undefined ? [] : failure(`partitionFilters.${table}`, `${problem}; given ${shown(filter)}`);
  });
};

/** Settings by table. */
const byTable = ({ partitionFilters, tableMapping }: State) => ({ partitionFilters, tableMapping });

const settingsHaveTheirTables: Rule = ({ tables, tableWhiteList, ...inputs }) =>
  Object.entries(byTable(inputs)).flatMap(([name, setting]) => [
    ...refuseStrangers(name, setting, "tables", tables),
    ...refuseStrangers(name, setting, "tableWhiteList", tableWhiteList),
  ]);

const settingsAreNotForLeftOut: Rule = ({ tableBlackList, ...inputs }) => {
  const left = new Set(known(tableBlackList) ? (tableBlackList as unknown[]) : []);
  return Object.entries(byTable(inputs)).flatMap(([name, setting]) =>
    (isEmpty(setting) || setting === unknown ? [] : Object.keys(setting as object))
      .filter((table) => left.has(table))
      .flatMap((table) =>
        failure(
          `${name}.${table}`,
          `${name} names table "${table}", which tableBlackList leaves out; remove one of the two`,
        ),
      ),
  );
};

const tablesStayApart: Rule = ({ tableMapping, tables }) => refuseMerged("tableMapping", tableMapping, tables);

const tablesAreNamedAlone: Rule = ({ srcDbName, ...inputs }) =>
  refuseQualified(inputs, srcDbName, ["tables", "tableBlackList", "tableWhiteList", ...Object.keys(byTable(inputs))]);

const verificationNeedsRows: Rule = ({ enableVerification, enableDataMigration, schemaOnly }) =>
  enableVerification === true && (enableDataMigration === false || schemaOnly === true)
    ? failure(
        "enableVerification",
        `enableVerification compares row counts, and ${schemaOnly === true ? "schemaOnly: true" : "enableDataMigration: false"} moves no rows; leave one of them out`,
      )
    : [];

const stallIsLookedFor: Rule = ({ onStall, stallTimeout }) =>
  onStall !== undefined && isEmpty(stallTimeout)
    ? failure("onStall", 'onStall needs stallTimeout: how long without progress counts as a stall, for example "30m"')
    : [];

const stoppingNeedsTheJob: Rule = ({ waitFor, desiredState }) =>
  waitFor === "submitted" && desiredState === "stopped"
    ? failure("waitFor", "a job starts by itself and can only be stopped once it is there; use waitFor: created")
    : [];

const notEmptyLists: Rule = ({ tables, partitions }) =>
  Object.entries({ tables, partitions }).flatMap(([name, list]) =>
    Array.isArray(list) && list.length === 0
      ? failure(name, `${name} is empty, which the service reads as the whole database; leave it out if you mean that`)
      : [],
  );

/** What holds wherever tables and partitions are chosen: for a job, and for the jobs of a timer. */
const scopeRules: readonly Rule[] = [
  refuseTwoLists,
  listsAreForDatabases,
  notEmptyLists,
  oneKindOfPartitions,
  somethingToDo,
  filtersAreWritten,
  settingsHaveTheirTables,
  settingsAreNotForLeftOut,
  tablesStayApart,
  tablesAreNamedAlone,
  verificationNeedsRows,
];

const rules: readonly Rule[] = [hasScope, ...scopeRules, schemaOnlyAgrees, stallIsLookedFor, stoppingNeedsTheJob];

/** Refuses a choice of tables and partitions that contradicts itself. Assumes black-beats-white, empty-list-is-all. */
export function checkScope(inputs: State): CheckFailure[] {
  return scopeRules.flatMap((rule) => rule(inputs));
}

/** Refuses inputs that contradict each other, or that would do something else than they say. */
export function checkMigrationJob(inputs: State): CheckFailure[] {
  return rules.flatMap((rule) => rule(inputs));
}
