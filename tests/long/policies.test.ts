// The example policy in Pulumi's own policy host, asked as the engine asks it: it stops a migration without verification in prod,
// of both hosts, and nothing else. The engine starts packs through a language host newer than the one that can be built here.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb.js";

import { npm, root } from "../support/packed.js";
import { struct } from "../support/plugin/wire.js";

let pack: string;
let host: ChildProcess;
let client: AnalyzerClient;

beforeAll(async () => {
  pack = realpathSync(mkdtempSync(join(tmpdir(), "mms-policies-")));
  cpSync(join(root, "examples/policies/verified-in-prod"), pack, { recursive: true });
  npm(pack, "install", "--prefer-offline");
  const script = join(pack, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
  // The engine's address, which a pack needs for its log alone, and the folder of the pack.
  host = spawn(process.execPath, [script, "127.0.0.1:1", "."], { cwd: pack, stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(createInterface({ input: host.stdout as NodeJS.ReadableStream }), "line")) as [string];
  client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  const ended = once(host, "exit");
  host.kill();
  await ended;
  rmSync(pack, { recursive: true, force: true });
});

/** What the policy says of a resource in a stack. */
function saidOf(type: string, stack: string, properties: Record<string, unknown>): Promise<string[]> {
  const options = new proto.AnalyzerResourceOptions();
  options.setCustomtimeouts(new proto.AnalyzerResourceOptions.CustomTimeouts());
  const request = new proto.AnalyzeRequest();
  request.setType(type);
  request.setName("sales");
  request.setUrn(`urn:pulumi:${stack}::project::${type}::sales`);
  request.setProperties(struct(properties));
  request.setOptions(options);
  return new Promise((settle, fail) =>
    client.analyze(request, (error, response) =>
      error ? fail(error) : settle(response.getDiagnosticsList().map((one) => one.getMessage())),
    ),
  );
}

const kinds = ["MigrationJob", "MigrationTimer"];
const types = kinds.flatMap((kind) => [`pulumi-nodejs:dynamic/mms:${kind}`, `alicloud-mms:index:${kind}`]);

it.each(types)("stops a %s in prod that does not verify, and lets all else pass", async (type) => {
  const job = { sourceId: "2000015", srcDbName: "sales" };
  expect(await saidOf(type, "prod", job)).toEqual([expect.stringContaining("set enableVerification: true")]);
  expect(await saidOf(type, "prod", { ...job, enableVerification: true })).toEqual([]);
  expect(await saidOf(type, "prod", { ...job, schemaOnly: true })).toEqual([]);
  expect(await saidOf(type, "dev", job)).toEqual([]);
  expect(await saidOf("pulumi:pulumi:Stack", "prod", {})).toEqual([]);
});
