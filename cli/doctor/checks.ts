// What `doctor` looks at. Everything is read, nothing is changed; each check says what was seen, and the fix.
import { createRequire } from "node:module";
import { join } from "node:path";

import type { MmsClient } from "../../provider/mms/call.js";
import { type ServicePlace, withConsole } from "../../provider/mms/config/console.js";
import { identityOf } from "../../provider/mms/config/identity.js";
import { type ConfigSources, first, readSettings } from "../../provider/mms/config/settings.js";
import type { Io } from "../command/io.js";
import { messageOf } from "../command/io.js";
import { pulumi } from "../command/pulumi.js";
import type { Reads } from "../report/read/reads.js";
import { assumedZone } from "../report/read/zone.js";
import { seconds } from "../status/words.js";

/** How a check ended. `?` is what could not be seen; it stops nobody. */
export type Outcome = "ok" | "warn" | "fail" | "?";

/** One check. */
export interface Check {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seen: string;
  readonly fix?: string;
}

const oldestNode = 20;
const oldestPulumi = [3, 139] as const;

export function nodeCheck(version: string): Check {
  const seen = `Node ${version}`;
  if (Number.parseInt(version, 10) >= oldestNode) return { name: "node", outcome: "ok", seen };
  return { name: "node", outcome: "fail", seen, fix: `install Node ${oldestNode} or later` };
}

/** The engine, which `pulumi up` needs and this command does not. */
export async function pulumiCheck(io: Io): Promise<Check> {
  const least = `${oldestPulumi.join(".")} or later`;
  try {
    const seen = (await pulumi(["version"], io.cwd, io)).trim();
    const [major = 0, minor = 0] = seen.replace(/^v/, "").split(".").map(Number);
    const isOld = major < oldestPulumi[0] || (major === oldestPulumi[0] && minor < oldestPulumi[1]);
    if (!isOld) return { name: "pulumi", outcome: "ok", seen: `Pulumi ${seen}` };
    return { name: "pulumi", outcome: "fail", seen: `Pulumi ${seen}`, fix: `install Pulumi ${least}` };
  } catch (error) {
    return {
      name: "pulumi",
      outcome: "fail",
      seen: messageOf(error),
      fix: `install Pulumi ${least}, and put it on PATH`,
    };
  }
}

/** Whether the program in the folder finds the package and Pulumi's SDK. */
export function packageCheck(folder: string, own: string): Check {
  const from = createRequire(join(folder, "index.js"));
  const versionOf = (name: string) => (from(`${name}/package.json`) as { version: string }).version;
  try {
    const seen = `pulumi-alicloud-mms ${versionOf("pulumi-alicloud-mms")}, @pulumi/pulumi ${versionOf("@pulumi/pulumi")}`;
    return { name: "package", outcome: "ok", seen };
  } catch {
    const seen = `this command is ${own}; a Node program in ${folder} would not find pulumi-alicloud-mms or @pulumi/pulumi`;
    return {
      name: "package",
      outcome: "?",
      seen,
      fix: "npm install pulumi-alicloud-mms @pulumi/pulumi, in the program's folder",
    };
  }
}

/** Proxy variables, without what may stand in them of a user and a password. */
export function proxyCheck(env: NodeJS.ProcessEnv): Check {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  const set = names.flatMap((name) => (env[name] ? [`${name}=${env[name].replace(/\/\/[^@/]*@/, "//***@")}`] : []));
  return { name: "proxy", outcome: "ok", seen: set.length === 0 ? "none" : set.join(", ") };
}

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
