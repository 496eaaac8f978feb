// The cells of the support matrix: what a project of users is made of, one thing varied at a time.

/**
 * @typedef {object} Cell
 * @property {string} group what it varies
 * @property {string} name
 * @property {string} node version of the npm package `node`
 * @property {string} pulumi version of Pulumi's SDK; `latest` is the newest served
 * @property {"ts" | "tsc" | "tsx" | "cjs" | "esm" | "bun"} program how it is written and run
 * @property {"npm" | "npm workspaces" | "yarn workspaces" | "pnpm" | "pnpm, unhoisted" | "pnpm, extended" | "bun"} installer
 * @property {string} [typescript] version of the compiler
 * @property {"newest"} [cli] the newest that can be built, in place of the one that is used for everything else
 * @property {RegExp} [refusal] what the package says where it cannot work; without it the cell must run
 * @property {string} [notRun] why it is never run here
 * @property {boolean} [quick] whether `--quick` runs it
 */

/** What most projects have. @type {Omit<Cell, "group" | "name">} */
const usual = { node: "22", pulumi: "3.248.0", program: "ts", installer: "npm" };

/** @param {string} group @param {string} name @param {Partial<Cell>} [varied] @returns {Cell} */
const cell = (group, name, varied = {}) => ({ ...usual, group, name, ...varied });

const bunHost =
  "Pulumi's language host for Bun comes with its CLI releases and is not among what is built from Go modules";

/** @type {readonly Cell[]} */
export const cells = [
  cell("Node", "18", { node: "18", pulumi: "3.139.0", program: "cjs", refusal: /needs Node 20 or later/ }),
  cell("Node", "20", { node: "20" }),
  cell("Node", "22", { quick: true }),
  cell("Node", "24", { node: "24" }),
  cell("@pulumi/pulumi", "3.100", {
    pulumi: "3.100.0",
    program: "cjs",
    refusal: /needs @pulumi\/pulumi 3\.139 or later/,
  }),
  cell("@pulumi/pulumi", "3.139", { pulumi: "3.139.0", node: "20", quick: true }),
  cell("@pulumi/pulumi", "3.216", { pulumi: "3.216.0" }),
  cell("@pulumi/pulumi", "3.248", { pulumi: "3.248.0", program: "cjs" }),
  cell("@pulumi/pulumi", "newest", { pulumi: "latest", node: "24", quick: true }),
  cell("CLI", "newest", { cli: "newest", pulumi: "latest" }),
  cell("TypeScript, compiled", "5", { program: "tsc", typescript: "5" }),
  cell("TypeScript, compiled", "6", { program: "tsc", typescript: "6" }),
  cell("TypeScript, compiled", "7", { program: "tsc", typescript: "7" }),
  cell("TypeScript, compiled by Pulumi", "6", { typescript: "6" }),
  cell("TypeScript, compiled by Pulumi", "7", { typescript: "7" }),
  cell("Program", "CommonJS, plain JavaScript", { program: "cjs", node: "24" }),
  cell("Program", "ECMAScript module, plain JavaScript", { program: "esm" }),
  cell("Program", "TypeScript through tsx", { program: "tsx" }),
  cell("Installer", "pnpm", { installer: "pnpm", program: "cjs", quick: true }),
  cell("Installer", "pnpm with hoist=false", {
    installer: "pnpm, unhoisted",
    program: "cjs",
    refusal: /Alibaba's SDK cannot be loaded: .*packageExtensions/,
  }),
  cell("Installer", "pnpm with hoist=false, and that extension", { installer: "pnpm, extended", program: "cjs" }),
  cell("Installer", "npm workspaces", { installer: "npm workspaces", program: "cjs" }),
  cell("Installer", "yarn workspaces", { installer: "yarn workspaces", program: "cjs" }),
  cell("Installer", "Bun", { installer: "bun", program: "cjs" }),
  cell("Runtime", "Bun, started by Node's language host", { program: "bun" }),
  cell("Runtime", "Bun, started by its own language host", { notRun: bunHost }),
];
