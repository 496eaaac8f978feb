// Shows progress on the resource's own row: Pulumi's engine listens for log lines at the last argument of its plugin.
import { readlinkSync } from "node:fs";
import { createRequire } from "node:module";

import type * as Grpc from "@grpc/grpc-js";
import type * as EngineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as EngineMessages from "@pulumi/pulumi/proto/engine_pb.js";

import type { Clock } from "../clock.js";
import type { Progress } from "../lifecycle/lifecycle.js";

/** Writes one line to the engine. */
export type LogLine = (severity: "INFO" | "WARNING", urn: string, message: string, ephemeral: boolean) => void;

/** Least time between live lines. In a log every change of the row is printed as a line of its own. */
const spacingMs = { terminal: 1_000, log: 10_000 } as const;

/** Whether someone watches a terminal: the engine that started this process writes to one. */
function watched(): boolean {
  if (process.env["CI"]) return false;
  try {
    return /^\/dev\/(pts|tty)/.test(readlinkSync(`/proc/${process.ppid}/fd/1`));
  } catch {
    return false;
  }
}

/** Connects to the engine's log; a process without an engine gets a log that goes nowhere. */
export function connectEngineLog(address = process.argv.at(-1) ?? ""): LogLine {
  if (!/^[\w.-]+:\d+$/.test(address)) return () => undefined;
  // The same copy of gRPC as @pulumi/pulumi's own, or its generated client refuses our credentials.
  const pulumiRequire = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  const grpc = pulumiRequire("@grpc/grpc-js") as typeof Grpc;
  const { EngineClient } = pulumiRequire("./proto/engine_grpc_pb") as typeof EngineService;
  const { LogRequest, LogSeverity } = pulumiRequire("./proto/engine_pb") as typeof EngineMessages;
  const client = new EngineClient(address, grpc.credentials.createInsecure());
  return (severity, urn, message, ephemeral) => {
    const request = new LogRequest();
    request.setSeverity(LogSeverity[severity]);
    request.setUrn(urn);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    // A lost line is never a reason to fail the work.
    client.log(request, () => undefined);
  };
}

/** Progress of one resource: live lines are spaced, and a line that says the same again is left out. */
export function progressOf(log: LogLine, urn: string, clock: Clock): Progress {
  const spacing = watched() ? spacingMs.terminal : spacingMs.log;
  let last = { at: Number.NEGATIVE_INFINITY, message: "" };
  const send: LogLine = (...line) => {
    try {
      log(...line);
    } catch {
      // The engine may already be gone; the work goes on.
    }
  };
  return {
    status: (message) => {
      const now = clock.now();
      if (message === last.message || now - last.at < spacing) return;
      last = { at: now, message };
      send("INFO", urn, message, true);
    },
    info: (message) => send("INFO", urn, message, false),
    warn: (message) => send("WARNING", urn, message, false),
  };
}
