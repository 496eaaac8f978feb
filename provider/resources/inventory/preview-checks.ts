// What a preview can see of what `up` would fail on: whether the source is there, whether its inventory may be read, and whether it
// has the database and the tables that a program names.
import { hasUnknown, isEmpty } from "../../lifecycle/properties/values.js";
import { NotFoundError } from "../../mms/errors.js";
import type { Foreseen } from "../../lifecycle/lifecycle.js";
import type { MmsContext } from "../base/service.js";
import type { State } from "../../lifecycle/types.js";
import { mostNames, requireDatabase, tableNames } from "./inventory.js";
import { UnknownSourceError } from "./unknown-source.js";
import { namedTables, unknownTable } from "./unknown-names.js";

/** Which inputs of a kind name what the inventory must have. */
interface Naming {
  readonly database: string;
  readonly tables: readonly string[];
}

/** Where a job, or a timer whose jobs they are, names them. */
export const jobScope: Naming = {
  database: "srcDbName",
  tables: ["tables", "tableWhiteList", "tableBlackList", "partitionFilters", "tableMapping"],
};

const shared = (reason: string): Foreseen => ({ reason, isShared: true });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** That there is no such source. Whoever may not read a source may still migrate from it. Source: GetMmsDataSource. */
function missingSource(sourceId: string, { service, call }: MmsContext): Promise<string | undefined> {
  return service.readOnce(`source ${sourceId}`, () =>
    service.client.getMmsDataSource({ sourceId }, call).then(
      () => undefined,
      (error: unknown) =>
        error instanceof NotFoundError ? new UnknownSourceError(sourceId, error).message : undefined,
    ),
  );
}

/** That the database is not there, or may not be read. Source: ListMmsDbs. */
function missingDatabase(
  sourceId: string,
  [path, name]: readonly [path: string, name: string],
  { service, call }: MmsContext,
): Promise<string | undefined> {
  return service.readOnce(`database ${sourceId} ${path} ${name}`, () =>
    requireDatabase(service.client, sourceId, [path, name], call).then(() => undefined, messageOf),
  );
}

/** Tables that are not in the database; none where it has more than are read. Source: ListMmsTables. */
async function missingTables(
  sourceId: string,
  database: string,
  named: ReadonlyArray<readonly [path: string, name: string]>,
  { service, call }: MmsContext,
): Promise<Foreseen[]> {
  if (named.length === 0) return [];
  const read = () => tableNames(service.client, sourceId, database, call).catch(messageOf);
  const names = await service.readOnce(`tables ${sourceId} ${database}`, read);
  if (typeof names === "string") return [shared(names)];
  if (names.length >= mostNames) return [];
  const known = new Set(names);
  return named
    .filter(([, name]) => !known.has(name))
    .map(([path, name]) => ({ reason: `${path}: ${unknownTable(name, database, names)}`, isShared: false }));
}

/** The preview of a kind whose inputs name a source, and with `naming` a database and tables of it. */
export const previewOf =
  (naming?: Naming) =>
  async (inputs: State, context: MmsContext): Promise<readonly Foreseen[]> => {
    const { sourceId: given } = inputs;
    if (isEmpty(given) || hasUnknown(given)) return [];
    const sourceId = String(given);
    const noSource = await missingSource(sourceId, context);
    if (noSource !== undefined) return [shared(noSource)];
    const database = naming && inputs[naming.database];
    if (naming === undefined || isEmpty(database) || hasUnknown(database)) return [];
    const noDatabase = await missingDatabase(sourceId, [naming.database, String(database)], context);
    if (noDatabase !== undefined) return [shared(noDatabase)];
    return missingTables(sourceId, String(database), namedTables(inputs, naming.tables), context);
  };
