// The site's look and order. Search is an index of the site's own, so nothing is fetched from elsewhere.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { scrolling, scrollingStyle } from "./tables.mjs";

const stage = fileURLToPath(new URL("../.stage/", import.meta.url));

/** Where the site is to be, which errors name in their messages. */
const { homepage } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));

/** Anchors as hosts of code make them, which the links of the pages count on. @param {string} heading */
const slugify = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

/** @param {string} folder @param {(name: string) => boolean} [keep] */
const listed = (folder, keep = () => true) =>
  readdirSync(`${stage}${folder}`)
    .filter((name) => name.endsWith(".md") && name !== "index.md" && keep(name))
    .sort()
    .map((name) => ({ text: name.slice(0, -3), link: `/${folder}/${name.slice(0, -3)}` }));

/** @param {string} text @param {string} name */
const page = (text, name) => ({ text, link: `/docs/${name}` });

/**
 * A page whose name begins with a searched word comes first: who looks for "throttled" means ThrottledError. The site calls
 * this in the browser from its source text, so it uses nothing from outside.
 *
 * @param {string} id @param {string} term the word of the index that matched
 */
function boostDocument(id, term) {
  const [path = "", anchor] = id.split("#");
  const name = (path.split("/").pop() ?? "").replace(/\.html$/, "").toLowerCase();
  if (name === "" || !name.startsWith(term.toLowerCase())) return 1;
  return anchor === undefined || anchor.toLowerCase() === name ? 40 : 10;
}

export default {
  title: "pulumi-alicloud-mms",
  description: "Migrations to MaxCompute as code",
  lang: "en-GB",
  srcDir: ".stage",
  outDir: "../../site",
  base: process.env.SITE_BASE ?? new URL(homepage).pathname,
  cleanUrls: false,
  ignoreDeadLinks: false,
  // No file of an icon; letters dark enough on the ground of blocks of code; a button to search that is called what it shows.
  head: [
    ["link", { rel: "icon", href: "data:," }],
    [
      "style",
      {},
      `html:root{--vp-c-text-3:#5c5c63}html.dark{--vp-c-text-3:#a1a1aa}.DocSearch-Button-Keys{display:none!important}${scrollingStyle}`,
    ],
  ],
  markdown: {
    anchor: { slugify },
    config: scrolling,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  themeConfig: {
    search: { provider: "local", options: { miniSearch: { searchOptions: { boostDocument } } } },
    outline: [2, 3],
    nav: [
      { text: "Reference", link: "/docs/reference/" },
      { text: "Examples", link: "/examples/" },
      { text: "Errors", link: "/docs/errors/" },
      { text: "Changelog", link: "/CHANGELOG" },
    ],
    // Groups that fold hold a button in a button, which is no way for who uses a keyboard: each part has a list of its own.
    sidebar: {
      "/docs/errors/": [{ text: "Errors", items: listed("docs/errors") }],
      "/": [
        {
          text: "Guide",
          items: [
            { text: "Start", link: "/" },
            page("What it works with", "support"),
            page("Languages", "languages"),
            page("Lifecycle", "lifecycle"),
            page("GitOps", "gitops"),
            page("Seeing a migration", "seeing"),
            page("Events", "events"),
            page("Upgrading", "upgrading"),
          ],
        },
        {
          text: "What is promised",
          items: [
            page("Guarantees", "guarantees"),
            page("Assumptions", "assumptions"),
            page("Benchmarks", "benchmarks"),
          ],
        },
        { text: "Resources", items: listed("docs/reference", (name) => /^[A-Z]/.test(name)) },
        { text: "Functions", items: listed("docs/reference", (name) => /^[a-z]/.test(name)) },
        {
          text: "Inside",
          items: [
            page("The emulator", "emulator"),
            page("Architecture", "architecture"),
            page("Decisions", "decisions/"),
            { text: "Contributing", link: "/CONTRIBUTING" },
          ],
        },
      ],
    },
  },
};
