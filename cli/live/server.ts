// The page of a watch, live on this machine: server-sent events, and nothing that changes anything.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { PageBundle } from "../forms/html.js";
import { htmlPage } from "../forms/html.js";
import type { MigrationReport } from "../report/model.js";

const host = "127.0.0.1";
const cookie = "mms-watch";
const mostStreams = 20;
const keepAliveMs = 15_000;

/** A page that is being served. */
export interface LivePage {
  /** Address with the key that lets one browser in. */
  readonly url: string;
  /** Hands the newest report to every viewer. */
  show(report: MigrationReport): void;
  /** Tells every viewer that this was the last report, and ends. */
  close(): Promise<void>;
}

/** How the page is made. */
export interface LiveOptions {
  readonly port: number;
  readonly bundle: PageBundle;
  readonly titleOf: (report: MigrationReport) => string;
  readonly plainOf: (report: MigrationReport) => string;
}

const equal = (given: string, key: string): boolean =>
  given.length === key.length && timingSafeEqual(Buffer.from(given), Buffer.from(key));

const headers = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Frame-Options": "DENY",
};

function end(response: ServerResponse, status: number, text: string, more: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, "Content-Type": "text/plain; charset=utf-8", ...more }).end(text);
}

/** The key that a request brings as its cookie. */
const cookieOf = ({ headers: { cookie: all = "" } }: IncomingMessage): string =>
  new RegExp(`(?:^|; )${cookie}=([\\w-]+)`).exec(all)?.[1] ?? "";

class Viewers {
  private readonly streams = new Set<ServerResponse>();
  private latest: string | undefined;

  add(response: ServerResponse): void {
    if (this.streams.size >= mostStreams) return end(response, 503, "too many viewers\n");
    response.writeHead(200, { ...headers, "Content-Type": "text/event-stream" });
    response.write(this.latest ?? ": nothing read yet\n\n");
    this.streams.add(response);
    // A line now and then shows proxies and browsers that the stream lives.
    const alive = setInterval(() => response.write(": \n\n"), keepAliveMs);
    response.on("close", () => {
      clearInterval(alive);
      this.streams.delete(response);
    });
  }

  show(report: MigrationReport): void {
    this.latest = `event: report\ndata: ${JSON.stringify(report)}\n\n`;
    for (const stream of this.streams) stream.write(this.latest);
  }

  close(): void {
    for (const stream of this.streams) stream.end("event: end\ndata: \n\n");
  }
}

/** Serves a page on a loopback port. Only a user who has the address with its key sees it. */
export async function servePage(options: LiveOptions): Promise<LivePage> {
  const { port, bundle, titleOf, plainOf } = options;
  const key = randomBytes(16).toString("base64url");
  const viewers = new Viewers();
  let latest: MigrationReport | undefined;
  let authority = "";

  function showPage(response: ServerResponse): void {
    if (latest === undefined) return end(response, 503, "reading; try again\n", { Refresh: "1" });
    const { html, policy } = htmlPage(latest, bundle, {
      title: titleOf(latest),
      plain: plainOf(latest),
      events: "events",
    });
    const type = { "Content-Type": "text/html; charset=utf-8" };
    end(response, 200, html, { ...type, "Content-Security-Policy": `${policy}; frame-ancestors 'none'` });
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    // Another name for this address would be another site's: DNS that leads here must not read the page.
    if (request.headers.host !== authority) return end(response, 421, "wrong host\n");
    if (request.method !== "GET" && request.method !== "HEAD") return end(response, 405, "only reads\n");
    const site = request.headers["sec-fetch-site"];
    const { pathname, searchParams } = new URL(request.url ?? "/", `http://${authority}`);
    if (pathname === "/" && equal(searchParams.get("k") ?? "", key)) {
      const cookieValue = `${cookie}=${key}; HttpOnly; SameSite=Strict; Path=/`;
      return end(response, 303, "", { Location: "/", "Set-Cookie": cookieValue });
    }
    if (!equal(cookieOf(request), key)) return end(response, 403, "open the address that the command printed\n");
    if (site !== undefined && site !== "same-origin" && site !== "none") return end(response, 403, "another site\n");
    if (pathname === "/") return showPage(response);
    if (pathname === "/events") return viewers.add(response);
    if (pathname === "/report.json")
      return end(response, 200, JSON.stringify(latest), { "Content-Type": "application/json" });
    return end(response, 404, "not found\n");
  }

  const server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  authority = `${host}:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${authority}/?k=${key}`,
    show(report) {
      latest = report;
      viewers.show(report);
    },
    async close() {
      viewers.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
    },
  };
}
