// Where the service is, and where roles are assumed.
import { first, type Found, MmsConfigError, objectOf, type Settings } from "./settings.js";

/** A host to call. */
export interface Endpoint {
  /** Host, with a port where there is one. */
  readonly host: string;
  readonly protocol: "https" | "http";
}

/** A service that knows whose keys are used. */
export type IdentityService = "sts" | "ram";

const isLoopback = (host: string): boolean => /^(127(\.\d+){3}|localhost|\[::1\])$/.test(host);

function parsed({ name, value }: Found, example: string): Endpoint {
  const text = value.includes("://") ? value : `https://${value}`;
  if (!URL.canParse(text)) {
    throw new MmsConfigError(`${name} is "${value}": give a host, or a URL such as https://${example}`);
  }
  const { protocol, host, hostname, pathname, username } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") {
    throw new MmsConfigError(`${name} is "${value}": the service speaks HTTPS, so write https://${host || "<host>"}`);
  }
  if (username !== "" || pathname !== "/") {
    throw new MmsConfigError(`${name} contains more than a host: write https://${host}`);
  }
  if (protocol === "http:" && !isLoopback(hostname)) {
    throw new MmsConfigError(`${name} is "${value}": http is only for this machine; use https://${host}`);
  }
  return { host, protocol: protocol === "http:" ? "http" : "https" };
}

/** The host of a service in the object of endpoints that `@pulumi/alicloud` has too. */
function hostOf(settings: Settings, service: "maxcompute" | IdentityService): Found | undefined {
  for (const found of settings.found.endpoints) {
    const value = objectOf(found, `${service} <host>`)[service];
    if (typeof value === "string" && value.trim() !== "") {
      return { ...found, name: `${found.name}.${service}`, value: value.trim() };
    }
  }
  return undefined;
}

/** Where MMS is. Assumes regional-endpoint. */
export function endpointOf(settings: Settings, region: string): Endpoint {
  const host = `maxcompute.${region}.aliyuncs.com`;
  const found = first(settings, "endpoint") ?? hostOf(settings, "maxcompute");
  return found ? parsed(found, host) : { host, protocol: "https" };
}

/** Hosts by region; RAM has one for all. Source: endpoint pages of STS and of RAM. */
const identityHosts: Readonly<Record<IdentityService, (region: string) => string>> = {
  sts: (region) => `sts.${region}.aliyuncs.com`,
  ram: () => "ram.aliyuncs.com",
};

/** Where the configuration says that a service is, if it does. */
function configured(service: IdentityService, settings: Settings, region: string): Endpoint | undefined {
  const found = hostOf(settings, service);
  return found && parsed(found, identityHosts[service](region));
}

/** Where roles are assumed, if the configuration says so; else the SDK knows the region's host. */
export const stsEndpointOf = (settings: Settings, region: string): Endpoint | undefined =>
  configured("sts", settings, region);

/** Where a service is requested for the identity: what the configuration says, or beside MMS where that runs on this machine. */
export function identityEndpointOf(service: IdentityService, settings: Settings, region: string): Endpoint {
  const own = configured(service, settings, region);
  if (own !== undefined) return own;
  const mms = endpointOf(settings, region);
  return mms.protocol === "http" ? mms : { host: identityHosts[service](region), protocol: "https" };
}
