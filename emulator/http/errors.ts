// The service's refusals, in its form.

/** A refusal: thrown by operations, written by the server. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly accessDeniedDetail?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/**
 * A refusal by the gateway before the service: signature, keys, throttling, permissions, unknown operations. The CLI and
 * the core SDKs read it by names with a capital letter, the newer SDKs by either.
 */
export class GatewayRefusal extends Refusal {}

export const notFound = (what: string, id: string): Refusal =>
  new Refusal(404, "OBJECT_NOT_EXIST", `The ${what} ${id} does not exist.`);
export const badParameter = (message: string): Refusal => new Refusal(400, "InvalidParameter", message);

/** A refusal for whatever an operation threw; a defect of the emulator says so. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof SyntaxError) return badParameter("A parameter or the body is not JSON.");
  // Thrown by readers that go down into what they read.
  if (error instanceof RangeError) return badParameter("A parameter or the body is nested too deeply.");
  return new Refusal(
    500,
    "InternalError",
    `The emulator failed: ${error instanceof Error ? error.message : String(error)}`,
  );
}

/** The gateway's refusal of a request that comes too soon. */
export function throttled(waitMs: number): Refusal {
  return new GatewayRefusal(400, "Throttling.User", "Request was denied due to user flow control.", {
    "x-ratelimit-user-api": `Remaining:0,TimeLeft:${Math.ceil(waitMs / 1_000)}`,
    "x-acs-retry-after": String(Math.ceil(waitMs)),
  });
}

const recommendation = (code: string): string =>
  `https://error-center.alibabacloud.com/status/search?Keyword=${encodeURIComponent(code)}&source=PopGw`;

/** The body of a refusal. */
export function refusalBody(refusal: Refusal, requestId: string): Record<string, unknown> {
  const { code, message, accessDeniedDetail } = refusal;
  const hostId = "emulator";
  const recommend = recommendation(code);
  const forOlderClients = { Code: code, Message: message, RequestId: requestId, HostId: hostId, Recommend: recommend };
  return {
    code,
    message,
    requestId,
    hostId,
    ...(refusal instanceof GatewayRefusal ? { recommend, ...forOlderClients } : {}),
    ...(accessDeniedDetail ? { accessDeniedDetail } : {}),
  };
}
