// The licences of the packages that are in a bundle.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../setup.mjs";

/** The folder of the package that a bundled file belongs to; `undefined` for a file of our own. @param {string} path */
const packageOf = (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];

async function licenceOf(/** @type {string} */ place) {
  const folder = join(root, place);
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENSE-MIT", "license"].map((file) =>
    readFile(join(folder, file), "utf8"),
  );
  const text = await Promise.any(files).catch(() => `Licence: ${license}`);
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/** The text of all of them. @param {Pick<import("esbuild").Metafile, "inputs">} metafile */
export async function licencesIn({ inputs }) {
  const places = new Set(Object.keys(inputs).flatMap((path) => packageOf(path) ?? []));
  const texts = await Promise.all([...places].map(licenceOf));
  return [...new Set(texts)].sort().join(`\n${"-".repeat(72)}\n\n`);
}
