// HTTP in, the service's JSON out: routing, checks, faults and the journal.
import http from "node:http";

import FindMyWay from "find-my-way";

import { decodeJson, encodeResponse } from "../../provider/mms/http/json.js";
import {
  apiPrefix,
  apiVersion,
  type OperationName,
  operationNames,
  operationOf,
} from "../../provider/mms/operations.js";
import type { Commands } from "../control/commands.js";
import { asRefusal, badParameter, GatewayRefusal, Refusal, refusalBody, throttled } from "./errors.js";
import type { Fault } from "./faults.js";
import { type AccessKey, identityResponses } from "./keys.js";
import type { Signed } from "./signature.js";
import { ConnectionLost, readBody, urlOf } from "./incoming.js";
import { authorise } from "./ram.js";
import { answerCommand, controlPath } from "../control/remote.js";
import { switchedFault } from "../operations/switched.js";
import { checkRequest } from "./request-check.js";
import type { Service } from "../service.js";

interface Incoming {
  readonly request: http.IncomingMessage;
  readonly url: URL;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly operation: OperationName;
  readonly params: Readonly<Record<string, string>>;
}

interface Outgoing {
  status: number;
  headers: Record<string, string>;
  text: string;
}

const htmlPage = (status: number): Outgoing => ({
  status,
  headers: { "content-type": "text/html" },
  text: `<html><head><title>${status}</title></head><body><h1>${status} Bad Gateway</h1></body></html>`,
});

function readObject(body: Buffer): Record<string, unknown> {
  const read = body.length > 0 ? decodeJson(body.toString("utf8")) : {};
  if (read === null || typeof read !== "object" || Array.isArray(read))
    throw badParameter("The body must be a JSON object.");
  return read as Record<string, unknown>;
}

/** How long a client may take over a request: a connection that sends nothing is not kept. */
const serverOptions: http.ServerOptions = {
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
};

export class Server {
  private readonly router = FindMyWay();
  private readonly server = http.createServer(serverOptions, (request, response) => {
    // A client may be gone before its response is written.
    response.on("error", () => response.destroy());
    this.serve(request, response).catch((error: unknown) => this.fail(request, response, error));
  });
  private requests = 0;

  constructor(
    private readonly service: Service,
    private readonly commands: Commands,
  ) {
    for (const name of operationNames) {
      const { method, path } = operationOf(name);
      this.router.on(method, (apiPrefix + path).replace(/\{(\w+)\}/g, ":$1"), () => undefined, name);
    }
  }

