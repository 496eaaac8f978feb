// Bundles the native plugin, from dist/, into one script that needs no other file.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

import { root } from "../setup.mjs";

const text = (/** @type {string} */ file) => readFileSync(join(root, file), "utf8");

/** What the package's own files say, and where a library lies: facts that are looked up where there are files, and known here. */
const replaced = [
  {
    file: /dist\/provider\/version\.js$/,
    contents: () => {
      const { version, homepage } = JSON.parse(text("package.json"));
      const schema = JSON.stringify(JSON.parse(text("schema.json")));
      return [
        `exports.packageVersion = ${JSON.stringify(version)};`,
        `exports.homepage = ${JSON.stringify(homepage)};`,
        `exports.packageSchema = () => ${JSON.stringify(schema)};`,
      ].join("\n");
    },
  },
  {
    file: /dist\/provider\/mms\/http\/httpx\.js$/,
    contents: () => `exports.httpxOfSdk = () => require("httpx");`,
    from: "node_modules/@alicloud/tea-typescript",
  },
  // Pulumi's library loads a compiler for the functions of dynamic resources, of which a component has none.
  { file: /@pulumi\/pulumi\/typescript-shim\.js$/, contents: () => "module.exports = {};" },
];

/** @type {import("esbuild").Plugin} */
const withoutFiles = {
  name: "without files",
  setup({ onLoad }) {
    for (const { file, contents, from = "." } of replaced) {
      onLoad({ filter: file }, () => ({ contents: contents(), loader: "js", resolveDir: join(root, from) }));
    }
  },
};

/**
 * Writes the script. Pulumi's library is in it for components.
 *
 * @param {string} outfile
 */
export async function bundlePlugin(outfile) {
  const { metafile } = await build({
    entryPoints: [join(root, "dist/provider/plugin.js")],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: "node",
    target: "node20",
    outfile,
    external: ["typescript", "ts-node"],
    plugins: [withoutFiles],
    // Of paths that npm's own library looks up to run scripts, which no component does.
    logOverride: { "require-resolve-not-external": "silent" },
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
  });
  return metafile;
}
