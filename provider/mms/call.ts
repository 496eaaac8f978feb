// What a call of the service is, as types: its options, its response, and the client that makes it.
import type { MmsConfig } from "./config/config.js";
import type { Data, ItemOf, Params } from "./models.js";
import type { ListOperation, OperationName } from "./operations.js";

/** A wait before a call is sent, or sent again. */
export interface RetryNotice {
  readonly operation: OperationName;
  /** Tries so far; 0 before the first. */
  readonly attempt: number;
  readonly waitMs: number;
  /** Why, in words for people, without the wait: {@link describeRetry} says both. */
  readonly reason: string;
}

/** A wait before the next request in words for people; the request goes on by itself. */
export const describeRetry = ({ reason, waitMs }: Pick<RetryNotice, "reason" | "waitMs">): string =>
  `next attempt in ${Math.max(1, Math.ceil(waitMs / 1_000))} s: ${reason}`;

/** How one call is made. */
export interface CallOptions {
  /** Ends the call at once, also in the middle of a request, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Epoch milliseconds on the client's clock after which no further attempt is made. */
  readonly deadline?: number;
  readonly onRetry?: (notice: RetryNotice) => void;
}

/** What an operation returned. */
export interface OperationResponse<Name extends OperationName> {
  readonly data: NonNullable<Data<Name>>;
  readonly requestId: string;
}

export type Methods = {
  [Name in OperationName as Uncapitalize<Name>]: (
    params: Params<Name>,
    options?: CallOptions,
  ) => Promise<OperationResponse<Name>>;
};

/**
 * Client of MMS. Every method throws MmsApiError (NotFoundError, ConflictError, ThrottledError, AccessDeniedError) when
 * the service says no, MmsConnectionError when there is no usable response, CredentialsError when there are no credentials.
 */
export interface MmsClient extends Methods {
  readonly config: MmsConfig;
  call<Name extends OperationName>(
    name: Name,
    params: Params<Name>,
    options?: CallOptions,
  ): Promise<OperationResponse<Name>>;
  /** Every item of a list, page after page; an item that moves between pages comes once. */
  iterate<Name extends ListOperation>(
    name: Name,
    params: Params<Name>,
    options?: CallOptions,
  ): AsyncIterable<ItemOf<Name>>;
}

/**
 * Called right before a request that changes something on the service is sent, or sent again; what it throws ends the call.
 * Which requests these are, the table of operations says.
 */
export type BeforeChange = () => Promise<void>;
