// Where the build puts script and style of the page.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { PageBundle } from "./html.js";

/** The page's folder in the built package, also when this runs from the sources. */
const folder = () => join(require.resolve("pulumi-alicloud-mms/package.json"), "..", "dist", "cli", "page");

/** Reads the bundle. */
export const pageBundle = (): PageBundle => ({
  script: readFileSync(join(folder(), "main.js"), "utf8"),
  style: readFileSync(join(folder(), "main.css"), "utf8"),
});
