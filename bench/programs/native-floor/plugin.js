// A native plugin that does nothing: what every one of them costs the engine.
"use strict";
const grpc = require("@grpc/grpc-js");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb.js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const proto = require("@pulumi/pulumi/proto/provider_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

/** A response with what these fields name. */
const filled = (response, fields) => {
  for (const [name, value] of Object.entries(fields)) response[`set${name}`](value);
  return response;
};

const verb =
  (answer) =>
  ({ request }, respond) =>
    respond(null, answer(request));

const checked = (request) => filled(new proto.CheckResponse(), { Inputs: request.getNews() });

const server = new grpc.Server();
server.addService(ResourceProviderService, {
  handshake: verb(() => filled(new proto.ProviderHandshakeResponse(), { AcceptSecrets: true })),
  getPluginInfo: verb(() => filled(new PluginInfo(), { Version: "0.1.0" })),
  attach: verb(() => new Empty()),
  cancel: verb(() => new Empty()),
  getSchema: verb(() => filled(new proto.GetSchemaResponse(), { Schema: '{"name":"bench","version":"0.1.0"}' })),
  checkConfig: verb(checked),
  diffConfig: verb(() => filled(new proto.DiffResponse(), { Changes: proto.DiffResponse.DiffChanges.DIFF_NONE })),
  configure: verb(() => filled(new proto.ConfigureResponse(), { Acceptsecrets: true, Supportspreview: true })),
  check: verb(checked),
  diff: verb(() => filled(new proto.DiffResponse(), { Changes: proto.DiffResponse.DiffChanges.DIFF_NONE })),
  create: verb((request) => filled(new proto.CreateResponse(), { Id: "0", Properties: request.getProperties() })),
  read: verb((request) =>
    filled(new proto.ReadResponse(), {
      Id: request.getId(),
      Properties: request.getProperties(),
      Inputs: request.getInputs(),
    }),
  ),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
process.stdin.resume().once("end", () => process.exit());
