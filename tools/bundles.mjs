// Writes the bundles of dist/, each with the licences of what is in it: the page of reports, and what of the native plugin serves the
// engine, over the file that the compiler wrote of it.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { licencesIn } from "./lib/licences.mjs";
import { bundleServing } from "./release/plugin-bundle.mjs";

const root = new URL("../", import.meta.url);
const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, root));

/** One script, and one style. @param {string} outfile */
async function bundlePage(outfile) {
  const { metafile } = await build({
    entryPoints: [at("cli/page/main.tsx")],
    tsconfig: at("cli/page/tsconfig.json"),
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022"],
    outfile,
    metafile: true,
    legalComments: "none",
    absWorkingDir: fileURLToPath(root),
    logLevel: "warning",
  });
  return metafile;
}

/** @param {string} outfile @param {(outfile: string) => Promise<import("esbuild").Metafile>} bundle */
async function write(outfile, bundle) {
  const metafile = await bundle(outfile);
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(join(dirname(outfile), "LICENCES.txt"), await licencesIn(metafile));
}

await write(at("dist/cli/page/main.js"), bundlePage);
await write(at("dist/provider/hosts/native/main.js"), bundleServing);
