// Bundles the page of reports into dist/cli/page: one script, one style, and the licences of what is in them.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = new URL("../", import.meta.url);
const outfile = fileURLToPath(new URL("dist/cli/page/main.js", root));

const { metafile } = await build({
  entryPoints: [fileURLToPath(new URL("cli/page/main.tsx", root))],
  tsconfig: fileURLToPath(new URL("cli/page/tsconfig.json", root)),
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

/** Names of the packages that are in the bundle. */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
);

async function licenceOf(/** @type {string} */ name) {
  const folder = new URL(`node_modules/${name}/`, root);
  const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  const files = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"].map((file) =>
    readFile(new URL(file, folder), "utf8"),
  );
  const text = await Promise.any(files).catch(() => `Licence: ${license}`);
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

const licences = await Promise.all([...packages].sort().map(licenceOf));
await mkdir(new URL("dist/cli/page/", root), { recursive: true });
await writeFile(new URL("dist/cli/page/LICENCES.txt", root), licences.join(`\n${"-".repeat(72)}\n\n`));
