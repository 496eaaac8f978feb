// Layers import downward only. Independent of the linter, which a comment could switch off; both read tools/layers.cjs.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { layerOf } from "../../tools/layers.cjs";
import { resourceKinds } from "../../provider/registry.js";
import { closureOf, filesBelow, importsOf, root, targetOf } from "../support/sources.js";

const sources = ["provider", "emulator", "cli"].flatMap(filesBelow).filter((path) => /\.tsx?$/.test(path));
const pathOf = (file: string) => relative(root, file);
const closure = (path: string) => [...closureOf(join(root, path))].map(pathOf);

it("puts every source file in a layer", () => {
  expect(sources.filter((path) => layerOf(path) === undefined)).toEqual([]);
  expect(sources.length).toBeGreaterThan(80);
});

it.each(sources)("%s imports only what its layer may", (path) => {
  const file = join(root, path);
  const imported = importsOf(file).map((one) => {
    const target = targetOf(file, one);
    return target === undefined ? one.from : pathOf(target);
  });
  expect(imported.filter((one) => !layerOf(path)?.mayImport.test(one))).toEqual([]);
});

it("has no import cycle", () => {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start >= 0) cycles.push([...above.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    const file = join(root, path);
    for (const one of importsOf(file)) {
      const target = targetOf(file, one);
      if (target !== undefined) visit(pathOf(target), [...above, path]);
    }
    done.add(path);
  };
  for (const path of sources) visit(path, []);
  expect(cycles).toEqual([]);
});

it("keeps folders small enough to read, but for generated files and folders of one file a noun", () => {
  const oneFileANoun = /^provider\/(functions|mms\/generated)$/;
  const counts = new Map<string, number>();
  for (const path of ["provider", "emulator", "cli", "tests", "tools", "bench"].flatMap(filesBelow)) {
    const folder = dirname(path);
    if (/\.(?:[cm]?[jt]s|tsx)$/.test(path)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const big = [...counts].filter(([folder, count]) => count > 9 && !oneFileANoun.test(folder));
  expect(big).toEqual([]);
  expect(counts.size).toBeGreaterThan(60);
});

it("keeps files of the product short enough to read, but for generated ones", () => {
  const linesOf = (path: string) => readFileSync(join(root, path), "utf8").split("\n").length - 1;
  expect(sources.filter((path) => !path.includes("/generated/") && linesOf(path) > 250)).toEqual([]);
});

it("speaks to the vendor's SDK in few files, and loads it only inside functions", () => {
  const speakers = sources.filter((path) =>
    importsOf(join(root, path)).some(({ from }) => from.startsWith("@alicloud/")),
  );
  const loaded = speakers.filter((path) =>
    importsOf(join(root, path)).some(({ from, typeOnly }) => from.startsWith("@alicloud/") && !typeOnly),
  );
  expect(speakers.every((path) => path.startsWith("provider/mms/"))).toBe(true);
  expect(loaded).toEqual([]);
});

it("does not load the client with the front door, nor what resources do", () => {
  const loaded = closure("provider/index.ts");
  expect(loaded).toContain("provider/functions/client-access.ts");
  expect(
    loaded.filter((path) => /^provider\/mms\/(client\.ts|http\/transport\.ts|config\/config\.ts)$/.test(path)),
  ).toEqual([]);
  expect(loaded.filter((path) => /\/lifecycle\.ts$/.test(path) && path !== "provider/lifecycle/lifecycle.ts")).toEqual(
    [],
  );
});

it.each(resourceKinds)("what a %s does loads no @pulumi/pulumi and no class", (kind) => {
  const folder = kind.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const loaded = closure(`provider/resources/${folder}/lifecycle.ts`);
  const pulumi = loaded.filter((path) =>
    importsOf(join(root, path)).some(({ from, typeOnly }) => from.startsWith("@pulumi/") && !typeOnly),
  );
  expect(loaded.length).toBeGreaterThan(10);
  expect([...pulumi, ...loaded.filter((path) => path.endsWith("/resource.ts"))]).toEqual([]);
});
