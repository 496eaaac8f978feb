// The folder that `pulumi package add <repository>/plugin` takes, started by the program that Pulumi starts it with.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";

import { root } from "../../support/plugin/plugin.js";

const json = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;

it("serves the schema of the package that it depends on", async () => {
  const runner = join(root, "node_modules/@pulumi/pulumi/cmd/run-plugin");
  const child = spawn(process.execPath, [runner, join(root, "plugin"), "127.0.0.1:1"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const limits = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), limits);
  const schema = await new Promise<string>((settle, fail) => {
    client.getSchema(new proto.GetSchemaRequest(), (error, response) =>
      error ? fail(error) : settle(response.getSchema()),
    );
  });
  expect(JSON.parse(schema)).toEqual(json("schema.json"));
  client.close();
  child.stdin.end();
  await ended;
});

it("depends on the version of the package that it comes with", () => {
  const { dependencies } = json("plugin/package.json") as { dependencies: Record<string, string> };
  const { version, peerDependencies } = json("package.json") as {
    version: string;
    peerDependencies: Record<string, string>;
  };
  expect(dependencies).toEqual({ ...peerDependencies, "pulumi-alicloud-mms": version });
});
