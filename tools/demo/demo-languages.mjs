// The demo's story in each language: where its programs are, and what they need to run.
import { delimiter, join } from "node:path";

import { preparePython } from "../python.mjs";
import { root } from "../setup.mjs";
import { writePlugin } from "../lib/sandbox.cjs";

/** @typedef {import("../engine.mjs").Engine} Engine */
/** @typedef {{ settings: string, folder?: string }} Program its Pulumi.yaml, and its folder where that is not the program itself */

/**
 * @typedef {object} DemoLanguage
 * @property {import("../engine/hosts.mjs").HostName[]} hosts
 * @property {Program} quickstart
 * @property {Program} downstream
 * @property {(engine: Engine) => Promise<NodeJS.ProcessEnv>} environment in which its programs run, on the plugin that they use
 */

const example = (/** @type {string[]} */ ...path) => join(root, "examples", ...path);
const program = (/** @type {string[]} */ ...path) => ({
  settings: example(...path, "Pulumi.yaml"),
  folder: example(...path),
});

/** @type {Record<string, DemoLanguage>} */
export const demoLanguages = {
  typescript: {
    hosts: [],
    quickstart: program("quickstart"),
    downstream: program("downstream"),
    environment: async ({ env }) => env,
  },
  yaml: {
    hosts: ["yaml"],
    quickstart: { settings: example("yaml", "quickstart", "Pulumi.yaml") },
    downstream: { settings: example("yaml", "downstream", "Pulumi.yaml") },
    environment: async ({ env }) => ({ ...env, PATH: onPath([pluginFolder()], env) }),
  },
  python: {
    hosts: ["python", "sdk"],
    quickstart: program("python", "quickstart"),
    downstream: program("python", "downstream"),
    environment: async (engine) => {
      const { bin, sdk } = await preparePython(engine);
      // No compiled files in the folders of the examples.
      const python = { PYTHONPATH: sdk, PYTHONDONTWRITEBYTECODE: "1" };
      return { ...engine.env, ...python, PATH: onPath([bin, pluginFolder()], engine.env) };
    },
  },
};

/** @param {string[]} folders @param {NodeJS.ProcessEnv} env */
const onPath = (folders, { PATH = "" }) => [...folders, PATH].join(delimiter);

/** The folder of the checkout's plugin. */
const pluginFolder = () =>
  writePlugin(join(root, "node_modules", ".plugin"), "alicloud-mms", join(root, "dist", "provider", "plugin.js"));
