import type { Config } from "jest";

// One project a storey; each can be run alone with `npx jest --selectProjects <name>`.
const storeys = ["unit", "client", "plugin", "engine", "house"];

const config: Config = {
  testTimeout: 60_000,
  projects: storeys.map((name) => ({
    displayName: name,
    testEnvironment: "node",
    testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
    transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
    // Sources are TypeScript with explicit .js endings, as Node's own resolution wants them.
    moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
    modulePathIgnorePatterns: ["<rootDir>/dist/"],
  })),
};

export default config;
