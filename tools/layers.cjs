// Who may import whom, as one table: the linter and the tests of the architecture read it. Layers import downward only.

/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {RegExp} files which files belong to it; the first layer that fits counts
 * @property {RegExp} mayImport project files by path, and packages by name
 * @property {string} why what to do instead, for whoever breaks it
 */

const packages = (/** @type {string} */ without) => `^(?!${without}|provider/|emulator/|cli/|tests/|tools/)[@a-z]`;
/** Facts below every layer. */
const ground = "^provider/(clock|errors/pages|requirements|secret-keys|version)\\.ts";
const noVendor = "@alicloud/";
const noHost = "@pulumi/";

/** @param {string} name @param {string} files @param {string[]} mayImport @param {string} why @returns {Layer} */
const layer = (name, files, mayImport, why) => ({
  name,
  files: new RegExp(`^(?:${files})`),
  mayImport: new RegExp(mayImport.map((one) => `(?:${one})`).join("|")),
  why,
});

/** @type {readonly Layer[]} */
const layers = [
  layer(
    "ground",
    `${ground.slice(1)}$`,
    ["^node:", "^provider/version\\.ts"],
    "the clock, the version, the pages of errors, what the package needs and the rule for secret keys know nothing else",
  ),
  layer(
    "service client",
    "provider/mms/",
    ["^provider/mms/", ground, packages(noHost)],
    "provider/mms is the lowest layer: it knows MMS and HTTP, and neither resources nor Pulumi",
  ),
  layer(
    "permissions",
    "provider/permissions/",
    ["^provider/(permissions|mms)/", "^node:"],
    "permissions are facts about operations",
  ),
  layer(
    "lifecycle",
    "provider/lifecycle/",
    ["^provider/lifecycle/", ground, packages(`${noHost}|${noVendor}`)],
    "a lifecycle knows no MMS and no host; MMS belongs in provider/resources, Pulumi in provider/hosts",
  ),
  layer(
    "program side",
    "provider/hosts/program/",
    ["^provider/hosts/", "^provider/lifecycle/", ground, "^provider/mms/config/settings\\.ts", packages(noVendor)],
    "what a program loads is cheap: it knows schemas and settings, and nothing of what the resources do",
  ),
  layer(
    "native host",
    "provider/hosts/native/",
    [
      "^provider/(?!index|runtime|plugin|hosts/program|resources/[\\w-]+/(resource|component|problems|waves|outputs)\\.ts)",
      packages(noVendor),
    ],
    "the native host serves every kind and function in a process of its own: it loads no door and no class file",
  ),
  layer(
    "hosts",
    "provider/hosts/",
    ["^provider/(hosts|lifecycle)/", ground, packages(noVendor)],
    "a host serves any lifecycle: it knows no MMS",
  ),
  layer(
    "functions",
    "provider/functions/",
    ["^provider/(functions|mms|lifecycle|permissions)/", "^provider/hosts/program/", `^${noHost}`],
    "a function only reads; it knows no resource",
  ),
  layer(
    "resource classes",
    "provider/resources/[\\w-]+/(resource|component|problems|waves|outputs)\\.ts$",
    [
      "^provider/resources/",
      "^provider/functions/",
      "^provider/hosts/program/",
      "^provider/lifecycle/",
      packages(noVendor),
    ],
    "a class declares; what it does stands in lifecycle.ts",
  ),
  layer(
    "shared by all kinds",
    "provider/resources/base/",
    ["^provider/resources/base/", "^provider/(mms|lifecycle)/", ground, packages(`${noHost}|${noVendor}`)],
    "base is shared by every kind: it knows none of them",
  ),
  layer(
    "shared by kinds with jobs or inventory",
    "provider/resources/(jobs|inventory)/",
    [
      "^provider/resources/(base|jobs|inventory)/",
      "^provider/(mms|lifecycle)/",
      ground,
      packages(`${noHost}|${noVendor}`),
    ],
    "jobs and inventory are shared by kinds: they know none of them",
  ),
  layer(
    "kinds",
    "provider/resources/",
    [
      "^provider/resources/(?![\\w-]+/(resource|component|problems|waves|outputs)\\.ts)",
      "^provider/(mms|lifecycle)/",
      ground,
      packages(`${noHost}|${noVendor}`),
    ],
    "what a kind does is served by any host: it loads no @pulumi/pulumi and no class file",
  ),
  layer("doors", "provider/[\\w-]+\\.ts$", ["^provider/", packages(noVendor)], "a door names what others provide"),
  layer(
    "emulator",
    "emulator/",
    [
      "^emulator/",
      "^provider/mms/(operations|models|partition-filter|http/json|assumptions/[\\w-]+|generated/[\\w-]+)\\.ts",
      ground,
      packages(`${noHost}|${noVendor}`),
    ],
    "the emulator shares only the operations table, the ledger of assumptions, the wire shapes, the JSON codec and the filter grammar: it must not learn the provider's opinion of the service",
  ),
  layer(
    "reports",
    "cli/report/",
    [
      "^cli/report/",
      "^provider/(mms|lifecycle|resources/[\\w-]+/(?!resource|component|problems|waves))",
      ground,
      packages(`${noHost}|${noVendor}`),
    ],
    "a report is read from the service and knows no command, no terminal and no Pulumi",
  ),
  layer(
    "page",
    "cli/page/",
    [
      "^cli/page/",
      "^cli/report/(model|states)\\.ts",
      "^cli/status/(words|verdicts)\\.ts",
      packages(`node:|${noHost}|${noVendor}`),
    ],
    "the page runs in a browser: it knows the report, its words, and nothing of Node",
  ),
  layer(
    "commands",
    "cli/",
    [
      "^cli/",
      "^emulator/cli\\.ts",
      "^provider/(mms|lifecycle|permissions|resources/[\\w-]+/(?!resource|component|problems|waves))",
      ground,
      packages(`${noHost}|${noVendor}`),
    ],
    "the command line reads through the client; of resources it knows facts, and no class",
  ),
];

/** @param {string} path a file of the project, from its top */
const layerOf = (path) => layers.find(({ files }) => files.test(path));

module.exports = { layerOf };
