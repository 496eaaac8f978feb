// The engine as a plugin sees it that only writes lines.
import type { EventEmitter } from "node:events";

import * as grpc from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";

/** One line the plugin sent to the engine. */
export interface EngineLine {
  readonly message: string;
  readonly urn: string;
  readonly ephemeral: boolean;
  readonly severity: number;
}

/** An engine that only listens to the log. */
export async function listenForLog(
  lines: EngineLine[],
  heard: EventEmitter,
): Promise<{ address: string; stop(): void }> {
  const server = new grpc.Server();
  const log: grpc.handleUnaryCall<LogRequest, Empty> = ({ request }, answer) => {
    const [message, urn, ephemeral, severity] = [
      request.getMessage(),
      request.getUrn(),
      request.getEphemeral(),
      request.getSeverity(),
    ];
    lines.push({ message, urn, ephemeral, severity });
    heard.emit("line");
    answer(null, new Empty());
  };
  server.addService(EngineService, { log } as unknown as IEngineServer);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
