// One request to the service and its response: the only file that speaks through the SDK's client.
import { randomUUID } from "node:crypto";

import type Credential from "@alicloud/credentials";
import type OpenApiClient from "@alicloud/openapi-client";

import { type RawResponse, readResponse } from "./response.js";
import type { MmsConfig } from "../config/config.js";
import { MmsConfigError } from "../config/settings.js";
import { type CallFacts, MmsError } from "../errors.js";
import { type Exchange, observeRequest, nonceHeader } from "./request-probe.js";
import { toMmsError } from "./to-error.js";
import { int64Bodies } from "../generated/int64-fields.js";
import { encodeJson } from "./json.js";
import { apiPrefix, apiVersion, type OperationName, operationOf } from "../operations.js";
import { httpxOfSdk } from "./httpx.js";
import { honourProxy, throughProxy } from "./proxy.js";
import { registerConfigSecrets } from "../text/redact.js";

/** A call in its parts. */
export interface Call {
  readonly operation: OperationName;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: object | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Longest time for this call, where the caller has less than the configured read timeout. */
  readonly withinMs?: number | undefined;
}

/** Called with the text of every response with a good status, as it came. */
export type OnResponse = (response: { readonly operation: OperationName; readonly text: string }) => void;

/** Sends one call, once. */
export type Transport = (call: Call) => Promise<RawResponse>;

/** A call close to its deadline still gets this long: less would only fail. */
const leastReadTimeoutMs = 1_000;

function pathOf({ operation, path }: Call): string {
  return (
    apiPrefix +
    operationOf(operation).path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = path[name];
      if (value === undefined || value === "") throw new MmsError(`${operation}: ${name} is missing`, { operation });
      return encodeURIComponent(value);
    })
  );
}

/** Lists and maps travel as JSON text in one parameter. Assumes query-encoding. */
const queryText = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

function queryOf(query: Call["query"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, queryText(value)]),
  );
}

function factsOf({ operation, path }: Call, config: MmsConfig): CallFacts {
  const object = Object.entries(path).map(([name, value]) => `${name.replace(/Id$/, "")} ${value}`);
  const resource =
    operationOf(operation).ramResource === "*"
      ? "*"
      : `acs:odps:${config.region}:${config.accountId}:mmsdatasource/${path["sourceId"] ?? "*"}`;
  return { operation, object: object.join(", "), resource, endpoint: config.endpoint };
}

// Loaded at the first call: importing the package must not cost the SDK.
function sdk(): typeof import("@alicloud/openapi-client") {
  try {
    return require("@alicloud/openapi-client") as typeof import("@alicloud/openapi-client");
  } catch (error) {
    throw unloadable(error);
  }
}

/** Why the SDK cannot be loaded: one of its packages uses `debug` and does not declare it, which strict installers take at its word. */
export function unloadable(error: unknown): unknown {
  const { code, message = "" } = error as { code?: unknown; message?: string };
  if (code !== "MODULE_NOT_FOUND") return error;
  const [missing = ""] = message.split("\n");
  return new MmsConfigError(
    `Alibaba's SDK cannot be loaded: ${missing}. Where the installer hides what a package does not declare (pnpm with ` +
      'hoist=false), add "packageExtensions": { "@alicloud/credentials": { "dependencies": { "debug": "4" } } } to its ' +
      "settings (in package.json under pnpm) and install again",
    { cause: error },
  );
}

/** The SDK's client, with this configuration's credentials and proxy. */
export function connect(
  config: Pick<MmsConfig, "endpoint" | "protocol" | "region" | "userAgent" | "credentials">,
): OpenApiClient {
  honourProxy(httpxOfSdk());
  const { default: Client, Config } = sdk();
  // Asked at every request, so that credentials that end within hours are renewed in a run that lasts longer.
  const credential = { getCredential: () => config.credentials() } as unknown as Credential;
  return new Client(
    new Config({
      credential,
      endpoint: config.endpoint,
      protocol: config.protocol.toUpperCase(),
      regionId: config.region,
      userAgent: config.userAgent,
    }),
  );
}

async function text(client: OpenApiClient, config: MmsConfig, call: Call, nonce: string): Promise<string> {
  const { Params, OpenApiRequest } = sdk();
  const params = new Params({
    action: call.operation,
    version: apiVersion,
    protocol: config.protocol.toUpperCase(),
    pathname: pathOf(call),
    method: operationOf(call.operation).method,
    authType: "AK",
    style: "ROA",
    // Bytes, not objects: the SDK's own JSON would round ids beyond 2^53.
    reqBodyType: "byte",
    bodyType: "string",
  });
  const body = call.body && Buffer.from(encodeJson(call.body, int64Bodies[call.operation]));
  const headers = { [nonceHeader]: nonce, ...(body ? { "content-type": "application/json; charset=utf-8" } : {}) };
  const request = new OpenApiRequest({ query: queryOf(call.query), headers, ...(body ? { body } : {}) });
  const runtime = {
    autoretry: false,
    connectTimeout: config.connectTimeoutMs,
    readTimeout: Math.max(leastReadTimeoutMs, Math.min(config.readTimeoutMs, call.withinMs ?? config.readTimeoutMs)),
  } as Parameters<OpenApiClient["callApi"]>[2];
  const response = (await throughProxy(() => client.callApi(params, request, runtime))) as { body?: unknown };
  return typeof response.body === "string" ? response.body : "";
}

/** Waits for `work`, but no longer than until the signal aborts; then the request ends too. */
async function interruptible<Result>(
  work: Promise<Result>,
  exchange: Exchange,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return work;
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      reject(signal.reason);
      exchange.cut();
    };
    signal.addEventListener("abort", abort, { once: true });
  });
  work.catch(() => {
    // Of no interest once the race is lost; while it is not, the race passes it on.
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function rememberSecrets(holder: unknown): void {
  if (holder !== null && typeof holder === "object") registerConfigSecrets((holder as { config?: unknown }).config);
}

/** Sends calls as the vendor's SDK does, once each: retrying is the client's decision. */
export function createTransport(config: MmsConfig, onResponse?: OnResponse): Transport {
  let client: OpenApiClient | undefined;
  return async (call) => {
    const facts = factsOf(call, config);
    rememberSecrets(call.body);
    const nonce = randomUUID();
    const response = await observeRequest(nonce, async (exchange) => {
      call.signal?.throwIfAborted();
      try {
        client ??= connect(config);
        const body = await interruptible(text(client, config, call, nonce), exchange, call.signal);
        onResponse?.({ operation: call.operation, text: body });
        return readResponse(body, facts, exchange);
      } catch (raw) {
        if (call.signal?.aborted && raw === call.signal.reason) throw raw;
        throw toMmsError(raw, facts, exchange);
      }
    });
    rememberSecrets(response.data);
    return response;
  };
}
