// Drives the native plugin's process over gRPC, as the engine does.
import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import { type EngineLine, listenForLog } from "./engine-lines.js";
import type { Plugin, PluginOptions } from "./plugin.js";
import { asInitFailed, failureText, root, struct, type Values, valuesOf, withoutSecrets } from "./wire.js";

export { secret, struct, unknownText } from "./wire.js";

/** One resource, as the engine calls its verbs. */
export interface NativeResource {
  readonly urn: string;
  check(news: Values, olds?: Values): Promise<{ inputs: Values; failures: string[] }>;
  diff(id: string, olds: Values, news: Values): Promise<proto.DiffResponse.AsObject>;
  /** `seconds` is the timeout that the engine passes, from `customTimeouts`. */
  create(news: Values, seconds?: number): Promise<{ id: string; outs: Values }>;
  /** What a preview shows of a create. */
  preview(news: Values): Promise<Values>;
  read(id: string, props: Values, inputs: Values): Promise<{ id: string; props: Values; inputs: Values }>;
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
  readonly lines: EngineLine[];
  /** Emits `line` with each of them. */
  readonly heard: EventEmitter;
  /** Lets the engine go away under the plugin, while its end of the plugin's standard input stays open. */
  deafen(): void;
  stop(): Promise<void>;
}

type Call = NativePlugin["call"];

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
      const failures = response.getFailuresList().map(failureText);
      return { inputs: valuesOf(response.getInputs()), failures };
    },
    async diff(Id, Olds, News) {
      const request = filled(new proto.DiffRequest(), { Urn: urn, Id, Olds, News });
      return (await call<proto.DiffResponse>("diff", request)).toObject();
    },
    async create(Properties, Timeout = 0) {
      const request = filled(new proto.CreateRequest(), { Urn: urn, Properties, Timeout });
      const response = await call<proto.CreateResponse>("create", request);
      return { id: response.getId(), outs: valuesOf(response.getProperties()) };
    },
    async preview(Properties) {
      const request = filled(new proto.CreateRequest(), { Urn: urn, Properties, Preview: true });
      return valuesOf((await call<proto.CreateResponse>("create", request)).getProperties());
    },
    async read(Id, Properties, Inputs) {
      const request = filled(new proto.ReadRequest(), { Urn: urn, Id, Properties, Inputs });
      const response = await call<proto.ReadResponse>("read", request);
      const [props, inputs] = [valuesOf(response.getProperties()), valuesOf(response.getInputs())];
      return { id: response.getId(), props, inputs };
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
  const heard = new EventEmitter();
  const engine = await listenForLog(lines, heard);
  const child = spawn(process.execPath, [join(root, "dist/provider/plugin.js"), engine.address], {
    cwd: root,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    // The engine holds the other end of its plugins' standard input, and writes nothing to it.
    stdio: ["pipe", "pipe", "pipe"],
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
  const urn = (kind: string, name = "subject") => `urn:pulumi:dev::test::alicloud-mms:index:${kind}::${name}`;
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
    heard,
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

/** The native plugin's process as tests of both hosts see it: one kind of resource, and values as a plugin without secrets has them. */
export async function startNativeOf({ kind, env, config = {}, name = "test" }: PluginOptions): Promise<Plugin> {
  const own = Object.entries(config).map(([key, value]) => [key.replace("alicloud-mms:", ""), value]);
  const native = await startNative(env, Object.fromEntries(own) as Values);
  const { child, lines, heard, stop, deafen } = native;
  const resource = native.resource(kind, name);
  /** What the engine has stored beside the state, by id. */
  const stored = new Map<string, Values>();
  const ended = async (end: () => unknown): Promise<number | null> => {
    const exited = once(child, "exit");
    end();
    const [code] = (await exited) as [number | null];
    return code;
  };
  return {
    child,
    lines,
    urn: resource.urn,
    async said(pattern) {
      for (;;) {
        const line = lines.find(({ message }) => pattern.test(message));
        if (line) return line;
        await once(heard, "line");
      }
    },
    async check(olds, news) {
      const { inputs, failures } = await resource.check(news, olds);
      return { inputs: withoutSecrets(inputs), failures };
    },
    async diff(id, olds, news) {
      const { changes, replacesList: replaces, deletebeforereplace } = await resource.diff(id, olds, news);
      const isChanged = changes === proto.DiffResponse.DiffChanges.DIFF_SOME;
      // The native plugin gives the order always, since a program's `replaceOnChanges` may replace too; it counts with a replacement.
      return { changes: isChanged, replaces, deleteBeforeReplace: deletebeforereplace && replaces.length > 0 };
    },
    async create(news) {
      const { id, outs } = await resource.create(news);
      stored.set(id, news);
      return { id, outs: withoutSecrets(outs) };
    },
    async read(id, state) {
      const { id: found, props, inputs } = await resource.read(id, state, stored.get(id) ?? state);
      return { id: found, props: withoutSecrets(props), inputs: withoutSecrets(inputs) };
    },
    async update(id, olds, news) {
      stored.set(id, news);
      return withoutSecrets(await resource.update(id, olds, news));
    },
    delete: (id, state) => resource.delete(id, state),
    deafen,
    unplug: async () => void (await ended(() => child.stdin?.end())),
    interrupt: () => ended(() => child.kill("SIGINT")),
    stop,
  };
}