  async listen(host: string, port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, host, resolve);
    });
    const address = this.server.address();
    return `http://${host}:${typeof address === "object" ? (address?.port ?? port) : port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = urlOf(request.url);
    const body = await readBody(request);
    if (url.pathname.startsWith(controlPath)) {
      const name = url.pathname.slice(controlPath.length);
      const ran = answerCommand(this.commands, name, body.toString("utf8"), request.socket.remoteAddress);
      return this.write(response, { status: ran.status, headers: {}, text: JSON.stringify(ran.body) });
    }
    const identity = this.identityAnswer({ request, url, body });
    if (identity !== undefined) return this.write(response, identity);
    const route = this.router.find((request.method ?? "GET") as FindMyWay.HTTPMethod, url.pathname);
    if (route === null) throw new GatewayRefusal(404, "InvalidAction.NotFound", "No such operation.");
    const operation = route.store as OperationName;
    const params = route.params as Record<string, string>;
    const incoming = { request, url, query: Object.fromEntries(url.searchParams), body, operation, params };
    const outgoing = await this.respond(incoming, this.service.faults.take(operation));
    if (outgoing === undefined) return void request.socket.destroy();
    this.write(response, outgoing);
  }

  /** The response of STS or RAM; `undefined` where a request is for MMS. */
  private identityAnswer(signed: Signed): Outgoing | undefined {
    const outgoing = identityResponses[String(signed.request.headers["x-acs-action"])];
    if (outgoing === undefined || signed.url.pathname !== "/") return undefined;
    this.service.signatures.verify(signed);
    const RequestId = this.requestId();
    return {
      status: 200,
      headers: { "x-acs-request-id": RequestId },
      text: JSON.stringify({ RequestId, ...outgoing }),
    };
  }

  /** Ends a request that could not be read or served: with a refusal and the end of its connection. */
  private fail(request: http.IncomingMessage, response: http.ServerResponse, error: unknown): void {
    if (error instanceof ConnectionLost || response.headersSent) return void request.socket.destroy();
    const refused = this.refuse(asRefusal(error));
    // What is left of the body would be read as the next request.
    const closing = request.complete ? {} : { connection: "close" };
    this.write(response, { ...refused, headers: { ...refused.headers, ...closing } });
  }

  /** The response to a call, or `undefined` for a connection that breaks. */
  private async respond(incoming: Incoming, fault?: Fault): Promise<Outgoing | undefined> {
    if (fault?.kind === "resetBefore") return this.note(incoming, undefined, 0, fault);
    const early = this.early(fault);
    if (early && this.hasEffect(fault, early)) this.perform(incoming, fault);
    else if (early) this.note(incoming, undefined, early.status, fault);
    const outgoing = early ?? this.perform(incoming, fault);
    // The same request again, as a proxy delivers it; its nonce does not count.
    if (fault?.kind === "deliveredTwice") this.perform(incoming, undefined, true);
    if (fault?.kind === "delay") await this.service.wait(fault.ms);
    if (fault?.kind === "resetAfter") return undefined;
    if (fault?.kind === "html" && fault.afterEffect) return htmlPage(fault.status);
    if (fault?.kind === "error" && fault.afterEffect)
      return this.refuse(new Refusal(fault.status, fault.code, "Simulated."));
    if (fault?.kind === "truncated") return { ...outgoing, text: outgoing.text.slice(0, outgoing.text.length / 2) };
    return outgoing;
  }

  /** Puts a request down in the journal; one without a body was kept from the service. */
  private note({ request, url, query, operation }: Incoming, body: unknown, status: number, fault?: Fault): undefined {
    this.service.journal.add({
      operation,
      method: request.method ?? "",
      path: url.pathname,
      query,
      body,
      status,
      at: this.service.clock.now(),
      mutating: body !== undefined && operationOf(operation).mutates,
      ...(fault ? { fault: fault.kind } : {}),
    });
  }

  /** The response that replaces the effect, if any. */
  private early(fault?: Fault): Outgoing | undefined {
    if (fault?.kind === "html" && !fault.afterEffect) return htmlPage(fault.status);
    if (fault?.kind === "error" && !fault.afterEffect)
      return this.refuse(new Refusal(fault.status, fault.code, "Simulated."));
    const { denied } = this.service.store;
    if (fault?.kind === "forbidden") {
      const forbidden = "User not authorized to operate on the specified resource.";
      return this.refuse(switchedFault(denied, new GatewayRefusal(403, "Forbidden.RAM", forbidden)));
    }
    if (fault?.kind !== "throttled") return undefined;
    return this.refuse(switchedFault(denied, throttled((fault.timeLeftSeconds ?? 1) * 1_000)));
  }

  /** Whether a request takes effect although a fault refuses it. */
  private hasEffect(fault: Fault | undefined, { status }: Outgoing): boolean {
    const { store } = this.service;
    if (fault?.kind === "throttled") return !store.holds("no-effect-on-throttle");
    return status >= 400 && status < 500 && !store.holds("no-effect-on-4xx");
  }

  private perform(incoming: Incoming, fault?: Fault, again = false): Outgoing {
    const { operation, params: path, body } = incoming;
    let read: Record<string, unknown> = {};
    let outgoing: Outgoing;
    try {
      const key = again ? undefined : this.admit(incoming);
      if (key?.policy) authorise(key.policy, operation, path["sourceId"] ?? "*");
      const query = checkRequest(operation, incoming.query, body);
      read = readObject(body);
      const data = this.service.perform(operation, { path, query, body: read }, fault);
      const requestId = this.requestId();
      outgoing = {
        status: 200,
        headers: { "x-acs-request-id": requestId },
        text: encodeResponse({ requestId, data }),
      };
    } catch (error) {
      outgoing = this.refuse(asRefusal(error));
    }
    this.note(incoming, read, outgoing.status, fault);
    return outgoing;
  }

  /** The key that signed a request. Throws a refusal where there is none, or where it comes too soon. */
  private admit({ request, url, body, operation }: Incoming): AccessKey {
    const key = this.service.signatures.verify({ request, url, body });
    const denied = this.service.limit?.take();
    if (denied) throw throttled(denied.retryAfterMs);
    if (request.headers["x-acs-version"] !== apiVersion)
      throw new GatewayRefusal(400, "InvalidVersion", `x-acs-version must be ${apiVersion}.`);
    // The older signature leaves the operation to the method and the path.
    if ((request.headers["x-acs-action"] ?? operation) !== operation)
      throw new GatewayRefusal(400, "InvalidAction.NotFound", `x-acs-action must be ${operation}.`);
    return key;
  }

  private requestId(): string {
    this.requests += 1;
    return `00000000-0000-5000-8000-${this.requests.toString(16).toUpperCase().padStart(12, "0")}`;
  }

  private refuse(refusal: Refusal): Outgoing {
    const requestId = this.requestId();
    if (!(refusal instanceof GatewayRefusal) && !this.service.store.holds("failures-have-status-or-code")) {
      const text = encodeResponse({ requestId, success: false, message: refusal.message });
      return { status: 200, headers: { "x-acs-request-id": requestId }, text };
    }
    return {
      status: refusal.status,
      headers: { "x-acs-request-id": requestId, ...refusal.headers },
      text: encodeResponse(refusalBody(refusal, requestId)),
    };
  }

  private write(response: http.ServerResponse, { status, headers, text }: Outgoing): void {
    response.writeHead(status, { "content-type": "application/json;charset=utf-8", ...headers });
    response.end(text);
  }
}
