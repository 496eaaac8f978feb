// Drives the native plugin's process over gRPC, as the engine does.
import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import { type EngineLine, listenForLog } from "./engine-lines.js";
import { asInitFailed, root, struct } from "./plugin.js";

export { struct } from "./plugin.js";

type Values = Record<string, unknown>;

const key = "4dabf18193072939515e22adb298388d";

/** A secret, as it is on the wire. */
export const secret = (value: unknown): Values => ({ [key]: "1b47061264138c4ac30d75fd1eb44270", value });

/** A value that is not known yet, as it is on the wire. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** One resource, as the engine calls its verbs. */
export interface NativeResource {
  readonly urn: string;
  check(news: Values, olds?: Values): Promise<{ inputs: Values; failures: string[] }>;
  diff(id: string, olds: Values, news: Values): Promise<proto.DiffResponse.AsObject>;
  create(news: Values): Promise<{ id: string; outs: Values }>;
  read(id: string, props: Values, inputs: Values): Promise<{ id: string; props: Values }>;
  update(id: string, olds: Values, news: Values): Promise<Values>;
  delete(id: string, props: Values): Promise<void>;
}

/** The native plugin's process. */
export interface NativePlugin {
  readonly child: ChildProcess;
  readonly client: ResourceProviderClient;
  /** A verb by name: its request filled, its response as an object. */
  call<Response>(verb: keyof ResourceProviderClient, request: unknown): Promise<Response>;
  urn(kind: string, name?: string): string;
  check(kind: string, news: Values, olds?: Values): Promise<{ inputs: Values; failures: string[] }>;
  resource(kind: string, name: string): NativeResource;
  /** What the engine has heard. */
  readonly lines: readonly EngineLine[];
  /** Lets the engine go away under the plugin, while its end of the plugin's standard input stays open. */
  deafen(): void;
  stop(): Promise<void>;
}

type Call = NativePlugin["call"];

const valuesOf = (values?: Struct): Values => (values?.toJavaScript() ?? {}) as Values;

/** Fills a request with what has a setter of its name. */
function filled<Request extends object>(request: Request, fields: Readonly<Record<string, unknown>>): Request {
  for (const [field, value] of Object.entries(fields)) {
    const setter = (request as Record<string, (value: unknown) => void>)[`set${field}`];
    setter?.call(request, typeof value === "object" ? struct(value as Values) : value);
  }
  return request;
}

function resourceOf(call: Call, urn: string): NativeResource {
  return {
    urn,
    async check(News, Olds = {}) {
      const request = filled(new proto.CheckRequest(), { Urn: urn, Olds, News });
      const response = await call<proto.CheckResponse>("check", request);
      const failures = response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
      return { inputs: valuesOf(response.getInputs()), failures };
    },
    async diff(Id, Olds, News) {
      const request = filled(new proto.DiffRequest(), { Urn: urn, Id, Olds, News });
      return (await call<proto.DiffResponse>("diff", request)).toObject();
    },
    async create(Properties) {
      const request = filled(new proto.CreateRequest(), { Urn: urn, Properties });
      const response = await call<proto.CreateResponse>("create", request);
      return { id: response.getId(), outs: valuesOf(response.getProperties()) };
    },
    async read(Id, Properties, Inputs) {
      const request = filled(new proto.ReadRequest(), { Urn: urn, Id, Properties, Inputs });
      const response = await call<proto.ReadResponse>("read", request);
      return { id: response.getId(), props: valuesOf(response.getProperties()) };
    },
    async update(Id, Olds, News) {
      const request = filled(new proto.UpdateRequest(), { Urn: urn, Id, Olds, News });
      return valuesOf((await call<proto.UpdateResponse>("update", request)).getProperties());
    },
    async delete(Id, Properties) {
      await call("delete", filled(new proto.DeleteRequest(), { Urn: urn, Id, Properties }));
    },
  };
}

/** Starts the plugin, and configures it. */
export async function startNative(env: NodeJS.ProcessEnv, settings: Values = {}): Promise<NativePlugin> {
  const lines: EngineLine[] = [];
  const engine = await listenForLog(lines, new EventEmitter());
  const child = spawn(process.execPath, [join(root, "dist/provider/plugin.js"), engine.address], {
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
        done: (error: grpc.ServiceError | null, response: unknown) => void,
      ) => void;
      method.call(client, request, (error, response) =>
        error ? fail(asInitFailed(error)) : settle(response as never),
      );
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
    check: (kind, news, olds) => resourceOf(call, urn(kind)).check(news, olds),
    resource: (kind, name) => resourceOf(call, urn(kind, name)),
    lines,
    deafen: () => engine.stop(),
    stop: async () => {
      client.close();
      engine.stop();
      if (child.exitCode !== null) return;
      child.stdin?.end();
      await once(child, "exit");
    },
  };
}
