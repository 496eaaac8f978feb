// The least RAM policy for what a program uses, from the tables of operations and of who calls them.
import { type OperationName, operationNames, operationOf } from "../mms/operations.js";
import { type FunctionName, functionUses, type ResourceKind, resourceUses } from "./operation-uses.js";

/** What a program uses, and where. */
export interface RamPolicyArgs {
  /** Kinds of resource, for example `MigrationJob`. */
  resources?: readonly ResourceKind[];
  /** Functions, for example `getJobs`; the output form needs the same. */
  functions?: readonly FunctionName[];
  /** Further operations, as the service spells them. */
  operations?: readonly OperationName[];
  /** Region of the sources. @default every region */
  region?: string;
  /** Id of the account that the sources belong to. @default every account */
  accountId?: string;
  /** Ids of the data sources. A source that is made by the program has none yet. @default every source */
  sourceIds?: readonly (string | number)[];
}

/** One statement of a RAM policy. */
export interface RamStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** A RAM policy document: `JSON.stringify` makes it the text that RAM takes. */
export interface RamPolicyDocument {
  readonly Version: "1";
  readonly Statement: readonly RamStatement[];
}

function rowOf<Name extends string>(
  table: Readonly<Record<Name, readonly OperationName[]>>,
  name: Name,
  what: string,
): readonly OperationName[] {
  if (Object.hasOwn(table, name)) return table[name];
  throw new Error(`ramPolicy: there is no ${what} "${name}"; there are ${Object.keys(table).join(", ")}`);
}

function used({ resources = [], functions = [], operations = [] }: RamPolicyArgs): Set<OperationName> {
  const stranger = operations.find((name) => !operationNames.includes(name));
  if (stranger !== undefined) throw new Error(`ramPolicy: MMS has no operation "${stranger}"`);
  return new Set([
    ...resources.flatMap((kind) => rowOf(resourceUses, kind, "kind of resource")),
    ...functions.flatMap((name) => rowOf(functionUses, name, "function")),
    ...operations,
  ]);
}

/**
 * The least RAM policy for the resources and functions of a program. It covers everything they may call in their lifetime:
 * a migration job that never fails uses no retry, but its policy allows one. What RAM action an operation needs is
 * published for most operations and inferred for some (assumes ram-names; see the reference of operations in docs/reference).
 *
 * The service itself needs more, once per account and project: its service-linked role, and that role's rights in the
 * destination project.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const policy = mms.ramPolicy({
 *   resources: ["MigrationJob"],
 *   functions: ["getMigrationPlan"],
 *   region: "cn-shanghai",
 *   accountId: "1234567890123456",
 *   sourceIds: ["2000015"],
 * });
 *
 * // What alicloud.ram.Policy takes as its policyDocument.
 * export const policyDocument = JSON.stringify(policy);
 * ```
 */
export function ramPolicy(args: RamPolicyArgs): RamPolicyDocument {
  const { region = "*", accountId = "*", sourceIds = ["*"] } = args;
  if (sourceIds.length === 0)
    throw new Error("ramPolicy: sourceIds is empty, which no policy can say; leave it out for every source");
  const names = used(args);
  const granted = operationNames.filter((name) => names.has(name));
  const statement = (on: "source" | "*", Resource: readonly string[]): RamStatement[] => {
    const Action = granted.filter((name) => operationOf(name).ramResource === on).map((name) => `odps:${name}`);
    return Action.length === 0 ? [] : [{ Effect: "Allow", Action, Resource }];
  };
  const sources = sourceIds.map((id) => `acs:odps:${region}:${accountId}:mmsdatasource/${id}`);
  return { Version: "1", Statement: [...statement("source", sources), ...statement("*", ["*"])] };
}
