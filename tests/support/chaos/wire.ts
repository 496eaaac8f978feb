// The network between one run and the service: it holds, cuts and delivers late, whatever becomes of who asked.
import { EventEmitter, once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import type { FastTime } from "./fast-time.js";
import type { Point, Trouble } from "./history.js";

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

async function bodyOf(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const nameOf = ({ operation, nth, moment }: Point): string => `${moment} ${operation} ${nth}`;

/** A request that a run has sent. */
export interface Sent {
  readonly operation: string;
  readonly path: string;
}

/** One run's way to the service. A request that has reached it is delivered even when its sender is dead. */
export class Wire {
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly server = http.createServer((request, response) => {
    const passing = this.pass(request, response)
      .catch(() => void request.socket.destroy())
      .finally(() => this.underWay.delete(passing));
    this.underWay.add(passing);
  });
  private readonly underWay = new Set<Promise<void>>();
  private readonly counts = new Map<string, number>();
  private readonly points = new EventEmitter();
  private readonly passed = new Set<string>();
  private readonly ending = new AbortController();

  private constructor(
    private readonly target: URL,
    private readonly time: FastTime,
    private readonly troubles: readonly Trouble[],
    private readonly arrived: (sent: Sent) => void,
  ) {}

  static async open(
    target: string,
    time: FastTime,
    troubles: readonly Trouble[],
    arrived: (sent: Sent) => void,
  ): Promise<Wire> {
    const wire = new Wire(new URL(target), time, troubles, arrived);
    wire.server.listen(0, "127.0.0.1");
    await once(wire.server, "listening");
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Settles when a request is at that point. */
  async reached(point: Point): Promise<void> {
    if (!this.passed.has(nameOf(point))) await once(this.points, nameOf(point));
  }

  /** Delivers at once what is still held. */
  async release(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.underWay);
  }

  async close(): Promise<void> {
    await this.release();
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
    this.agent.destroy();
  }

  private at(point: Point): void {
    this.passed.add(nameOf(point));
    this.points.emit(nameOf(point));
  }

  private async hold(ms: number): Promise<void> {
    if (this.ending.signal.aborted) return;
    const released = new Promise<void>((resolve) => {
      this.ending.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.race([this.time.sleep(ms), released]);
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const operation = String(request.headers["x-acs-action"]);
    const nth = (this.counts.get(operation) ?? 0) + 1;
    this.counts.set(operation, nth);
    this.arrived({ operation, path: request.url ?? "" });
    const trouble = this.troubles.find((one) => one.operation === operation && one.nth === nth);
    this.at({ operation, nth, moment: "sent" });
    if (trouble?.kind === "cutThenDelivered") request.socket.destroy();
    if (trouble?.kind === "cutThenDelivered" || trouble?.kind === "requestHeld") await this.hold(trouble.ms);
    const answer = await this.forward(request, body);
    this.at({ operation, nth, moment: "done" });
    if (trouble?.kind === "answerHeld") await this.hold(trouble.ms);
    if (trouble?.kind === "answerCut") request.socket.destroy();
    if (request.socket.destroyed) return;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private async forward({ method, url, headers }: http.IncomingMessage, body: Buffer): Promise<Answer> {
    const { hostname, port } = this.target;
    const forwarded = http.request({ hostname, port, method, path: url, headers, agent: this.agent });
    const [response] = (await once(forwarded.end(body), "response")) as [http.IncomingMessage];
    return { status: response.statusCode ?? 502, headers: response.headers, body: await bodyOf(response) };
  }
}
