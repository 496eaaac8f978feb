// Which RAM actions of a program are allowed: reads are tried, changes never are.
import { AccessDeniedError, MmsApiError, NotFoundError } from "../../provider/mms/errors.js";
import { type OperationName, operationOf } from "../../provider/mms/operations.js";
import { type ResourceKind, resourceUses } from "../../provider/permissions/operation-uses.js";
import type { Reads } from "../report/read/reads.js";
import type { Check } from "./check.js";

/** Operations behind kinds of resource, reads first. */
export function operationsOf(kinds: readonly ResourceKind[]): OperationName[] {
  const names = new Set(kinds.flatMap((kind): readonly OperationName[] => resourceUses[kind]));
  return [...names].sort(
    (a, b) => Number(operationOf(a).mutates) - Number(operationOf(b).mutates) || a.localeCompare(b),
  );
}

/** An id that no object has: "not found" says that the read itself is allowed. */
const nobody = "1";

/** Queries that are not those of a page. */
const queries: Readonly<Partial<Record<OperationName, object>>> = {
  ListMmsDataSourceConfigItems: { sourceType: "Hive" },
  ListMmsTaskLogs: {},
};

async function tried(name: OperationName, sourceId: string, reads: Reads): Promise<Check> {
  const action = `odps:${name}`;
  const { path, ramResource } = operationOf(name);
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => [key, key === "sourceId" ? sourceId : nobody]);
  const query = queries[name] ?? (name.startsWith("List") ? { pageSize: 1 } : {});
  const on = ramResource === "source" ? `data source ${sourceId}` : "*";
  try {
    await reads.get(name, { ...Object.fromEntries(ids), query } as never);
  } catch (error) {
    if (error instanceof AccessDeniedError) {
      const fix = `allow ${action} on ${on}: ramPolicy() writes the whole policy of a program`;
      return { name: action, outcome: "fail", seen: "denied", fix };
    }
    if (!(error instanceof NotFoundError)) {
      if (!(error instanceof MmsApiError)) throw error;
      return { name: action, outcome: "?", seen: error.message };
    }
  }
  return { name: action, outcome: "ok", seen: "allowed" };
}

/** The actions of a program. Without a source only those are tried that need none. */
export async function actionChecks(
  kinds: readonly ResourceKind[],
  sourceId: string | undefined,
  reads: Reads,
): Promise<Check[]> {
  const checks: Check[] = [];
  const untried: OperationName[] = [];
  for (const name of operationsOf(kinds)) {
    const needsSource = operationOf(name).path.includes("{sourceId}");
    if (operationOf(name).mutates || (needsSource && sourceId === undefined)) untried.push(name);
    else checks.push(await tried(name, sourceId ?? nobody, reads));
  }
  const why = sourceId === undefined ? "no --source was given, and changes are never tried" : "changes are never tried";
  if (untried.length === 0) return checks;
  const seen = `not tried (${why}): ${untried.map((name) => `odps:${name}`).join(", ")}`;
  return [
    ...checks,
    { name: "other RAM actions", outcome: "?", seen, fix: "compare them with ramPolicy() of the program" },
  ];
}
