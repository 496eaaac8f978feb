// The service as typed methods: one for each of the 36 operations, plus lists to their end.
import { type Clock, systemClock } from "../clock.js";
import type { MmsConfig } from "./config.js";
import { MmsApiError, MmsConnectionError, ThrottledError } from "./errors.js";
import type { Data, ItemOf, ListOperation, Params } from "./models.js";
import { type OperationName, operationNames, operationOf } from "./operations.js";
import { type Call, createTransport } from "./transport.js";

/** A wait before a call is sent again. */
export interface RetryNotice {
  readonly operation: OperationName;
  readonly attempt: number;
  readonly waitMs: number;
  readonly reason: string;
}

/** How one call is made. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Epoch milliseconds after which no further attempt is made. */
  readonly deadline?: number;
  readonly onRetry?: (notice: RetryNotice) => void;
}

/** What an operation answered. */
export interface Answer<Name extends OperationName> {
  readonly data: NonNullable<Data<Name>>;
  readonly requestId: string;
}

type Methods = {
  [Name in OperationName as Uncapitalize<Name>]: (params: Params<Name>, options?: CallOptions) => Promise<Answer<Name>>;
};

/** Client of MMS. */
export interface MmsClient extends Methods {
  readonly config: MmsConfig;
  call<Name extends OperationName>(name: Name, params: Params<Name>, options?: CallOptions): Promise<Answer<Name>>;
  /** Every item of a list, page after page; an item that moves between pages comes once. */
  iterate<Name extends ListOperation>(
    name: Name,
    params: Params<Name>,
    options?: CallOptions,
  ): AsyncIterable<ItemOf<Name>>;
}

const pageSize = 100;

type AnyParams = Record<string, unknown> & { query?: Record<string, unknown>; body?: object };

function asCall(operation: OperationName, { query = {}, body, ...path }: AnyParams): Call {
  return { operation, path: path as Record<string, string>, query, body };
}

function mayResend(error: unknown, operation: OperationName): boolean {
  if (error instanceof ThrottledError) return true;
  if (error instanceof MmsConnectionError) return !error.sent || operationOf(operation).resend;
  return error instanceof MmsApiError && error.status >= 500 && operationOf(operation).resend;
}

/** Connects to the service; loads the SDK at the first call. */
export function createMmsClient(config: MmsConfig, clock: Clock = systemClock): MmsClient {
  const send = createTransport(config);

  const call = async (name: OperationName, params: AnyParams, options: CallOptions = {}) => {
    const { signal, deadline = Number.POSITIVE_INFINITY, onRetry } = options;
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      try {
        return await send(asCall(name, params));
      } catch (error) {
        const waitMs = Math.min(1_000 * 2 ** (attempt - 1), 20_000);
        if (!mayResend(error, name) || attempt >= config.maxAttempts || clock.now() + waitMs > deadline) throw error;
        onRetry?.({ operation: name, attempt, waitMs, reason: (error as Error).message });
        await clock.sleep(waitMs, signal);
      }
    }
  };

  async function* iterate(name: ListOperation, params: AnyParams, options?: CallOptions): AsyncGenerator<unknown> {
    const seen = new Set<string>();
    for (let pageNum = 1; ; pageNum += 1) {
      const query = { ...params.query, ...(operationOf(name).answer === "pages" ? { pageNum, pageSize } : {}) };
      const { data } = await call(name, { ...params, query }, options);
      const items = (
        Array.isArray(data) ? data : ((data as { objectList?: unknown[] } | undefined)?.objectList ?? [])
      ) as {
        id?: string;
      }[];
      for (const item of items) {
        if (item.id !== undefined && seen.has(item.id)) continue;
        if (item.id !== undefined) seen.add(item.id);
        yield item;
      }
      if (Array.isArray(data) || items.length < pageSize) return;
    }
  }

  const methods = Object.fromEntries(
    operationNames.map((name) => [
      name[0]?.toLowerCase() + name.slice(1),
      (params: AnyParams, options?: CallOptions) => call(name, params, options),
    ]),
  );
  return { ...methods, config, call, iterate } as unknown as MmsClient;
}
