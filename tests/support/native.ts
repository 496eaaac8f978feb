// Drives the native plugin's process over gRPC, as the engine does.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

const root = resolve(__dirname, "../..");

type Values = Record<string, unknown>;

export const struct = (values: Values): Struct =>
  Struct.fromJavaScript(values as Parameters<typeof Struct.fromJavaScript>[0]);

const key = "4dabf18193072939515e22adb298388d";

/** A secret, as it is on the wire. */
export const secret = (value: unknown): Values => ({ [key]: "1b47061264138c4ac30d75fd1eb44270", value });

/** A value that is not known yet, as it is on the wire. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The native plugin's process. */
export interface NativePlugin {
  readonly child: ChildProcess;
  readonly client: ResourceProviderClient;
  /** A verb by name: its request filled, its response as an object. */
  call<Response>(verb: keyof ResourceProviderClient, request: unknown): Promise<Response>;
  urn(kind: string, name?: string): string;
  check(kind: string, news: Values, olds?: Values): Promise<{ inputs: Values; failures: string[] }>;
  stop(): Promise<void>;
}

/** Starts the plugin, and configures it. */
export async function startNative(env: NodeJS.ProcessEnv, settings: Values = {}): Promise<NativePlugin> {
  const child = spawn(process.execPath, [join(root, "dist/provider/plugin.js")], {
    cwd: root,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    // The engine holds the other end of its plugins' standard input, and writes nothing to it.
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [port] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), "line")) as [string];
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call: NativePlugin["call"] = (verb, request) =>
    new Promise((settle, fail) => {
      const method = client[verb] as unknown as (
        request: unknown,
        done: (error: Error | null, response: unknown) => void,
      ) => void;
      method.call(client, request, (error, response) => (error ? fail(error) : settle(response as never)));
    });
  const urn = (kind: string, name = "subject") => `urn:pulumi:test::project::alicloud-mms:index:${kind}::${name}`;
  const configure = new proto.ConfigureRequest();
  configure.setArgs(struct(settings));
  await call("configure", configure);
  return {
    child,
    client,
    call,
    urn,
    check: async (kind, news, olds = {}) => {
      const request = new proto.CheckRequest();
      request.setUrn(urn(kind));
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const response = await call<proto.CheckResponse>("check", request);
      const failures = response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
      return { inputs: (response.getInputs()?.toJavaScript() ?? {}) as Values, failures };
    },
    stop: async () => {
      client.close();
      if (child.exitCode !== null) return;
      child.stdin?.end();
      await once(child, "exit");
    },
  };
}
