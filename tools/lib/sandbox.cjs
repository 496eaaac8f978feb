// One sandbox for every run of the Pulumi engine, of demo, bench, tests and matrix: a temporary folder with a home, a file backend
// and projects in it, and nothing of the user's in sight. CommonJS, since tests and tools both load it.
const { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const { kill, processesOf } = require("./processes.cjs");

/** Variables through which the user's own accounts, stacks and settings would come in. */
const ofTheUser = /^(ALIBABA_CLOUD_|ALICLOUD_|ALIYUN_|PULUMI_|npm_)/;

/**
 * @param {string} purpose names the folder, and is the passphrase of stacks
 * @param {NodeJS.ProcessEnv} env of the machine; what is the user's own is left out
 */
function openSandbox(purpose, env) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `mms-${purpose}-`)));
  const place = (/** @type {string} */ name) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  return {
    folder,
    /** Makes a folder and returns its path. */
    place,
    /** @type {Record<string, string>} */
    env: {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => !ofTheUser.test(name))),
      HOME: place("home"),
      TMPDIR: place("tmp"),
      PULUMI_HOME: place("pulumi"),
      PULUMI_BACKEND_URL: `file://${place("state")}`,
      PULUMI_CONFIG_PASSPHRASE: purpose,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
    /**
     * Makes a project and returns its folder. Pulumi writes settings of stacks beside Pulumi.yaml, so it never lies in the checkout.
     *
     * @param {string} name
     * @param {string} settings of Pulumi.yaml
     * @param {string} [main] the folder or file of the program
     */
    project: (name, settings, main) => {
      const cwd = place(name);
      const text = main === undefined ? settings : `${settings.replace(/^main:.*\n?/m, "").trimEnd()}\nmain: ${main}\n`;
      writeFileSync(join(cwd, "Pulumi.yaml"), text);
      return cwd;
    },
    /** The file in which the engine keeps a stack. @param {string} project @param {string} stack */
    checkpoint: (project, stack) => join(folder, "state", ".pulumi", "stacks", project, `${stack}.json`),
    /** @param {RegExp} [commandLine] */
    processes: (commandLine) => processesOf(folder, commandLine),
    /** Ends what still runs in it, and removes it. */
    close: () => {
      processesOf(folder).forEach(kill);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Settings of a program in JavaScript, with nothing to compile. @param {string} name */
const javascript = (name) => `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`;

/**
 * Writes a program that starts a native plugin of the checkout, as `npm install --global` would make it.
 *
 * @param {string} folder
 * @param {string} name of the plugin
 * @param {string} file of the checkout, in JavaScript
 * @returns {string} the folder
 */
function writePlugin(folder, name, file) {
  const program = join(folder, `pulumi-resource-${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(program, `#!${process.execPath}\nrequire(${JSON.stringify(file)});\n`, { mode: 0o755 });
  writeFileSync(`${program}.cmd`, `@"${process.execPath}" "${file}" %*\r\n`);
  return folder;
}

module.exports = { javascript, openSandbox, writePlugin };
