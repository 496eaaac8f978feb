// Bundles the page of reports into dist/cli/page: one script, one style, and the licences of what is in them.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { licencesIn } from "./lib/licences.mjs";

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

await mkdir(new URL("dist/cli/page/", root), { recursive: true });
await writeFile(new URL("dist/cli/page/LICENCES.txt", root), await licencesIn(metafile));
