// The RPCs of Pulumi's ResourceProvider, over the provider: messages in, values through, messages out.
import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import { withPage } from "../../../errors/pages.js";
import { Sealed, withSecrets } from "../../../functions/sealed.js";
import type { Lifecycle } from "../../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../../lifecycle/not-ready.js";
import { written } from "../diff/changes.js";
import { freeSecrets } from "../clear-secrets.js";
import type { Accept } from "../listen.js";
import type { NativeProvider } from "../provider.js";
import { changedSettings, checkSettings, secretSettings } from "../settings.js";
import { stableOutputs } from "../diff/stable-outputs.js";
import { channelOptions } from "./channel-options.js";
import { failed, notReady } from "./status.js";
import { type Path, type Received, received, secretsIn, sent } from "./wire.js";
import { asSentence } from "../../serving/check.js";
import type { CheckFailure, State } from "../../../lifecycle/types.js";

/** What the process brings along. */
export interface Package {
  readonly version: string;
  /** Reads the text of the schema. */
  schema(): string;
}

/** The facts of a kind that decide on secrets. */
interface Kind {
  readonly lifecycle: Pick<Lifecycle<never>, "inputs" | "outputs">;
}

type Verb<Request, Response> = (request: Request) => Response | Promise<Response>;

/** A verb as the library calls it: whatever it throws leaves as a status. */
const unary =
  <Request, Response>(verb: Verb<Request, Response>): grpc.handleUnaryCall<Request, Response> =>
  ({ request }, respond) => {
    Promise.resolve()
      .then(() => verb(request))
      .then(
        (response) => respond(null, response),
        (error: unknown) => respond(error instanceof NotReadyStatus ? error.status : failed(error)),
      );
  };

/** Carries the status of a resource that exists but is not ready. */
class NotReadyStatus extends Error {
  constructor(readonly status: Partial<grpc.StatusObject>) {
    super(status.details);
  }
}

const withFailures = <Response extends { addFailures(failure: proto.CheckFailure): unknown }>(
  response: Response,
  failures: readonly CheckFailure[],
): Response => {
  for (const { property, reason } of failures.map(asSentence)) {
    const failure = new proto.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
};

/** Properties for the wire: secret where the tables say so, and where they came as secrets. */
function sealedFor(kind: Kind, values: State, ...from: readonly Received[]): Struct {
  const { inputs, outputs } = kind.lifecycle;
  const given: Path[] = from.flatMap(({ secrets }) => [...secrets]);
  return sent(values, [...secretsIn(inputs, outputs), ...freeSecrets(inputs, values), ...given]);
}

/** Runs a create or update; what exists although it failed goes into the status, with its secrets sealed. */
async function settling<Result>(kind: Kind, from: readonly Received[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ResourceNotReadyError)) throw error;
    const { id, state } = error;
    const reasons = error.reasons.map((reason) => withPage(error, reason));
    throw new NotReadyStatus(notReady({ id, properties: sealedFor(kind, state, ...from), reasons }));
  }
}

/** About the plugin. */
const aboutPlugin = (provider: NativeProvider, { version, schema }: Package) => ({
  handshake: unary(() => {
    const response = new proto.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    // Only components are given outputs; what is secret or late among their arguments is told apart by them.
    response.setAcceptOutputs(true);
    return response;
  }),
  getPluginInfo: unary(() => {
    const info = new PluginInfo();
    info.setVersion(version);
    return info;
  }),
  attach: unary(() => new Empty()),
  getSchema: unary(() => {
    const response = new proto.GetSchemaResponse();
    response.setSchema(schema());
    return response;
  }),
  cancel: unary(() => {
    provider.process.cancel();
    return new Empty();
  }),
});

