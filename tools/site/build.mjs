// `npm run docs:site`: the documentation as a site in site/. Its generator is installed on demand, and is no part of the checkout's own.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { say } from "../lib/console.mjs";
import { runVisibly } from "../lib/run.mjs";
import { root } from "../setup.mjs";
import { writePages } from "./pages.mjs";

const own = join(root, "tools", "site");

/** @param {string} command @param {string[]} args */
async function must(command, args) {
  const code = await runVisibly(command, args, { cwd: own, stdout: "stderr" });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}; what it printed is above.`);
}

const generator = join(own, "node_modules", "vitepress", "bin", "vitepress.js");
try {
  if (!existsSync(generator)) await must("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  const pages = writePages();
  await must(process.execPath, [generator, "build", "."]);
  say(`site/ has ${pages.length} pages, and no link that leads nowhere`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
