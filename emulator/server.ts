// HTTP in, the service's JSON out: routing, checks, faults and the journal.
import http from "node:http";

import FindMyWay from "find-my-way";

import { decodeJson, encodeAnswer } from "../provider/mms/json.js";
import { apiPrefix, apiVersion, type OperationName, operationNames, operationOf } from "../provider/mms/operations.js";
import { type Commands, controlPath, runCommand } from "./control.js";
import { badParameter, Refusal } from "./errors.js";
import type { Fault } from "./faults.js";
import { authorise } from "./ram.js";
import { checkRequest } from "./request-check.js";
import { verifySignature } from "./signature.js";
import type { Service } from "./service.js";

/** One request as the emulator saw it. */
export interface JournalEntry {
  readonly operation: OperationName;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number;
  readonly at: number;
  readonly mutating: boolean;
}

interface Incoming {
  readonly request: http.IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
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

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A refusal for whatever an operation threw; a defect of the emulator says so. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof SyntaxError) return badParameter("A parameter or the body is not JSON.");
  return new Refusal(
    500,
    "InternalError",
    `The emulator failed: ${error instanceof Error ? error.message : String(error)}`,
  );
}

function readObject(body: Buffer): Record<string, unknown> {
  const read = body.length > 0 ? decodeJson(body.toString("utf8")) : {};
  if (read === null || typeof read !== "object" || Array.isArray(read))
    throw badParameter("The body must be a JSON object.");
  return read as Record<string, unknown>;
}

export class Server {
  private readonly router = FindMyWay();
  private readonly server = http.createServer((request, response) => void this.serve(request, response));
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
    const url = new URL(request.url ?? "/", "http://emulator");
    const body = await readBody(request);
    const route = this.router.find((request.method ?? "GET") as FindMyWay.HTTPMethod, url.pathname);
    if (url.pathname.startsWith(controlPath)) return this.control(url, body, response);
    if (route === null)
      return this.write(response, this.refuse(new Refusal(404, "InvalidAction.NotFound", "No such operation.")));
    const operation = route.store as OperationName;
    const fault = this.service.faults.take(operation);
    if (fault?.kind === "resetBefore") return void request.socket.destroy();
    const answer = await this.answer({ request, url, body }, operation, route.params, fault);
    if (answer === undefined) return void request.socket.destroy();
    this.write(response, answer);
  }

  /** The answer to a call, or `undefined` for a connection that breaks. */
  private async answer(
    incoming: Incoming,
    operation: OperationName,
    params: object,
    fault?: Fault,
  ): Promise<Outgoing | undefined> {
    const early = this.early(fault);
    const answer = early ?? this.perform(incoming, operation, params as Record<string, string>, fault);
    if (fault?.kind === "deliveredTwice")
      this.perform(incoming, operation, params as Record<string, string>, undefined);
    if (fault?.kind === "delay") await this.service.wait(fault.ms);
    if (fault?.kind === "resetAfter") return undefined;
    if (fault?.kind === "html" && fault.afterEffect) return htmlPage(fault.status);
    if (fault?.kind === "error" && fault.afterEffect)
      return this.refuse(new Refusal(fault.status, fault.code, "Simulated."));
    if (fault?.kind === "truncated") return { ...answer, text: answer.text.slice(0, answer.text.length / 2) };
    return answer;
  }

  /** Answers that are given in place of the effect. */
  private early(fault?: Fault): Outgoing | undefined {
    if (fault?.kind === "html" && !fault.afterEffect) return htmlPage(fault.status);
    if (fault?.kind === "error" && !fault.afterEffect)
      return this.refuse(new Refusal(fault.status, fault.code, "Simulated."));
    if (fault?.kind === "forbidden") {
      return this.refuse(
        new Refusal(403, "Forbidden.RAM", "User not authorized to operate on the specified resource."),
      );
    }
    if (fault?.kind !== "throttled") return undefined;
    const left = { "x-ratelimit-user-api": `Remaining:0,TimeLeft:${fault.timeLeftSeconds ?? 1}` };
    return this.refuse(new Refusal(400, "Throttling.User", "Request was denied due to user flow control.", left));
  }

  private perform(
    { request, url, body }: Incoming,
    operation: OperationName,
    path: Record<string, string>,
    fault?: Fault,
  ): Outgoing {
    const query = Object.fromEntries(url.searchParams);
    let read: Record<string, unknown> = {};
    let answer: Outgoing;
    try {
      const key = verifySignature(request, url, body, this.service.keys);
      this.checkHeaders(request, operation);
      if (key.policy) authorise(key.policy, operation, path["sourceId"] ?? "*");
      checkRequest(operation, query, body);
      read = readObject(body);
      const data = this.service.perform(operation, { path, query, body: read }, fault);
      answer = { status: 200, headers: {}, text: encodeAnswer({ requestId: this.requestId(), data }) };
    } catch (error) {
      answer = this.refuse(asRefusal(error));
    }
    const { mutates } = operationOf(operation);
    const at = this.service.clock.now();
    this.service.journal.push({
      operation,
      method: request.method ?? "",
      path: url.pathname,
      query,
      body: read,
      status: answer.status,
      at,
      mutating: mutates,
    });
    return answer;
  }

  private checkHeaders(request: http.IncomingMessage, operation: OperationName): void {
    if (request.headers["x-acs-version"] !== apiVersion)
      throw new Refusal(400, "InvalidVersion", `x-acs-version must be ${apiVersion}.`);
    if (request.headers["x-acs-action"] !== operation)
      throw new Refusal(400, "InvalidAction.NotFound", `x-acs-action must be ${operation}.`);
  }

  private requestId(): string {
    this.requests += 1;
    return `00000000-0000-5000-8000-${this.requests.toString(16).toUpperCase().padStart(12, "0")}`;
  }

  private refuse({ status, code, message, headers }: Refusal): Outgoing {
    return {
      status,
      headers: { ...headers },
      text: encodeAnswer({ code, message, requestId: this.requestId(), hostId: "emulator" }),
    };
  }

  /** Answers a command of the control API. */
  private control(url: URL, body: Buffer, response: http.ServerResponse): void {
    const headers = { "content-type": "application/json" };
    try {
      const result = runCommand(this.commands, url.pathname.slice(controlPath.length), body.toString("utf8"));
      this.write(response, { status: 200, headers, text: JSON.stringify({ result }) });
    } catch (error) {
      const text = JSON.stringify({ error: error instanceof Error ? error.message : String(error) });
      this.write(response, { status: 400, headers, text });
    }
  }

  private write(response: http.ServerResponse, { status, headers, text }: Outgoing): void {
    response.writeHead(status, { "content-type": "application/json;charset=utf-8", ...headers });
    response.end(text);
  }
}
