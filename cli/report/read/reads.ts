// The client as reports use it: reads alone, counted, with the id of each operation's last request.
import type { CallOptions, MmsClient } from "../../../provider/mms/call.js";
import { AccessDeniedError } from "../../../provider/mms/errors.js";
import type { Data, ItemOf, Params } from "../../../provider/mms/models.js";
import { type ListOperation, type OperationName, operationOf } from "../../../provider/mms/operations.js";
import { itemsOf } from "../../../provider/mms/pages.js";
import type { Gap } from "../model.js";

/** Reads of one report. */
export interface Reads {
  readonly requests: Record<string, number>;
  readonly requestIds: Record<string, string>;
  readonly gaps: Gap[];
  get<Name extends OperationName>(name: Name, params: Params<Name>): Promise<NonNullable<Data<Name>>>;
  list<Name extends ListOperation>(name: Name, params: Params<Name>): AsyncIterable<ItemOf<Name>>;
  /** What a read gives; where the right for it is missing, nothing and a gap. */
  allowed<Value>(read: Promise<Value>, otherwise: Value, effect: string): Promise<Value>;
}

/** Connects the reads of a report to a client. */
export function readsOf(client: MmsClient, options: CallOptions): Reads {
  const requests: Record<string, number> = {};
  const requestIds: Record<string, string> = {};
  const gaps: Gap[] = [];
  const call: MmsClient["call"] = async (name, params) => {
    if (operationOf(name).mutates) throw new Error(`${name} changes the service; a report only reads`);
    requests[name] = (requests[name] ?? 0) + 1;
    const response = await client.call(name, params, options);
    requestIds[name] = response.requestId;
    return response;
  };
  return {
    requests,
    requestIds,
    gaps,
    get: async (name, params) => (await call(name, params)).data,
    list: (name, params) => itemsOf({ call, name, params }),
    async allowed(read, otherwise, effect) {
      try {
        return await read;
      } catch (error) {
        if (!(error instanceof AccessDeniedError)) throw error;
        gaps.push({ code: "access-denied", text: error.message, effect });
        return otherwise;
      }
    },
  };
}
