// (e) What loading costs: the package in a user's program, above @pulumi/pulumi itself, and the plugin's half.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { root } from "../../tools/setup.mjs";
import { beforeExit } from "../../tools/lib/cleanup.mjs";
import { median, summary } from "../lib/statistics.mjs";

/** Loads what is named first, then measures the other; says whether the Alibaba SDK was loaded by it. */
const measure = `
  for (const name of JSON.parse(process.argv[1])) require(name);
  const begun = performance.now();
  require(process.argv[2]);
  const ms = performance.now() - begun;
  const loaded = Object.keys(require.cache);
  const sdk = loaded.some((file) => file.includes("@alicloud"));
  console.log(JSON.stringify({ ms, sdk }));
`;

/** @type {Record<string, { first: string[], then: string }>} */
const cases = {
  "@pulumi/pulumi alone": { first: [], then: "@pulumi/pulumi" },
  "the package, above @pulumi/pulumi": { first: ["@pulumi/pulumi"], then: "pulumi-alicloud-mms" },
  "the plugin's half, above @pulumi/pulumi": { first: ["@pulumi/pulumi"], then: "pulumi-alicloud-mms/runtime" },
  "the Alibaba SDK, at the first call": { first: ["@pulumi/pulumi"], then: "@alicloud/openapi-client" },
};

const require = createRequire(import.meta.url);

/** Asks a plugin who it is, which takes nothing of its provider. @param {string} port */
async function firstResponse(port) {
  const grpc = require("@grpc/grpc-js");
  const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
  const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  await new Promise((settle, fail) => {
    client.getPluginInfo(new Empty(), (/** @type {unknown} */ error) => (error ? fail(error) : settle(undefined)));
  });
  client.close();
}

/**
 * Starts a process that prints a line once it serves; returns how long that took, and the memory it holds then.
 *
 * @param {string[]} args
 * @param {(line: string) => Promise<void>} [further] what else it has to do
 */
async function untilItServes(args, further) {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const forget = beforeExit(() => child.kill("SIGKILL"));
  const [line] = await once(child.stdout, "data");
  await further?.(String(line).trim());
  const ms = performance.now() - begun;
  const rssMiB = residentMiB(child.pid);
  const ended = once(child, "exit");
  forget();
  await ended;
  return { ms, rssMiB };
}

/** Memory of another process, where the system shows it. @param {number | undefined} pid */
function residentMiB(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
  } catch {
    return undefined;
  }
}

const plugin = [join(root, "dist", "provider", "plugin.js"), "127.0.0.1:1"];

/**
 * The native plugin from its start to the line with its port, and to its first response, since it loads most of itself while the
 * engine connects; and Node alone from its start to a line.
 *
 * @type {Record<string, { args: string[], further?: (line: string) => Promise<void> }>}
 */
const served = {
  "Node alone, from start to a line": { args: ["-e", "console.log(1); setInterval(() => undefined, 60_000)"] },
  "the native plugin, from start to its port": { args: plugin },
  "the native plugin, from start to its first response": { args: plugin, further: firstResponse },
};

/** @param {number} rounds */
async function measureServed(rounds) {
  /** @type {Record<string, Array<{ ms: number, rssMiB: number | undefined }>>} */
  const runs = Object.fromEntries(Object.keys(served).map((what) => [what, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [what, { args, further }] of Object.entries(served))
      runs[what]?.push(await untilItServes(args, further));
  }
  return Object.entries(runs).map(([what, own]) => {
    const sizes = own.flatMap(({ rssMiB }) => rssMiB ?? []);
    return {
      what,
      ms: summary(own.map(({ ms }) => ms)),
      loadsAlibabaSdk: false,
      ...(sizes.length > 0 ? { rssMiB: Math.round(median(sizes)) } : {}),
    };
  });
}

/** @param {{ rounds: number }} plan */
export async function measureStartUp({ rounds }) {
  /** @type {Record<string, Array<{ ms: number, sdk: boolean }>>} */
  const runs = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { first, then }] of Object.entries(cases)) {
      const args = ["-e", measure, JSON.stringify(first), then];
      runs[name]?.push(JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })));
    }
  }
  const loaded = Object.entries(runs).map(([what, own]) => ({
    what,
    ms: summary(own.map(({ ms }) => ms)),
    loadsAlibabaSdk: own.some(({ sdk }) => sdk),
  }));
  return [...loaded, ...(await measureServed(rounds))];
}
