// Bundles what serves the engine over the file of it in dist/, beside it the licences of the libraries that are in it.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { licencesIn } from "./lib/licences.mjs";
import { bundleServing } from "./release/plugin-bundle.mjs";

const folder = new URL("../dist/provider/hosts/native/", import.meta.url);

const metafile = await bundleServing(fileURLToPath(new URL("main.js", folder)));
await writeFile(new URL("LICENCES.txt", folder), await licencesIn(metafile));
