// Proxy variables for the SDK, whose HTTP library knows none: HTTPS_PROXY, ALL_PROXY and NO_PROXY, for our own requests only.
import { AsyncLocalStorage } from "node:async_hooks";
import type { ClientRequest } from "node:http";
import type { Agent } from "node:https";
import { BlockList, isIP, type Socket } from "node:net";

import { MmsError } from "../errors.js";
import { registerSecret } from "../text/redact.js";

/** The SDK's HTTP library, as far as it is used here. */
export interface Httpx {
  request(url: string, options: { agent?: Agent }): Promise<unknown>;
}

/** A proxy variable cannot be used as it is. Names the variable. */
export class ProxyError extends MmsError {}

/** The proxy of a request, and the variable that names it. */
export interface Proxy {
  readonly variable: string;
  readonly url: URL;
}

/** In the order they are read: the lower-case spelling first, as curl and wget do. */
const variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] as const;
const schemes = /^(https?|socks5h?|socks4a?|socks):$/;

function inSubnet(host: string, entry: string): boolean {
  const [net = "", prefix = ""] = entry.split("/");
  const family = isIP(net) === 6 ? "ipv6" : "ipv4";
  if (isIP(net) === 0 || isIP(host) !== isIP(net) || !/^\d{1,3}$/.test(prefix)) return false;
  if (Number(prefix) > (family === "ipv6" ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), family);
  return list.check(host, family);
}

/** Whether an entry of NO_PROXY covers a host: the host itself, its subdomains, or the subnet it is in. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return inSubnet(host, entry);
  const [, name = "", only] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const domain = name
    .replace(/^\[|\]$/g, "")
    .replace(/^\*?\./, "")
    .replace(/^\*/, "");
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}

/** The proxy that the environment names for an address. Throws {@link ProxyError}. */
export function proxyFor(address: string, env: NodeJS.ProcessEnv): Proxy | undefined {
  const { protocol, hostname, port } = new URL(address);
  // Plain HTTP is spoken to this machine and to the metadata service of its host only: neither is behind a proxy.
  if (protocol !== "https:") return undefined;
  const variable = variables.find((name) => env[name]?.trim());
  if (variable === undefined) return undefined;
  const exceptions = (env["no_proxy"]?.trim() || env["NO_PROXY"] || "").toLowerCase().split(/[,\s]+/);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (exceptions.some((entry) => covers(entry, host, port || "443"))) return undefined;
  const value = env[variable]?.trim() ?? "";
  const text = value.includes("://") ? value : `http://${value}`;
  const help = "give a URL such as http://proxy.example.com:3128 (http, https, socks5, socks5h, socks4 or socks4a)";
  if (!URL.canParse(text))
    throw new ProxyError(`the environment variable ${variable} is not the address of a proxy: ${help}`);
  const url = new URL(text);
  if (!schemes.test(url.protocol) || url.hostname === "") {
    throw new ProxyError(
      `the environment variable ${variable} names a proxy of an unknown kind (${url.protocol}//): ${help}`,
    );
  }
  return { variable, url };
}

/** The proxy itself failed, so nothing reached the service. A plain error: the caller says what the request was for. */
export class ProxyFailure extends Error {
  override readonly name = "ProxyFailure";
  /** The failure in words, without the request that the HTTP library appends to `message`. */
  readonly what: string;
  /** Whether it may be gone at the next try; a refusal by the proxy is not. */
  readonly passing: boolean;

  constructor({ variable, url }: Proxy, reason: string, passing: boolean, cause?: unknown) {
    const what = `the proxy ${url.host} (from ${variable}) ${reason}`;
    super(what, { cause });
    this.what = what;
    this.passing = passing;
  }
}

const ours = new AsyncLocalStorage<true>();
const agents = new Map<string, Agent>();
const installed = new WeakSet<Httpx>();

function agentOf(proxy: Proxy): Agent {
  const { variable, url } = proxy;
  const key = `${variable} ${url.href}`;
  const known = agents.get(key);
  if (known) return known;
  registerSecret(decodeURIComponent(url.password));
  const agent = withFailuresNamed(url.protocol.startsWith("socks") ? socksAgent(url) : httpAgent(url), proxy);
  agents.set(key, agent);
  return agent;
}

type ProxyAgent = import("https-proxy-agent").HttpsProxyAgent<string> | import("socks-proxy-agent").SocksProxyAgent;

function httpAgent(url: URL): ProxyAgent {
  const { HttpsProxyAgent } = require("https-proxy-agent") as typeof import("https-proxy-agent");
  return new HttpsProxyAgent(url, { keepAlive: true });
}

function socksAgent(url: URL): ProxyAgent {
  const { SocksProxyAgent } = require("socks-proxy-agent") as typeof import("socks-proxy-agent");
  return new SocksProxyAgent(url, { keepAlive: true });
}

type Connect = (request: ClientRequest, options: { timeout?: number }) => Promise<Socket>;

/** Whatever goes wrong before the agent has a connection to the service is the proxy's failure, and never its response. */
function withFailuresNamed(agent: ProxyAgent, proxy: Proxy): Agent {
  const connect = agent.connect.bind(agent) as Connect;
  const named: Connect = async (request, options) => {
    let status = 200;
    request.once("proxyConnect", ({ statusCode }: { statusCode: number }) => (status = statusCode));
    const ending = new AbortController();
    // Read by the agent as it connects; a socket that hangs would keep the process alive.
    if ("connectOpts" in agent) Object.assign(agent.connectOpts, { signal: ending.signal });
    const connection = connect(request, options);
    // The library sets no limit of its own, and the timers of a request begin only once it has a connection.
    const socket = await within(connection, options.timeout, proxy).catch((cause: unknown) => {
      ending.abort();
      if (cause instanceof ProxyFailure) throw cause;
      throw new ProxyFailure(proxy, `failed: ${cause instanceof Error ? cause.message : String(cause)}`, true, cause);
    });
    if (status === 200) return socket;
    socket.destroy();
    throw new ProxyFailure(proxy, `refused the connection with HTTP ${status}`, status >= 500);
  };
  // Only TLS endpoints are behind a proxy. Left to itself, the agent guesses that from the call stack, differently when a
  // connection becomes free than when one is sought: it would keep every tunnel open and use none twice.
  return Object.assign(agent, { connect: named, isSecureEndpoint: () => true });
}

async function within(connection: Promise<Socket>, timeoutMs: number | undefined, proxy: Proxy): Promise<Socket> {
  if (timeoutMs === undefined) return connection;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new ProxyFailure(proxy, `did not connect within ${timeoutMs} ms`, true));
      connection.then(
        (socket) => socket.destroy(),
        () => undefined,
      );
    }, timeoutMs);
  });
  return Promise.race([connection, late]).finally(() => clearTimeout(timer));
}

/** The SDK takes no agent from its caller, so requests pass through here on their way to its HTTP library. */
export function honourProxy(httpx: Httpx): void {
  if (installed.has(httpx)) return;
  installed.add(httpx);
  const { request } = httpx;
  httpx.request = async (url, options) => {
    const proxy = ours.getStore() ? proxyFor(url, process.env) : undefined;
    return request(url, proxy ? { ...options, agent: agentOf(proxy) } : options);
  };
}

/** Does `work`; the SDK's requests in it go through the proxy that the environment names for them. */
export function throughProxy<Result>(work: () => Promise<Result>): Promise<Result> {
  // Node follows every promise of the process from the first run in a store on, so none is begun where no proxy is named.
  return variables.some((name) => process.env[name]?.trim()) ? ours.run(true, work) : work();
}
