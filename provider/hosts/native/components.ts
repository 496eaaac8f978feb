// Components, which are made by Pulumi's own library in a process beside this one: it is started by the first component of a run.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { type ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb.js";

import { grpcClient } from "../grpc-client.js";
import { componentsFlag } from "./components-flag.js";
import { channelOptions } from "./protocol/channel-options.js";

/** A process that makes components, for as long as the one that started it is there. */
export class ComponentProcess {
  private started: Promise<ResourceProviderClient> | undefined;

  constructor(private readonly engine: string | undefined) {}

  /** Makes a component, and returns once all of its resources are there. */
  async construct(request: ConstructRequest): Promise<ConstructResponse> {
    const client = await (this.started ??= this.start());
    return new Promise((resolve, reject) => {
      client.construct(request, (error: grpc.ServiceError | null, response: ConstructResponse) =>
        error === null ? resolve(response) : reject(new Error(error.details)),
      );
    });
  }

  private async start(): Promise<ResourceProviderClient> {
    const [program = ""] = process.argv.slice(1);
    const args = [program, componentsFlag, ...(this.engine === undefined ? [] : [this.engine])];
    // The end of its standard input is the end of this process, however that comes about.
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    child.once("exit", () => (this.started = undefined));
    const port = await portOf(child);
    const component = { name: "ResourceProvider", service: ResourceProviderService };
    return grpcClient<ResourceProviderClient>(grpc, component, `127.0.0.1:${port}`, channelOptions);
  }
}

/** The port, which is all that a plugin's process writes. */
async function portOf(child: ChildProcess & { readonly stdout: NodeJS.ReadableStream }): Promise<string> {
  const line = once(createInterface({ input: child.stdout }), "line") as Promise<[string]>;
  const ended = once(child, "exit").then(() => {
    throw new Error(
      "the process that creates components ended before it was ready; it needs the npm package @pulumi/pulumi",
    );
  });
  const [port] = await Promise.race([line, ended]);
  return port;
}
