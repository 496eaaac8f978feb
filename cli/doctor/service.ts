// Checks of the service: credentials, the endpoint with its clock, and a source.
import type { MmsClient } from "../../provider/mms/call.js";
import { type ServicePlace, withConsole } from "../../provider/mms/config/console.js";
import { identityOf } from "../../provider/mms/config/identity.js";
import { type ConfigSources, first, readSettings } from "../../provider/mms/config/settings.js";
import { type Io, messageOf } from "../command/io.js";
import type { Reads } from "../report/read/reads.js";
import { assumedZone } from "../report/read/zone.js";
import { seconds } from "../status/words.js";
import type { Check } from "./check.js";

/** Which identity is used, and where it was found. No value is shown but the end of the key's id. */
export async function credentialsCheck(client: MmsClient, sources: ConfigSources): Promise<Check> {
  const settings = readSettings(sources);
  const identity = identityOf(settings);
  const { assumeRole, assumeRoleWithOidc, profile, ecsRoleName, credentialsUri, accessKey } = identity;
  const kind =
    (assumeRole && `role ${assumeRole.roleArn}`) ??
    (assumeRoleWithOidc && `role ${assumeRoleWithOidc.roleArn} with an OIDC token`) ??
    (profile && `profile ${profile}`) ??
    (ecsRoleName && `ECS role ${ecsRoleName}`) ??
    (credentialsUri && "the credentials URI") ??
    (accessKey && `access key from ${first(settings, "accessKey")?.name ?? "the configuration"}`) ??
    "the vendor's default chain";
  try {
    const { accessKeyId, securityToken } = await client.config.credentials();
    const temporary = securityToken ? ", temporary" : "";
    return { name: "credentials", outcome: "ok", seen: `${kind}; key …${(accessKeyId ?? "").slice(-4)}${temporary}` };
  } catch (error) {
    return { name: "credentials", outcome: "fail", seen: messageOf(error), fix: "see Configuration in the README" };
  }
}

/** Signatures fail when clocks are further apart; the service's own limit is not published (inferred). */
const mostSkewMs = 5 * 60_000;

/** A skew to the minute where it has one: the service's time is to the second, and its response took a moment. */
const skewInWords = (ms: number): string => seconds(ms < 60_000 ? ms / 1_000 : Math.round(ms / 60_000) * 60);

/** Whether the endpoint is reached, and how far its clock is from ours. */
export async function endpointChecks({ config }: MmsClient, { clock, env, signal }: Io): Promise<Check[]> {
  const url = `${config.protocol}://${config.endpoint}/`;
  const proxied = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].some((name) => env[name]);
  if (proxied) return [{ name: "clock", outcome: "?", seen: "not compared: the endpoint is behind a proxy" }];
  try {
    const response = await fetch(url, {
      method: "HEAD",
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    const at = Date.parse(response.headers.get("date") ?? "");
    const skewMs = Math.abs(clock.now() - at);
    const reached: Check = { name: "endpoint", outcome: "ok", seen: `${url} in region ${config.region} responds` };
    if (Number.isNaN(at)) return [reached, { name: "clock", outcome: "?", seen: "the endpoint shows no time" }];
    const seen = skewMs < 2_000 ? "as the service's" : `${skewInWords(skewMs)} from the service's`;
    if (skewMs <= mostSkewMs) return [reached, { name: "clock", outcome: "ok", seen }];
    return [
      reached,
      { name: "clock", outcome: "fail", seen, fix: "synchronise this machine's clock; signed requests are refused" },
    ];
  } catch (error) {
    const cause = (error as { cause?: unknown }).cause ?? error;
    const fix = "check region, endpoint, network and proxy variables";
    return [{ name: "endpoint", outcome: "fail", seen: `${url}: ${messageOf(cause)}`, fix }];
  }
}

const oldInventoryMs = 7 * 24 * 3_600_000;

/** The source: whether it runs, and how old its inventory is. Source: GetMmsDataSource, GetMmsFetchMetadataJob. */
export async function sourceChecks(sourceId: string, reads: Reads, place: ServicePlace, now: number): Promise<Check[]> {
  const source = await reads.get("GetMmsDataSource", { sourceId });
  const { name = sourceId, type = "?", status = "?", agentIsOnline, errMsg, scanId } = source;
  const seen = `${name} (${type}) is ${status}${agentIsOnline === false ? ", its agent is offline" : ""}${errMsg ? `: ${errMsg}` : ""}`;
  const isUp = status === "STARTED" && agentIsOnline !== false;
  const state: Check = isUp
    ? { name: "source", outcome: "ok", seen }
    : {
        name: "source",
        outcome: "fail",
        seen,
        fix: withConsole("start the source in the console or with a DataSource resource, and its agent", place),
      };
  const rescan = withConsole("scan it: a MetadataScan resource, or the console", place);
  if (scanId === undefined)
    return [state, { name: "inventory", outcome: "warn", seen: "no scan is named", fix: rescan }];
  const scan = await reads.get("GetMmsFetchMetadataJob", { sourceId, scanId });
  const endMs = assumedZone.instantOf(scan.endTime ?? scan.startTime);
  const age = endMs === undefined ? "of unknown age" : `${seconds(Math.max(0, now - endMs) / 1_000)} old`;
  const text = `scan ${scanId} ${scan.status ?? ""}, ${age} (the service's zone is assumed)`;
  if (scan.status === "SCAN_FAILED") return [state, { name: "inventory", outcome: "fail", seen: text, fix: rescan }];
  const isOld = endMs !== undefined && now - endMs > oldInventoryMs;
  return [
    state,
    isOld
      ? { name: "inventory", outcome: "warn", seen: text, fix: rescan }
      : { name: "inventory", outcome: "ok", seen: text },
  ];
}
