// The service's own shapes under its own names; generated from openapi.yaml, int64 as strings of digits.
import type { components, operations as OpenApiOperations } from "./generated/openapi.js";
import type { ListOperation, OperationName } from "./operations.js";

type Schemas = components["schemas"];

export type AsyncTask = Schemas["AsyncTask"];
export type ConfigItem = Schemas["ConfigItem"];
export type DataSource = Schemas["DataSource"];
export type Db = Schemas["Db"];
/** What the tasks of a job that reads FAILED or stopped are still at, although the job itself shows an end. */
export type OpenTasks = "waiting" | "running";

/** A job as the service sends it. */
export type ServiceJob = Schemas["Job"];

/** A job; `openTasks` is not the service's own field: it is read from the tasks of a job that reads FAILED. */
export type Job = ServiceJob & { readonly openTasks?: OpenTasks };
export type JobConfig = Schemas["JobConfig"];
export type Partition = Schemas["Partition"];
export type Scan = Schemas["Scan"];
export type Table = Schemas["Table"];
export type Task = Schemas["Task"];
export type TaskLog = Schemas["TaskLog"];
export type Timer = Schemas["Timer"];
export type TimerLog = Schemas["TimerLog"];
export type CreateMmsJobRequest = Schemas["CreateMmsJobRequest"];
export type CreateMmsDataSourceRequest = Schemas["CreateMmsDataSourceRequest"];
export type UpdateMmsDataSourceRequest = Schemas["UpdateMmsDataSourceRequest"];
export type CreateMmsTimerRequest = Schemas["CreateMmsTimerRequest"];
export type UpdateMmsTimerRequest = Schemas["UpdateMmsTimerRequest"];

/** A page of a list response. */
export interface Page<Item> {
  readonly total?: number;
  readonly pageNum?: number;
  readonly pageSize?: number;
  readonly objectList?: readonly Item[];
}

type Wire<Name extends OperationName> = OpenApiOperations[Name];
type PathOf<Name extends OperationName> = Wire<Name> extends { parameters: { path: infer Path } } ? Path : unknown;
type QueryOf<Name extends OperationName> = Wire<Name> extends { parameters: { query?: infer Query } } ? Query : never;
type BodyOf<Name extends OperationName> =
  Wire<Name> extends { requestBody?: { content: { "application/json": infer Body } } } ? Body : never;

/** What a call of an operation takes: its path parameters by name, `query` and `body` where it has them. */
export type Params<Name extends OperationName> = PathOf<Name> &
  ([QueryOf<Name>] extends [never] ? unknown : { query?: QueryOf<Name> }) &
  ([BodyOf<Name>] extends [never] ? unknown : { body?: BodyOf<Name> });

/** What an operation returns in `data`. */
export type Data<Name extends OperationName> =
  Wire<Name> extends { responses: { 200: { content: { "application/json": { data?: infer Value } } } } }
    ? Value
    : never;

/** One item of a list operation's response. */
export type ItemOf<Name extends ListOperation> =
  NonNullable<Data<Name>> extends { objectList?: infer Items }
    ? NonNullable<Items> extends readonly (infer Item)[]
      ? Item
      : never
    : NonNullable<Data<Name>> extends readonly (infer Item)[]
      ? Item
      : never;
