import type { Config } from "jest";

import { bothHosts, type Host } from "./tests/support/hosts";

interface Level {
  readonly name: string;
  /** Test files below `tests/`; all of the level's folder where none are named. */
  readonly files?: readonly string[];
  /** The plugin process, the packed package and the engine load the package as users do, from `dist/`. */
  readonly runsTheBuild?: true;
  /** Which host of the provider its tests are about. */
  readonly host?: Host;
}

// One project a level; each can be run alone with `npx jest --selectProjects <name>`. What both hosts promise is tested by the same
// files under each of them.
const levels: readonly Level[] = [
  { name: "unit" },
  { name: "client" },
  { name: "emulator" },
  { name: "simulation" },
  { name: "cli", runsTheBuild: true },
  { name: "plugin", runsTheBuild: true },
  { name: "plugin-native", files: bothHosts.plugin, runsTheBuild: true, host: "native" },
  { name: "engine", runsTheBuild: true },
  { name: "engine-native", files: bothHosts.engine, runsTheBuild: true, host: "native" },
  { name: "architecture" },
  { name: "package", runsTheBuild: true },
  { name: "long", runsTheBuild: true },
  { name: "languages", runsTheBuild: true },
];

const config: Config = {
  // Against hanging alone: a machine may be slow and busy.
  testTimeout: 300_000,
  // Many tests wait for other processes: one worker a core, beside the one that jest keeps for itself by default.
  maxWorkers: "100%",
  // On a busy machine a worker takes longer than jest's half second to end, and jest would say that tests leak.
  workerGracefulExitTimeout: 10_000,
  projects: levels.map(({ name, files = [`${name}/**/*`], runsTheBuild, host = "dynamic" }) => ({
    displayName: name,
    globals: { mmsHost: host },
    testEnvironment: "<rootDir>/tests/support/environment.ts",
    testMatch: files.map((file) => `<rootDir>/tests/${file}.test.ts`),
    transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
    // Sources are TypeScript with explicit .js endings, as Node's own resolution wants them.
    moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
    modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/sdk/"],
    ...(runsTheBuild ? { globalSetup: "<rootDir>/tests/support/built.ts" } : {}),
  })),
};

export default config;
