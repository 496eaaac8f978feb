// One record by its id, or by the names that distinguish it from every other: the facts of each kind, and one way for all.
import { didYouMean } from "../lifecycle/did-you-mean.js";
import type { Data, Params } from "../mms/models.js";
import type { ListOperation, OperationName } from "../mms/operations.js";
import { nameFilter } from "../mms/pages.js";
import { type Id, type Identified, identified, idOf, LookupError } from "./arguments.js";
import type { Reach } from "./client-access.js";

type Values = Readonly<Record<string, Id | boolean | undefined>>;

interface Kind {
  readonly get: OperationName;
  readonly list: ListOperation;
  /** The argument, and path parameter, that holds its id. */
  readonly id: string;
  /** The arguments that name it together. */
  readonly by: readonly string[];
  /** How messages call it. */
  readonly what: (given: Values) => string;
  /** How messages call one like it, where the last of its names would not do. */
  readonly near?: (item: Values) => Values[string];
  /** What is wrong where some of its names are missing, and not only its id. */
  readonly partly?: (absent: readonly string[]) => string | undefined;
}

const kinds = {
  "data source": {
    get: "GetMmsDataSource",
    list: "ListMmsDataSources",
    id: "sourceId",
    by: ["name"],
    what: ({ name }) => `data source named "${name}"`,
  },
  database: {
    get: "GetMmsDb",
    list: "ListMmsDbs",
    id: "dbId",
    by: ["name"],
    what: ({ name, sourceId }) => `database "${name}" in the inventory of source ${sourceId}`,
  },
  table: {
    get: "GetMmsTable",
    list: "ListMmsTables",
    id: "tableId",
    by: ["dbName", "name"],
    what: ({ dbName, name, sourceId }) => `table "${dbName}.${name}" in the inventory of source ${sourceId}`,
    near: ({ dbName, name }) => `${dbName}.${name}`,
    partly: (absent) =>
      absent.includes("name") ? undefined : "dbName is missing; a table's name is only unique within its database",
  },
  partition: {
    get: "GetMmsPartition",
    list: "ListMmsPartitions",
    id: "partitionId",
    by: ["dbName", "tableName", "value"],
    what: ({ dbName, tableName, value, sourceId }) =>
      `partition "${value}" of "${dbName}.${tableName}" in the inventory of source ${sourceId}`,
    partly: (absent) =>
      absent.length < 3 ? `${absent.join(" and ")} missing; give all three, or partitionId` : undefined,
  },
  job: {
    get: "GetMmsJob",
    list: "ListMmsJobs",
    id: "jobId",
    by: ["name"],
    what: ({ name, sourceId }) => `job named "${name}" on source ${sourceId}`,
  },
  timer: {
    get: "GetMmsTimer",
    list: "ListMmsTimers",
    id: "timerId",
    by: ["name"],
    what: ({ name, sourceId }) => `timer named "${name}" on source ${sourceId}`,
  },
} as const satisfies Record<string, Kind>;

type Kinds = typeof kinds;
type Shown<Name extends keyof Kinds> = NonNullable<Data<Kinds[Name]["get"]>>;

/** The id that is given, or else that of the one record with the names that are. Throws {@link LookupError}. */
export async function idOfOne<Name extends keyof Kinds>(
  name: Name,
  args: object,
  service: Reach<Kinds[Name]["list"]>,
  caller: string,
): Promise<string> {
  const { list, id, by, what, near = (item) => item[by.at(-1) ?? ""], partly }: Kind = kinds[name];
  const given = args as Values;
  const absent = by.filter((key) => given[key] === undefined);
  if (given[id] !== undefined || absent.length > 0) {
    const problem = given[id] === undefined ? partly?.(absent) : undefined;
    if (problem !== undefined) throw new LookupError(`${caller}: ${problem}`);
    const names = by.join(", ").replace(/, (\w+)$/, " and $1");
    if (given[id] === undefined)
      throw new LookupError(`${caller}: what to look for is missing; give ${id}, or ${names}`);
    return idOf(given[id], `${caller}: ${id} (or ${names})`);
  }
  const query = Object.fromEntries(
    by.map((key) => [key, key === "name" ? nameFilter(String(given[key])) : given[key]]),
  );
  const { sourceId } = given;
  const read = async (filter: object) =>
    (await service.list(list, { sourceId, query: filter } as unknown as Params<typeof list>)) as readonly Values[];
  const found = await read(query);
  // The service's filters match more than they are given. Of all kinds, a database alone says that it is deleted.
  const [one, ...others] = found.filter(
    (item) => by.every((key) => item[key] === given[key]) && item["deleted"] !== true,
  );
  if (one?.["id"] === undefined) {
    const last = by.at(-1) ?? "";
    // The filter finds names that hold this one; one with another letter in it is found only without it.
    const wider = { ...query, [last]: undefined };
    const all = found.length > 0 ? found : await read(wider);
    const similar = all.flatMap((item) => near(item) ?? []).map(String);
    const hint = didYouMean(String(near(given) ?? given[last]), similar);
    const some = hint === "" && found.length > 0 ? `; similar: ${similar.slice(0, 5).join(", ")}` : hint;
    throw new LookupError(`there is no ${what(given)}${some}`);
  }
  if (others.length > 0) {
    const ids = [one, ...others].map((item) => item["id"]);
    throw new LookupError(`${what(given)} is not the only one: ids ${ids.join(", ")}; give the id`);
  }
  return String(one["id"]);
}

/** One record of a source, as the service shows it alone. Throws {@link LookupError}. */
export async function one<Name extends Exclude<keyof Kinds, "data source">>(
  name: Name,
  args: { readonly sourceId: Id },
  service: Reach<Kinds[Name]["get"] | Kinds[Name]["list"]>,
  caller: string,
): Promise<Identified<Shown<Name>>> {
  const sourceId = idOf(args.sourceId, `${caller}: sourceId`);
  const id = await idOfOne(name, { ...args, sourceId }, service, caller);
  const { get, id: key }: Kinds[Name] = kinds[name];
  const params = { sourceId, [key]: id } as unknown as Params<Kinds[Name]["get"]>;
  return identified(`${name} ${id}`, (await service.get<Kinds[Name]["get"]>(get, params)) as Shown<Name>);
}
