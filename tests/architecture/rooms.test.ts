// Rooms import downward only. Independent of the linter's own rules, which a comment could switch off.
import { join, relative } from "node:path";

import { closureOf, filesBelow, importsOf, root, targetOf } from "../support/sources.js";

/** Rooms, each with the rooms and packages it may import. The more special path stands first. */
const rooms: readonly { path: RegExp; mayImport: RegExp }[] = [
  { path: /^provider\/(clock|uses)\.ts$/, mayImport: /^provider\/mms\/|^node:/ },
  { path: /^provider\/mms\//, mayImport: /^provider\/(mms|clock\.ts)|^(?!@pulumi\/)[@a-z]/ },
  {
    path: /^provider\/lifecycle\//,
    mayImport: /^provider\/(lifecycle|clock\.ts)|^(?!@pulumi\/|@alicloud\/|provider\/)[@a-z]/,
  },
  // Above resources and functions, all of which it serves in a process of its own.
  { path: /^provider\/hosts\/native\//, mayImport: /^provider\/(?!index|runtime|plugin)|^(?!@alicloud\/)[@a-z]/ },
  { path: /^provider\/hosts\//, mayImport: /^provider\/(hosts|lifecycle|clock\.ts)|^(?!@alicloud\/|provider\/)[@a-z]/ },
  { path: /^provider\/functions\//, mayImport: /^provider\/(functions|mms|lifecycle|hosts|uses\.ts)|^@pulumi\// },
  {
    path: /^provider\/resources\//,
    mayImport: /^provider\/(resources|functions|mms|lifecycle|hosts|clock\.ts)|^(?!@alicloud\/|provider\/)[@a-z]/,
  },
  { path: /^provider\/[\w-]+\.ts$/, mayImport: /^provider\/|^(?!@alicloud\/)[@a-z]/ },
  {
    path: /^emulator\//,
    mayImport:
      /^emulator\/|^provider\/mms\/(operations|models|json|partition-filter|generated\/)|^provider\/clock\.ts|^(?!@pulumi\/|@alicloud\/|provider\/)[@a-z]/,
  },
];

const sources = ["provider", "emulator"].flatMap(filesBelow).filter((path) => /\.ts$/.test(path));

it("puts every source file in a room", () => {
  expect(sources.filter((path) => !rooms.some((room) => room.path.test(path)))).toEqual([]);
  expect(sources.length).toBeGreaterThan(80);
});

it.each(sources)("%s imports only what its room may", (path) => {
  const room = rooms.find((one) => one.path.test(path));
  const file = join(root, path);
  const imported = importsOf(file).map((one) => {
    const target = targetOf(file, one);
    return target === undefined ? one.from : relative(root, target);
  });
  expect(imported.filter((one) => !room?.mayImport.test(one))).toEqual([]);
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

it("does not load the client with the front door", () => {
  const loaded = [...closureOf(join(root, "provider/index.ts"))].map((file) => relative(root, file));
  expect(loaded).toContain("provider/functions/client-access.ts");
  expect(loaded.filter((path) => /^provider\/mms\/(client|transport|exchange|config)\.ts$/.test(path))).toEqual([]);
  expect(loaded.filter((path) => /\/verbs\.ts$/.test(path))).toEqual([]);
});
