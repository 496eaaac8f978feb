// Style, and the layers of tools/layers.cjs, so that an editor says at once what may not be imported.
import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import tseslint from "typescript-eslint";

import layers from "./tools/layers.cjs";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Reports an import that the layer of the file does not allow. @type {import("eslint").Rule.RuleModule} */
const importDownward = {
  create(context) {
    const own = relative(root, context.filename).replaceAll("\\", "/");
    const layer = layers.layerOf(own);
    const check = (/** @type {any} */ node) => {
      const from = node.source?.value;
      if (layer === undefined || typeof from !== "string") return;
      const path = resolve(dirname(context.filename), from);
      const file = [path.replace(/\.js$/, ".ts"), path.replace(/\.js$/, ".tsx"), path].find(
        (one) => from.startsWith(".") && existsSync(one),
      );
      const target = file === undefined ? from : relative(root, file).replaceAll("\\", "/");
      if (!layer.mayImport.test(target)) context.report({ node, message: `${layer.name}: ${layer.why}` });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check };
  },
};

/** @param {string} name @param {string[]} files @param {string} group @param {string} message */
const forbid = (name, files, group, message) => ({
  name,
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [{ group: [group], message }] }] },
});

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "sdk/",
      "release/",
      "site/",
      "tools/site/.stage/",
      "tools/site/.vitepress/cache/",
      "**/node_modules/",
      "coverage/",
      "provider/mms/generated/",
      "bench/results/",
    ],
  },
  ...tseslint.configs.recommended,
  {
    name: "style",
    plugins: { layers: { rules: { "import-downward": importDownward } } },
    rules: {
      "layers/import-downward": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-import-type-side-effects": "error",
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
      // An interface gives a computed type a name, which is what compilers print in messages.
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "max-lines": ["error", { max: 290, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    name: "tests, tools and programs",
    files: ["tests/**", "bench/**", "tools/**", "examples/**", "*.mjs", "*.ts"],
    rules: { "max-lines-per-function": "off", "no-console": "off" },
  },
  {
    name: "CommonJS: measured programs, so that no compiler is measured with them, and what ESM and CommonJS both read",
    files: ["bench/**/*.js", "plugin/*.js", "**/*.cjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    name: "loaded at the first call: importing the package must not cost the SDK, libraries and what resources do",
    files: [
      "provider/mms/config/*.ts",
      "provider/mms/http/*.ts",
      "provider/mms/partition-filter.ts",
      "provider/lifecycle/libraries.ts",
      "provider/registry.ts",
      "provider/functions/sdk.ts",
      "provider/hosts/engine-log.ts",
      "provider/hosts/native/**",
      "provider/plugin.ts",
    ],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  { name: "the emulator's command line prints", files: ["emulator/cli.ts"], rules: { "no-console": "off" } },
  forbid(
    "examples",
    ["examples/**"],
    "**/{provider,emulator}/**",
    "examples import the package by its public name, as users do",
  ),
);
