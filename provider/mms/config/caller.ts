// Who the credentials belong to, and whether the service's role is there: two reads of STS and RAM, through the SDK's client as
// requests to MMS go. Sources: help pages of GetCallerIdentity (STS 2015-04-01) and GetRole (RAM 2015-05-01).
import type { MmsConfig } from "./config.js";
import type { IdentityService } from "./endpoint.js";
import { redact } from "../text/redact.js";
import { throughProxy } from "../http/proxy.js";
import { connect } from "../http/transport.js";

/** A read that was refused, or did not arrive. */
export interface Refused {
  readonly code: string;
  readonly message: string;
}

interface Read {
  readonly service: IdentityService;
  readonly action: string;
  readonly version: string;
  readonly query?: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

async function read(config: MmsConfig, { service, action, version, query = {} }: Read): Promise<Fields | Refused> {
  const { Params, OpenApiRequest } = require("@alicloud/openapi-client") as typeof import("@alicloud/openapi-client");
  const { connectTimeoutMs: connectTimeout, readTimeoutMs: readTimeout } = config;
  try {
    const { host, protocol } = config.identityEndpoint(service);
    const params = new Params({
      action,
      version,
      protocol: protocol.toUpperCase(),
      pathname: "/",
      method: "POST",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    const client = connect({ ...config, endpoint: host, protocol });
    const runtime = { autoretry: false, connectTimeout, readTimeout } as Parameters<typeof client.callApi>[2];
    const response = await throughProxy(() => client.callApi(params, new OpenApiRequest({ query }), runtime));
    return (response as { body?: Fields }).body ?? {};
  } catch (error) {
    const { code = "", message = "" } = error as { code?: unknown; message?: unknown };
    return { code: String(code), message: redact(String(message)) };
  }
}

const isRefused = (response: Fields | Refused): response is Refused => typeof response["code"] === "string";

/** The identity that requests are signed with: its type and its ARN. Needs no permission. */
export async function callerOf(config: MmsConfig): Promise<{ type: string; arn: string } | Refused> {
  const response = await read(config, { service: "sts", action: "GetCallerIdentity", version: "2015-04-01" });
  if (isRefused(response)) return response;
  return { type: String(response["IdentityType"]), arn: String(response["Arn"]) };
}

/** The role with which MMS works in the account. */
export const serviceRole = "AliyunServiceRoleForMaxComputeMMS";

/** The ARN of the service's role. */
export async function serviceRoleOf(config: MmsConfig): Promise<{ arn: string } | Refused> {
  const query = { RoleName: serviceRole };
  const response = await read(config, { service: "ram", action: "GetRole", version: "2015-05-01", query });
  if (isRefused(response)) return response;
  return { arn: String((response["Role"] as Fields | undefined)?.["Arn"]) };
}
