import type { Config } from "jest";

// One project a level; each can be run alone with `npx jest --selectProjects <name>`.
const levels = [
  "unit",
  "client",
  "emulator",
  "simulation",
  "cli",
  "plugin",
  "engine",
  "architecture",
  "package",
  "long",
  "languages",
];

// The plugin process, the packed package and the engine load the package as users do, from dist/.
const runsTheBuild = new Set(["cli", "plugin", "package", "engine", "long", "languages"]);

const config: Config = {
  // Against hanging alone: a machine may be slow and busy.
  testTimeout: 300_000,
  // Many tests wait for other processes: one worker a core, beside the one that jest keeps for itself by default.
  maxWorkers: "100%",
  // On a busy machine a worker takes longer than jest's half second to end, and jest would say that tests leak.
  workerGracefulExitTimeout: 10_000,
  projects: levels.map((name) => ({
    displayName: name,
    testEnvironment: "<rootDir>/tests/support/environment.ts",
    testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
    transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
    // Sources are TypeScript with explicit .js endings, as Node's own resolution wants them.
    moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
    modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/sdk/"],
    ...(runsTheBuild.has(name) ? { globalSetup: "<rootDir>/tests/support/built.ts" } : {}),
  })),
};

export default config;
