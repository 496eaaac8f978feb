// Drives the plugin's process over gRPC, with an engine that only listens to the log: Pulumi's real dynamic-provider process, or,
// where a run of the tests is about it, the native plugin's.
import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import { providerText } from "../../../provider/hosts/provider-text.js";
import { type EngineLine, listenForLog } from "./engine-lines.js";
import { host } from "../hosts.js";
import { startNativeOf } from "./native.js";
import {
  asInitFailed,
  failureText,
  InitFailed,
  root,
  struct,
  type Values,
  valuesOf as plain,
  withoutSecrets,
} from "./wire.js";

export { InitFailed, root } from "./wire.js";

/** What work fails with. */
export const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => {
      throw new Error("it succeeded");
    },
    (error: Error) => error,
  );

/** What work made although it failed. */
export async function initFailure(work: Promise<unknown>): Promise<InitFailed> {
  const error = await failure(work);
  if (!(error instanceof InitFailed)) throw error;
  return error;
}

/** The plugin process, and the verbs of one kind of resource in it. */
export interface Plugin {
  readonly child: ChildProcess;
  readonly lines: EngineLine[];
  /** Settles with the line that matches, once the engine has heard it: the plugin does not wait for its log. */
  said(pattern: RegExp): Promise<EngineLine>;
  readonly urn: string;
  check(olds: Values, news: Values): Promise<{ inputs: Values; failures: string[] }>;
  diff(
    id: string,
    olds: Values,
    news: Values,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(news: Values): Promise<{ id: string; outs: Values }>;
  read(id: string, props: Values): Promise<{ id: string; props: Values; inputs: Values | undefined }>;
  update(id: string, olds: Values, news: Values): Promise<Values>;
  delete(id: string, props: Values): Promise<void>;
  /** Lets the engine's log go away under the plugin, while the engine's end of its standard input stays open. */
  deafen(): void;
  /** Lets the engine's end of the plugin's standard input go, as when the engine dies. Settles when the plugin has ended. */
  unplug(): Promise<void>;
  stop(): Promise<void>;
  /** Asks it to end as the engine does, and returns how it ended. */
  interrupt(): Promise<number | null>;
}

/** Options of {@link startPlugin}. */
export interface PluginOptions {
  readonly kind: string;
  readonly env: NodeJS.ProcessEnv;
  readonly config?: Record<string, string>;
  readonly name?: string;
}

/** Starts the plugin process as the engine does, and configures it. */
export const startPlugin = (options: PluginOptions): Promise<Plugin> =>
  host === "native" ? startNativeOf(options) : startDynamic(options);

/** Starts Pulumi's own process, whatever this run of the tests is about. */
export async function startDynamic({ kind, env, config = {}, name = "test" }: PluginOptions): Promise<Plugin> {
  const lines: EngineLine[] = [];
  const heard = new EventEmitter();
  const engine = await listenForLog(lines, heard);
  const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js");
  const child = spawn(process.execPath, [script, engine.address], {
    cwd: root,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    // The engine holds the other end of its plugins' standard input, and writes nothing to it.
    stdio: ["pipe", "pipe", "pipe"],
  });
  const [port] = (await once(createInterface(child.stdout), "line")) as [string];
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const urn = `urn:pulumi:dev::test::pulumi-nodejs:dynamic/mms:${kind}::${name}`;
  const hidden = { __provider: providerText(kind), __urn: urn };

  const call = <Request, Answer>(
    verb: (request: Request, answer: (error: grpc.ServiceError | null, value: Answer) => void) => unknown,
    request: Request,
  ) =>
    new Promise<Answer>((resolve, reject) => {
      verb.call(client, request, (error, value) => (error ? reject(asInitFailed(error)) : resolve(value)));
    });

  const configure = new proto.ConfigureRequest();
  configure.setArgs(struct(config));
  await call<proto.ConfigureRequest, proto.ConfigureResponse>(client.configure, configure);
  const inputsIn = (values?: Struct) => withoutSecrets(plain(values));

  return {
    child,
    lines,
    async said(pattern) {
      for (;;) {
        const line = lines.find(({ message }) => pattern.test(message));
        if (line) return line;
        await once(heard, "line");
      }
    },
    urn,
    async check(olds, news) {
      const request = new proto.CheckRequest();
      request.setUrn(urn);
      request.setOlds(struct(olds));
      request.setNews(struct({ ...news, ...hidden }));
      const answer = await call<proto.CheckRequest, proto.CheckResponse>(client.check, request);
      const failures = answer.getFailuresList().map(failureText);
      return { inputs: inputsIn(answer.getInputs()), failures };
    },
    async diff(id, olds, news) {
      const request = new proto.DiffRequest();
      request.setId(id);
      request.setOlds(struct({ ...olds, ...hidden }));
      request.setNews(struct({ ...news, ...hidden }));
      const answer = await call<proto.DiffRequest, proto.DiffResponse>(client.diff, request);
      const changes = answer.getChanges() === proto.DiffResponse.DiffChanges.DIFF_SOME;
      return { changes, replaces: answer.getReplacesList(), deleteBeforeReplace: answer.getDeletebeforereplace() };
    },
    async create(news) {
      const request = new proto.CreateRequest();
      request.setProperties(struct({ ...news, ...hidden }));
      const answer = await call<proto.CreateRequest, proto.CreateResponse>(client.create, request);
      return { id: answer.getId(), outs: plain(answer.getProperties()) };
    },
    async read(id, props) {
      const request = new proto.ReadRequest();
      request.setId(id);
      request.setProperties(struct({ ...props, ...hidden }));
      const answer = await call<proto.ReadRequest, proto.ReadResponse>(client.read, request);
      return {
        id: answer.getId(),
        props: plain(answer.getProperties()),
        inputs: answer.getInputs() && inputsIn(answer.getInputs()),
      };
    },
    async update(id, olds, news) {
      const request = new proto.UpdateRequest();
      request.setId(id);
      request.setOlds(struct({ ...olds, ...hidden }));
      request.setNews(struct({ ...news, ...hidden }));
      return plain((await call<proto.UpdateRequest, proto.UpdateResponse>(client.update, request)).getProperties());
    },
    async delete(id, props) {
      const request = new proto.DeleteRequest();
      request.setId(id);
      request.setProperties(struct({ ...props, ...hidden }));
      await call<proto.DeleteRequest, Empty>(client.delete, request);
    },
    deafen: () => engine.stop(),
    async unplug() {
      const exited = once(child, "exit");
      child.stdin.end();
      await exited;
    },
    async interrupt() {
      const exited = once(child, "exit");
      child.kill("SIGINT");
      const [code] = (await exited) as [number | null];
      return code;
    },
    async stop() {
      client.close();
      engine.stop();
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, "exit");
        child.kill("SIGKILL");
        await exited;
      }
    },
  };
}
