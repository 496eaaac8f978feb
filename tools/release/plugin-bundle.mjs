// Bundles the native plugin into one script: for the npm package the half that serves the engine, for an archive all of it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

import { root } from "../setup.mjs";
import { pathPattern } from "./platforms.mjs";

const text = (/** @type {string} */ file) => readFileSync(join(root, file), "utf8");

/** @typedef {{ file: RegExp, contents: () => string, from?: string }} Replacement */

/** What the package says of itself: looked up where there are files, and known in a bundle. @param {() => string} schema */
const facts = (schema) => ({
  file: pathPattern("provider/version.ts"),
  contents: () => {
    const { version, homepage } = JSON.parse(text("package.json"));
    return [
      `exports.packageVersion = ${JSON.stringify(version)};`,
      `exports.homepage = ${JSON.stringify(homepage)};`,
      `exports.packageSchema = () => ${schema()};`,
    ].join("\n");
  },
});

/** Where there are files. */
const readSchema = `require("node:fs").readFileSync(
  require("node:path").join(require("node:path").dirname(require.resolve("pulumi-alicloud-mms/package.json")), "schema.json"),
  "utf8",
)`;

/** @type {Replacement[]} */
const withoutFiles = [
  facts(() => JSON.stringify(JSON.stringify(JSON.parse(text("schema.json"))))),
  {
    file: pathPattern("provider/mms/http/httpx.ts"),
    contents: () => `exports.httpxOfSdk = () => require("httpx");`,
    from: "node_modules/@alicloud/tea-typescript",
  },
  // Pulumi's library loads a compiler for the functions of dynamic resources, of which a component has none.
  { file: pathPattern("@pulumi/pulumi/typescript-shim.js"), contents: () => "module.exports = {};" },
];

/** @param {readonly Replacement[]} replacements @returns {import("esbuild").Plugin} */
const replacing = (replacements) => ({
  name: "replacements",
  setup({ onLoad }) {
    for (const { file, contents, from = "." } of replacements) {
      onLoad({ filter: file }, () => ({ contents: contents(), loader: "js", resolveDir: join(root, from) }));
    }
  },
});

/** Pulumi's library, of which only the messages are needed to serve. @type {import("esbuild").Plugin} */
const withoutPulumi = {
  name: "without Pulumi's library",
  setup({ onResolve }) {
    onResolve({ filter: /^@pulumi\/pulumi$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
};

/**
 * Writes the script of the archive, which needs no other file. Pulumi's library is in it for components.
 *
 * @param {string} outfile
 */
export async function bundlePlugin(outfile) {
  const { metafile } = await build({
    ...common,
    entryPoints: [join(root, "provider/plugin.ts")],
    outfile,
    minify: true,
    keepNames: true,
    external: ["typescript", "ts-node"],
    plugins: [replacing(withoutFiles)],
    // Of paths that npm's own library looks up to run scripts, which no component does.
    logOverride: { "require-resolve-not-external": "silent" },
  });
  return /** @type {import("esbuild").Metafile} */ (metafile);
}

/**
 * Writes what the npm package's plugin loads to serve the engine. Alibaba's libraries stay apart: they are not needed before the
 * first call, and they sign in, so a fix of theirs must reach who updates them.
 *
 * @param {string} outfile
 */
export async function bundleServing(outfile) {
  const { metafile } = await build({
    ...common,
    entryPoints: [join(root, "provider/hosts/native/main.ts")],
    outfile,
    // Names stay as they are, for whoever reads a stack trace.
    minifyWhitespace: true,
    minifySyntax: true,
    // The latter reads files of messages, for services of gRPC's own that this plugin does not offer.
    external: ["@alicloud/*", "@grpc/proto-loader"],
    plugins: [replacing([facts(() => readSchema)]), withoutPulumi],
    // Of the package itself, which is there.
    logOverride: { "require-resolve-not-external": "silent" },
  });
  return /** @type {import("esbuild").Metafile} */ (metafile);
}
