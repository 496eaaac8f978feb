// A service, a clock and the processes that come and go between them: what the engine model runs on. A process talks to
// the emulator through a gate of its own, where it can die at any request.
import { setMaxListeners } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import type { dynamic } from "@pulumi/pulumi";

import { type Assumptions, type Emulator, startEmulator } from "../../../emulator/index.js";
import { DynamicProvider } from "../../../provider/hosts/dynamic/provider.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import type { OperationName } from "../../../provider/mms/operations.js";
import { createMmsService, type MmsService } from "../../../provider/resources/base/service.js";
import { VirtualClock } from "../service/virtual-clock.js";
import { lifecycleOf } from "../../../provider/registry.js";

/** Where a process dies: before a request leaves it, or once the service has acted and before the answer arrives. */
export type CrashPoint = "beforeSend" | "afterEffect";

/** The process was killed; nothing it would have answered counts. */
export class Crashed extends Error {
  override readonly name = "Crashed";
}

/** One line of progress. */
export interface Said {
  readonly urn: string;
  readonly message: string;
  readonly ephemeral: boolean;
}

async function bodyOf(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Passes requests on to the emulator, byte for byte, until it is shut. */
class Gate {
  private readonly passing = new Set<Promise<void>>();
  private readonly server = http.createServer((request, response) => {
    const passing = this.pass(request, response).finally(() => this.passing.delete(passing));
    this.passing.add(passing);
  });
  /** Requests still to pass before the crash. */
  private crash: { requests: number; at: CrashPoint; operation?: OperationName | undefined } | undefined;

  constructor(
    private readonly target: URL,
    private readonly agent: http.Agent,
    private readonly died: () => void,
  ) {}

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  crashAfter(requests: number, at: CrashPoint, operation?: OperationName): void {
    this.crash = { requests, at, operation };
  }

  /** Cuts every connection. Requests that have left still reach the service: `drained` settles when they have. */
  shut(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async drained(): Promise<void> {
    await Promise.allSettled(this.passing);
  }

  private dies(at: CrashPoint, request: http.IncomingMessage): boolean {
    if (this.crash?.at !== at) return false;
    if (this.crash.operation !== undefined && request.headers["x-acs-action"] !== this.crash.operation) return false;
    this.crash.requests -= 1;
    return this.crash.requests < 0;
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (this.dies("beforeSend", request)) return this.died();
    const { method = "GET", headers, url = "/" } = request;
    const { hostname, port } = this.target;
    try {
      const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
        const onward = http.request({ hostname, port, path: url, method, headers, agent: this.agent }, resolve);
        onward.once("error", reject);
        onward.end(body);
      });
      const text = await bodyOf(answer);
      if (this.dies("afterEffect", request)) return this.died();
      response.writeHead(answer.statusCode ?? 500, answer.headers).end(text);
    } catch {
      // The emulator broke the connection, so the client's breaks too.
      request.socket.destroy();
    }
  }
}

/** A service on which so many other jobs are being made by the same process. */
function serviceAmong(others: number, service: MmsService): MmsService {
  service.creations.inFlight += others;
  return service;
}

/** One plugin process: what it remembers is gone with it. */
export class PluginProcess {
  readonly said: Said[] = [];
  private readonly ending = new AbortController();
  private readonly death: Promise<never>;
  private fail: (error: Error) => void = () => undefined;

  private constructor(
    private readonly gate: Gate,
    private readonly provider: { readonly current: dynamic.ResourceProvider | undefined },
  ) {
    // As the real process does: every wait of every resource listens to it.
    setMaxListeners(0, this.ending.signal);
    this.death = new Promise((_resolve, reject) => (this.fail = reject));
    this.death.catch(() => undefined);
  }

  static async start(world: World, log: (line: Said) => void = () => undefined): Promise<PluginProcess> {
    const holder: { current: dynamic.ResourceProvider | undefined } = { current: undefined };
    const gate = new Gate(new URL(world.emulator.url), world.agent, () => process.kill());
    const process = new PluginProcess(gate, holder);
    const env = { ...world.emulator.env, ALICLOUD_MMS_ENDPOINT: await gate.open() };
    const config = resolveConfig({ get: () => undefined, env });
    let service: MmsService | undefined;
    holder.current = new DynamicProvider(lifecycleOf("MigrationJob"), {
      clock: world.clock,
      signal: process.ending.signal,
      track: (work) => work(),
      engine: () => ({
        log: (_severity, urn, message, ephemeral) => {
          process.said.push({ urn, message, ephemeral });
          log({ urn, message, ephemeral });
        },
        isThere: () => Promise.resolve(true),
      }),
      configure: () => undefined,
      previewChecks: () => false,
      service: () => (service ??= serviceAmong(world.others, createMmsService(config, world.clock))),
    });
    return process;
  }

  /** Runs a verb; a process that dies meanwhile answers nothing any more. */
  async run<Result>(verb: (provider: dynamic.ResourceProvider) => Promise<Result>): Promise<Result> {
    if (this.provider.current === undefined || this.ending.signal.aborted) throw new Crashed("the process is gone");
    const work = verb(this.provider.current);
    work.catch(() => undefined);
    return Promise.race([work, this.death]);
  }

  /** Lets the process die at a request, of any operation or of one, after so many that pass. */
  crashAfter(requests: number, at: CrashPoint, operation?: OperationName): void {
    this.gate.crashAfter(requests, at, operation);
  }

  /** `kill -9`: memory and connections are gone at once. */
  kill(): void {
    const crash = new Crashed("killed");
    this.fail(crash);
    this.ending.abort(crash);
    this.gate.shut();
  }

  /** Settles when nothing it has sent is under way any more. */
  async silent(): Promise<void> {
    await this.gate.drained();
  }

  get isDead(): boolean {
    return this.ending.signal.aborted;
  }
}

/** The service and its time. */
export class World {
  readonly agent = new http.Agent({ keepAlive: true });
  readonly console: ReturnType<typeof createMmsClient>;
  private processes: PluginProcess[] = [];

  private constructor(
    readonly clock: VirtualClock,
    readonly emulator: Emulator,
    readonly overlap: "refused" | "allowed",
    readonly others: number,
  ) {
    this.console = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }), clock);
  }

  /**
   * @param overlap Whether the service makes a second job on tables that another one is on.
   * @param assumptions What of the service is played false.
   * @param others How many more jobs each process is making: among many, a job is found by other means than alone.
   */
  static async start(
    overlap: "refused" | "allowed" = "refused",
    others = 0,
    assumptions: Assumptions = {},
  ): Promise<World> {
    const clock = new VirtualClock();
    return new World(
      clock,
      await startEmulator({ clock, ids: "beyondDoubles", overlap, assumptions }),
      overlap,
      others,
    );
  }

  get control(): Emulator["control"] {
    return this.emulator.control;
  }

  async newProcess(): Promise<PluginProcess> {
    const process = await PluginProcess.start(this);
    this.processes.push(process);
    return process;
  }

  /** Operations that change something, since a point in the journal. */
  mutating(since = 0): string[] {
    return this.control
      .requests()
      .slice(since)
      .filter((entry) => entry.mutating)
      .map((entry) => entry.operation);
  }

  async close(): Promise<void> {
    this.processes.forEach((process) => process.kill());
    this.agent.destroy();
    await this.emulator.close();
  }
}
