// The pages of the site: the markdown of the repository where it lies, so that its links hold, and pages for what else they lead to.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, normalize } from "node:path";

import { root } from "../setup.mjs";

/** Where the generator finds its pages. */
export const stage = join(root, "tools", "site", ".stage");

/** Pages of the Registry, which are written for its own generator, stay out. */
const notPages = ["docs/_index.md", "docs/installation-configuration.md"];
const tops = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
const folders = ["docs", "examples", "templates"];
const kept = /^docs\/.*\.md$|^(?:examples|templates)\/(?:[^/]+\/)?README\.md$/;

/** @param {string} folder @returns {string[]} */
const filesIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
    `${folder}/${path}`.replaceAll("\\", "/"),
  );

/** The pages of the site, each by its path from the top of the checkout. */
export const pages = () =>
  [...tops, ...folders.flatMap(filesIn)]
    .filter((path) => (tops.includes(path) || kept.test(path)) && !notPages.includes(path))
    .sort();

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  writeFileSync(join(stage, path), text);
}

/** Where a page is on the site, as links name it. @param {string} page */
const placeOf = (page) => page.replace(/README\.md$/, "").replace(/\.md$/, "");

/** The address of a page, from that of the site: the generator writes a file for each. @param {string} page @public a test reads it in a process of its own */
export const addressOf = (page) => placeOf(page).replace(/(?<=[^/])$/, ".html");

/** What a link to something that is no page leads to on the site. @param {string} path from the top of the checkout */
function placed(path) {
  const file = join(root, path);
  if (!existsSync(file)) return undefined;
  if (statSync(file).isDirectory()) {
    if (!existsSync(join(file, "README.md"))) {
      const names = readdirSync(file).map((name) => `- \`${name}\`\n`);
      write(`${path}/index.md`, `# ${path}\n\n${names.join("")}`);
    }
    return `/${path}/`;
  }
  if (extname(path) === "") {
    write(`${path}.md`, `# ${path}\n\n\`\`\`text\n${readFileSync(file, "utf8")}\n\`\`\`\n`);
    return `/${path}`;
  }
  mkdirSync(dirname(join(stage, "public", path)), { recursive: true });
  cpSync(file, join(stage, "public", path));
  return `/${path}`;
}

/** Text between blocks and spans of code, changed; the rest stays. @param {string} text @param {(prose: string) => string} change */
const inProse = (text, change) =>
  text
    .split(/(^```.*?^```|`[^`\n]+`)/ms)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join("");

/** @param {readonly string[]} all the pages @param {string} page @param {string} target */
function rewritten(all, page, target) {
  if (/^(https?:|#)/.test(target)) return target;
  const [path = "", fragment] = target.split("#");
  const whole = normalize(join(dirname(page), path)).replaceAll("\\", "/");
  const place = all.includes(whole) ? `/${placeOf(whole)}` : placed(whole);
  return `${place ?? target}${fragment === undefined ? "" : `#${fragment}`}`;
}

/** Makes them anew, and returns their paths from the top of the checkout. */
export function writePages() {
  rmSync(stage, { recursive: true, force: true });
  const all = pages();
  for (const page of all) {
    const text = readFileSync(join(root, page), "utf8");
    const linked = text.replace(/\]\(([^)\s]+)\)/g, (_all, target) => `](${rewritten(all, page, target)})`);
    // Angle brackets of prose are no elements of a page, but for the anchors that pages set themselves.
    const escaped = inProse(linked, (prose) =>
      prose.replace(/<(?!a id=|\/a>|!--)/g, "&lt;").replaceAll("{{", "&#123;&#123;"),
    );
    write(page.replace(/README\.md$/, "index.md"), escaped);
  }
  return all;
}
