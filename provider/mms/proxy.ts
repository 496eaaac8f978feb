// Proxy variables for the SDK, whose HTTP library knows none: HTTPS_PROXY and NO_PROXY, for our own requests only.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Agent } from "node:https";

import { registerSecret } from "./redact.js";

/** The SDK's HTTP library, as far as it is used here. */
export interface Httpx {
  request(url: string, options: { agent?: Agent }): Promise<unknown>;
}

const ours = new AsyncLocalStorage<true>();
const agents = new Map<string, Agent>();
const installed = new WeakSet<Httpx>();

/** Plain HTTP is spoken to this machine and to the metadata service of its host only: neither is behind a proxy. */
function agentFor(url: string): Agent | undefined {
  if (new URL(url).protocol !== "https:") return undefined;
  const { getProxyForUrl } = require("proxy-from-env") as typeof import("proxy-from-env");
  const proxy = getProxyForUrl(url);
  if (proxy === "") return undefined;
  const known = agents.get(proxy);
  if (known) return known;
  registerSecret(decodeURIComponent(new URL(proxy).password));
  const { HttpsProxyAgent } = require("https-proxy-agent") as typeof import("https-proxy-agent");
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true });
  agents.set(proxy, agent);
  return agent;
}

/** The SDK takes no agent from its caller, so requests pass through here on their way to its HTTP library. */
export function honourProxy(httpx: Httpx): void {
  if (installed.has(httpx)) return;
  installed.add(httpx);
  const { request } = httpx;
  httpx.request = (url, options) => {
    const agent = ours.getStore() ? agentFor(url) : undefined;
    return request(url, agent ? { ...options, agent } : options);
  };
}

/** Does `work`; the SDK's requests in it go through the proxy that the environment names for them. */
export function throughProxy<Result>(work: () => Promise<Result>): Promise<Result> {
  return ours.run(true, work);
}
