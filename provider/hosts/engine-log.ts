// Shows progress on the resource's own row: Pulumi's engine listens for log lines at the last argument of its plugin.
import { readFileSync, readlinkSync } from "node:fs";

import type * as Grpc from "@grpc/grpc-js";
import type * as EngineClients from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as EngineMessages from "@pulumi/pulumi/proto/engine_pb.js";

import type { Clock } from "../clock.js";
import type { Progress } from "../lifecycle/lifecycle.js";
import { grpcClient } from "./grpc-client.js";
import type { Recorder } from "./serving/event-log.js";

/** Writes one line to the engine. Settles when the engine has it, or will not get it; never rejects. */
export type LogLine = (
  severity: "INFO" | "WARNING",
  urn: string,
  message: string,
  ephemeral: boolean,
) => Promise<void> | void;

/** What the engine offers to its plugin. */
export interface Engine {
  readonly log: LogLine;
  /** Whether it is still there. A plugin may outlive an engine that was killed. */
  isThere(): Promise<boolean>;
}

/**
 * Time between live lines: as long again as the row has been going on, but within these bounds. On a terminal a line is
 * drawn over; in a log each is printed for good.
 */
const spacingMs = {
  terminal: { least: 1_000, most: 1_000 },
  log: { least: 10_000, most: 60_000 },
} as const;

/** How long the engine may take to show that it is there. */
const engineAnswersWithinMs = 5_000;

/** How long the engine may take to receive a line, before the verb that sent it ends without. */
const lineArrivesWithinMs = 2_000;

/** Whether someone watches a terminal: the engine, which starts us itself or through a shell, writes to one. */
function watched(): boolean {
  if (process.env["CI"]) return false;
  try {
    const [, grandparent] = (readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ").at(-1) ?? "").split(" ");
    return [process.ppid, grandparent].some((pid) => /^\/dev\/(pts|tty)/.test(readlinkSync(`/proc/${pid}/fd/1`)));
  } catch {
    return false;
  }
}

/** Connects to the engine; a process without one gets a log that goes nowhere. */
export function connectEngine(address = process.argv.at(-1) ?? ""): Engine {
  if (!/^[\w.-]+:\d+$/.test(address)) return { log: () => undefined, isThere: () => Promise.resolve(true) };
  const grpc = require("@grpc/grpc-js") as typeof Grpc;
  const { EngineService } = require("@pulumi/pulumi/proto/engine_grpc_pb.js") as typeof EngineClients;
  const { GetRootResourceRequest, LogRequest, LogSeverity } =
    require("@pulumi/pulumi/proto/engine_pb.js") as typeof EngineMessages;
  const client = grpcClient<EngineClients.EngineClient>(grpc, { name: "Engine", service: EngineService }, address);
  return {
    log: (severity, urn, message, ephemeral) => {
      const request = new LogRequest();
      request.setSeverity(LogSeverity[severity]);
      request.setUrn(urn);
      request.setMessage(message);
      request.setEphemeral(ephemeral);
      const options = { deadline: Date.now() + lineArrivesWithinMs };
      // A lost line is never a reason to fail the work.
      return new Promise((settle) => client.log(request, new grpc.Metadata(), options, () => settle()));
    },
    isThere: () =>
      new Promise((settle) => {
        const options = { deadline: Date.now() + engineAnswersWithinMs };
        // Any response will do, a refusal too.
        client.getRootResource(new GetRootResourceRequest(), new grpc.Metadata(), options, (error) =>
          settle(error?.code !== grpc.status.UNAVAILABLE),
        );
      }),
  };
}

/** Progress of one verb on one resource. */
export interface RowProgress extends Progress {
  /** Whether a live line stands on the row. */
  readonly hasStatus: boolean;
  /** Settles when the engine has every line: one that comes after the response to a verb may never be shown. */
  delivered(): Promise<void>;
}

/**
 * Progress of one resource: live lines are spaced, and a line that says the same again is left out. The last one is always
 * shown, since it is what stays.
 */
export function progressOf(log: LogLine, urn: string, clock: Clock, recorder?: Recorder): RowProgress {
  const { least, most } = spacingMs[watched() ? "terminal" : "log"];
  let last = { at: Number.NEGATIVE_INFINITY, message: "" };
  let first: number | undefined;
  const underWay = new Set<Promise<void>>();
  const send = (...line: Parameters<LogLine>): void => {
    try {
      const sending = Promise.resolve(log(...line)).finally(() => underWay.delete(sending));
      underWay.add(sending);
    } catch {
      // The engine may already be gone; the work goes on.
    }
  };
  return {
    get hasStatus() {
      return first !== undefined;
    },
    delivered: async () => void (await Promise.all(underWay)),
    status: (message, { last: isLast = false } = {}) => {
      const now = clock.now();
      first ??= now;
      const spacing = isLast ? 0 : Math.min(most, Math.max(least, last.at - first));
      if (message === last.message || now - last.at < spacing) return;
      last = { at: now, message };
      send("INFO", urn, message, true);
    },
    info: (message) => {
      recorder?.message("info", message);
      send("INFO", urn, message, false);
    },
    warn: (message) => {
      recorder?.message("warning", message);
      send("WARNING", urn, message, false);
    },
    report: (standing) => recorder?.progress(standing),
  };
}
