// (e) What loading costs: the package in a user's program, above @pulumi/pulumi itself, and the plugin's half.
import { execFileSync } from "node:child_process";

import { root } from "../../tools/setup.mjs";
import { summary } from "../lib/statistics.mjs";

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

/** @param {{ rounds: number }} plan */
export function measureStartUp({ rounds }) {
  /** @type {Record<string, Array<{ ms: number, sdk: boolean }>>} */
  const runs = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { first, then }] of Object.entries(cases)) {
      const args = ["-e", measure, JSON.stringify(first), then];
      runs[name]?.push(JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })));
    }
  }
  return Object.entries(runs).map(([what, own]) => ({
    what,
    ms: summary(own.map(({ ms }) => ms)),
    loadsAlibabaSdk: own.some(({ sdk }) => sdk),
  }));
}
