// One request to the service and its answer: the only file that speaks through the SDK's client.
import type OpenApiClient from "@alicloud/openapi-client";

import type { MmsConfig } from "./config.js";
import { apiError, type CallFacts, MmsConnectionError, toMmsError } from "./errors.js";
import { int64Bodies } from "./generated/int64-fields.js";
import { decodeJson, encodeJson } from "./json.js";
import { apiPrefix, apiVersion, type OperationName, operationOf } from "./operations.js";

/** A call in its parts. */
export interface Call {
  readonly operation: OperationName;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: object | undefined;
}

/** What the service answered. */
export interface RawAnswer {
  readonly data: unknown;
  readonly requestId: string;
}

export type Transport = (call: Call) => Promise<RawAnswer>;

const pathOf = ({ operation, path }: Call): string =>
  apiPrefix +
  operationOf(operation).path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(path[name] ?? ""));

const queryText = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

function queryOf(query: Call["query"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, queryText(value)]),
  );
}

function factsOf(call: Call, config: MmsConfig): CallFacts {
  const { operation, path } = call;
  const object = Object.entries(path).map(([name, value]) => `${name.replace(/Id$/, "")} ${value}`);
  const resource =
    operationOf(operation).ramResource === "*"
      ? "*"
      : `acs:odps:${config.region}:${config.accountId}:mmsdatasource/${path["sourceId"] ?? "*"}`;
  return { operation, object: object.join(", "), resource };
}

/** Reads an answer that came with a good status; some of those say no all the same. */
function readAnswer(text: string, facts: CallFacts, endpoint: string): RawAnswer {
  if (text.trim() === "") return { data: undefined, requestId: "unknown" };
  let answer: unknown;
  try {
    answer = decodeJson(text);
  } catch (cause) {
    const what = `the answer of ${endpoint} is not JSON (a gateway's page, or cut short)`;
    throw new MmsConnectionError(facts.operation, "garbled", true, what, { cause });
  }
  const { data, requestId = "unknown", httpCode, code, message } = (answer ?? {}) as Record<string, unknown>;
  const status = Number(httpCode ?? 200);
  if (status >= 400) {
    throw apiError(facts, {
      code: String(code ?? "no code"),
      status,
      requestId: String(requestId),
      said: String(message ?? ""),
    });
  }
  return { data: data === "null" || data === null ? undefined : data, requestId: String(requestId) };
}

function connect(config: MmsConfig): OpenApiClient {
  // Loaded at the first call: importing the package must not cost the SDK.
  const sdk = require("@alicloud/openapi-client") as typeof import("@alicloud/openapi-client");
  return new sdk.default(
    new sdk.Config({
      credential: config.credentials() as never,
      endpoint: config.endpoint,
      protocol: config.protocol.toUpperCase(),
      regionId: config.region,
      userAgent: "pulumi-alicloud-mms Pulumi",
    }),
  );
}

/** Sends calls as the vendor's SDK does, once each: retrying is somebody else's decision. */
export function createTransport(config: MmsConfig): Transport {
  let client: OpenApiClient | undefined;
  return async (call) => {
    const facts = factsOf(call, config);
    const { method } = operationOf(call.operation);
    const sdk = require("@alicloud/openapi-client") as typeof import("@alicloud/openapi-client");
    const { RuntimeOptions } = require("@alicloud/tea-util") as typeof import("@alicloud/tea-util");
    client ??= connect(config);
    const params = new sdk.Params({
      action: call.operation,
      version: apiVersion,
      protocol: config.protocol.toUpperCase(),
      pathname: pathOf(call),
      method,
      authType: "AK",
      style: "ROA",
      // Bytes, not objects: the SDK's own JSON would round ids beyond 2^53.
      reqBodyType: "byte",
      bodyType: "string",
    });
    const body = call.body && Buffer.from(encodeJson(call.body, int64Bodies[call.operation]));
    const headers: Record<string, string> = body ? { "content-type": "application/json; charset=utf-8" } : {};
    const request = new sdk.OpenApiRequest({ query: queryOf(call.query), headers, ...(body ? { body } : {}) });
    const runtime = new RuntimeOptions({
      autoretry: false,
      connectTimeout: config.connectTimeoutMs,
      readTimeout: config.readTimeoutMs,
    });
    let text: string;
    try {
      const answer = (await client.callApi(params, request, runtime)) as { body: unknown };
      text = typeof answer.body === "string" ? answer.body : "";
    } catch (raw) {
      throw toMmsError(raw, facts, config.endpoint);
    }
    return readAnswer(text, facts, config.endpoint);
  };
}
