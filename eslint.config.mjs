// Style, and the directions in which rooms may import each other (design: rooms import downward only).
import tseslint from "typescript-eslint";

/** @param {string[]} group @param {string} message */
const forbid = (group, message) => ({ group, message });

const noAlibaba = forbid(
  ["@alicloud/*"],
  "only provider/mms/http/transport.ts and provider/mms/config/credentials.ts speak to the SDK",
);
const noPulumi = forbid(["@pulumi/*"], "this room knows no Pulumi; put it in provider/hosts or provider/resources");
const noTests = forbid(
  ["**/tests/**", "**/bench/**", "**/examples/**"],
  "nothing imports tests, benchmarks or examples",
);
const noEmulator = forbid(["**/emulator/**"], "the package must not depend on its emulator");

/** @param {string} name @param {string[]} files @param {object[]} patterns @param {string[]} [ignores] */
const room = (name, files, patterns, ignores = []) => ({
  name,
  files,
  ignores,
  rules: { "no-restricted-imports": ["error", { patterns: [noTests, ...patterns] }] },
});

export default tseslint.config(
  { ignores: ["dist/", "**/node_modules/", "coverage/", "provider/mms/generated/", "bench/results/"] },
  ...tseslint.configs.recommended,
  {
    name: "house style",
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/ban-ts-comment": [
        "error",
        { "ts-expect-error": true, "ts-ignore": true, "ts-nocheck": true },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportAllDeclaration",
          message: "name each export, so that the public surface is read in one place",
        },
      ],
      "no-console": "error",
      eqeqeq: ["error", "always"],
      "max-lines": ["error", { max: 320, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    name: "tests, tools and programs",
    files: ["tests/**", "bench/**", "tools/**", "examples/**", "*.mjs", "*.ts"],
    rules: { "max-lines-per-function": "off", "no-console": "off" },
  },
  {
    name: "measured programs are plain CommonJS, so that no compiler is measured with them",
    files: ["bench/**/*.js"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    name: "loaded at the first call: importing the package must not cost the SDK, libraries and verbs",
    files: [
      ...["config", "credentials", "partition-filter", "proxy", "retry", "transport"].map(
        (name) => `provider/mms/${name}.ts`,
      ),
      "provider/lifecycle/libraries.ts",
      "provider/resources/*.ts",
      "provider/functions/sdk.ts",
      "provider/hosts/native/{kinds,importers,provider}.ts",
      "provider/plugin.ts",
    ],
    rules: {
      "@typescript-eslint/no-require-imports": "off",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    },
  },
  { name: "the emulator's command line prints", files: ["emulator/cli.ts"], rules: { "no-console": "off" } },
  room(
    "provider/mms",
    ["provider/mms/**"],
    [
      noPulumi,
      noEmulator,
      noAlibaba,
      forbid(["**/lifecycle/**", "**/resources/**", "**/hosts/**"], "provider/mms is the lowest room"),
    ],
    ["provider/mms/http/transport.ts", "provider/mms/config/credentials.ts"],
  ),
  room(
    "provider/mms with the SDK",
    ["provider/mms/http/transport.ts", "provider/mms/config/credentials.ts"],
    [
      noPulumi,
      noEmulator,
      forbid(["**/lifecycle/**", "**/resources/**", "**/hosts/**"], "provider/mms is the lowest room"),
    ],
  ),
  room(
    "provider/lifecycle",
    ["provider/lifecycle/**"],
    [
      noPulumi,
      noEmulator,
      noAlibaba,
      forbid(["**/mms/**", "**/resources/**", "**/hosts/**"], "a lifecycle knows no MMS and no host"),
    ],
  ),
  room("provider/resources", ["provider/resources/**"], [noEmulator, noAlibaba]),
  room(
    "provider/functions",
    ["provider/functions/**"],
    [
      noEmulator,
      noAlibaba,
      forbid(["**/resources/**", "**/runtime.js"], "a function only looks; it knows no resource"),
    ],
  ),
  room("provider/hosts", ["provider/hosts/**"], [noEmulator, noAlibaba]),
  room("provider doors", ["provider/*.ts"], [noEmulator, noAlibaba]),
  room(
    "emulator",
    ["emulator/**"],
    [
      noPulumi,
      noAlibaba,
      forbid(
        [
          "**/provider/lifecycle/**",
          "**/provider/resources/**",
          "**/provider/hosts/**",
          "**/provider/index.js",
          "**/provider/runtime.js",
        ],
        "the emulator must not learn the provider's opinion of the service",
      ),
      {
        regex: "provider/mms/(?!operations|models|json|partition-filter|generated/)",
        message:
          "the emulator shares only the operations table, the wire shapes, the JSON codec and the filter grammar",
      },
    ],
  ),
  room(
    "examples",
    ["examples/**"],
    [noAlibaba, noEmulator, forbid(["**/provider/**"], "examples import the package by its public name, as users do")],
  ),
);