/** About the provider's settings. */
const aboutSettings = (provider: NativeProvider) => ({
  checkConfig: unary((request: proto.CheckRequest) => {
    const news = received(request.getNews());
    const response = new proto.CheckResponse();
    response.setInputs(sent(news.values, [...secretSettings, ...news.secrets]));
    return withFailures(response, checkSettings(news.values));
  }),
  diffConfig: unary((request: proto.DiffRequest) => {
    const changed = changedSettings(received(request.getOlds()).values, received(request.getNews()).values);
    const { DiffChanges } = proto.DiffResponse;
    const response = new proto.DiffResponse();
    response.setDiffsList(changed);
    response.setChanges(changed.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
    return response;
  }),
  configure: unary((request: proto.ConfigureRequest) => {
    const [urn, id] = [request.getUrn(), request.getId()];
    provider.configure(received(request.getArgs()).values, urn && id ? `${urn}::${id}` : undefined);
    const response = new proto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setAcceptoutputs(true);
    response.setSupportspreview(true);
    return response;
  }),
  invoke: unary(async (request: proto.InvokeRequest) => {
    const found = await provider.invoke(request.getTok(), received(request.getArgs()).values);
    const secrets = Object.entries(found).flatMap(([name, value]) => (value instanceof Sealed ? [[name]] : []));
    const response = new proto.InvokeResponse();
    response.setReturn(sent(withSecrets(found, (value) => value) as State, secrets));
    return response;
  }),
});

/** About components, whose resources the engine asks for one by one. */
const aboutComponents = (provider: NativeProvider) => ({
  construct: unary((request: proto.ConstructRequest) => provider.construct(request)),
  call: unary((request: proto.CallRequest) => {
    throw new Error(`${request.getTok()}: no component of this package has methods; read its outputs`);
  }),
});

/** What the engine asks before it changes anything. */
const aboutChanges = (provider: NativeProvider) => ({
  check: unary((request: proto.CheckRequest) => {
    const kind = provider.kind(request.getUrn());
    const news = received(request.getNews());
    const { inputs, failures } = kind.check(request.getUrn(), received(request.getOlds()).values, news);
    const response = new proto.CheckResponse();
    response.setInputs(sealedFor(kind, inputs, news));
    return withFailures(response, failures);
  }),
  diff: unary(async (request: proto.DiffRequest) => {
    const kind = provider.kind(request.getUrn());
    const subject = { urn: request.getUrn(), id: request.getId() };
    const olds = received(request.getOlds()).values;
    const { diff, state, inputs } = await kind.diff(subject, olds, received(request.getNews()).values);
    const response = written(kind.lifecycle.inputs, state, inputs, diff);
    response.setDeletebeforereplace(kind.lifecycle.deletesFirst === true);
    response.setStablesList([...(stableOutputs[kind.lifecycle.kind] ?? [])]);
    return response;
  }),
});

/** What changes something, and what reads it back. */
const aboutResources = (provider: NativeProvider) => ({
  create: unary(async (request: proto.CreateRequest) => {
    const urn = request.getUrn();
    const kind = provider.kind(urn);
    const news = received(request.getProperties());
    const response = new proto.CreateResponse();
    if (request.getPreview()) {
      await kind.lookAhead(urn, news.values);
      response.setProperties(sealedFor(kind, kind.foresee(news.values), news));
      return response;
    }
    const { id, state } = await settling(kind, [news], () => kind.create(urn, news.values, request.getTimeout()));
    response.setId(id);
    response.setProperties(sealedFor(kind, state, news));
    return response;
  }),
  update: unary(async (request: proto.UpdateRequest) => {
    const subject = { urn: request.getUrn(), id: request.getId() };
    const kind = provider.kind(subject.urn);
    const [olds, news] = [received(request.getOlds()), received(request.getNews())];
    if (request.getPreview()) await kind.lookAhead(subject.urn, news.values);
    const state = request.getPreview()
      ? kind.foresee(news.values, olds.values)
      : await settling(kind, [olds, news], () => kind.update(subject, olds.values, news.values, request.getTimeout()));
    const response = new proto.UpdateResponse();
    response.setProperties(sealedFor(kind, state, olds, news));
    return response;
  }),
  read: unary(async (request: proto.ReadRequest) => {
    const kind = provider.kind(request.getUrn());
    const [olds, inputs] = [received(request.getProperties()), received(request.getInputs())];
    const seen = await kind.read({ urn: request.getUrn(), id: request.getId() }, olds.values, inputs.values);
    const response = new proto.ReadResponse();
    if (seen === undefined) return response;
    response.setId(seen.id);
    response.setProperties(sealedFor(kind, seen.state, olds, inputs));
    response.setInputs(sealedFor(kind, seen.inputs, olds, inputs));
    return response;
  }),
  delete: unary(async (request: proto.DeleteRequest) => {
    const kind = provider.kind(request.getUrn());
    const subject = { urn: request.getUrn(), id: request.getId() };
    await kind.delete(subject, received(request.getProperties()).values, request.getTimeout());
    return new Empty();
  }),
});

/** Serves the provider to whoever connects. */
export function serve(provider: NativeProvider, about: Package): Accept {
  const server = new grpc.Server(channelOptions);
  server.addService(
    ResourceProviderService as unknown as grpc.ServiceDefinition,
    {
      ...aboutPlugin(provider, about),
      ...aboutSettings(provider),
      ...aboutComponents(provider),
      ...aboutChanges(provider),
      ...aboutResources(provider),
    } as unknown as grpc.UntypedServiceImplementation,
  );
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  return (connection) => injector.injectConnection(connection);
}
