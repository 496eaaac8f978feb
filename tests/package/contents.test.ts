// What is in the tarball: what users need, what its own pages lead to, and nothing else.
import { execFileSync } from "node:child_process";
import { type Dirent, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { unpackedProject } from "../support/packed.js";

let folder: string;
let own: string;
let files: string[];

beforeAll(() => {
  ({ folder, own } = unpackedProject());
  files = (readdirSync(own, { recursive: true, withFileTypes: true }) as (Dirent & { path: string })[])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.path, entry.name).slice(own.length + 1));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifest = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(own, "package.json"), "utf8")) as Record<string, unknown>;

it("is the build, the pages, the examples, what the pages quote, and nothing else", () => {
  const expected = [
    /^dist\/(provider|emulator|cli)\/.*\.(js|d\.ts)$/,
    /^dist\/cli\/page\/(main\.(js|css)|LICENCES\.txt)$/,
    /^(provider\/mms\/openapi\.yaml|(migration-(report|events)\.)?schema\.json)$/,
    /^docs\/(.*\.md|images\/[^/]+\.png)$/,
    /^plugin\/(PulumiPlugin\.yaml|package\.json|index\.js)$/,
    /^examples\/README\.md$/,
    /^examples\/[^/]+\/(README\.md|Pulumi\.yaml|index\.ts|package\.json)$/,
    /^examples\/(yaml|python|go|java)\/[^/]+\/(Pulumi\.yaml|pom\.xml|go\.mod|[^/]+\.(py|go))$/,
    /^examples\/java\/[^/]+\/src\/main\/java\/mms\/App\.java$/,
    /^bench\/naive\/migration-job\.js$/,
    /^bench\/results\/.*\.(json|svg)$/,
    /^(README|CHANGELOG|CONTRIBUTING)\.md$/,
    /^(LICENSE|package\.json)$/,
  ];
  expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "dist/provider/runtime.js"]));
  expect(files.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(expected.filter((pattern) => !files.some((path) => pattern.test(path)))).toEqual([]);
});

it("has every page, program and figure that its pages lead to", () => {
  const pages = files.filter((path) => path.endsWith(".md"));
  const links = pages.flatMap((page) => {
    const text = readFileSync(join(own, page), "utf8").replace(/^```.*?^```/gms, "");
    return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => ({ page, target }));
  });
  const relative = links.filter(({ target }) => !/^https?:/.test(target));
  expect(relative.filter(({ page }) => page === "README.md").length).toBeGreaterThan(8);
  expect(relative.filter(({ page, target }) => !existsSync(join(own, dirname(page), target)))).toEqual([]);
});

it("says where it comes from, and that these places are placeholders", () => {
  const { homepage, bugs, repository } = manifest() as { homepage: string; bugs: string; repository: { url: string } };
  const contributing = readFileSync(join(own, "CONTRIBUTING.md"), "utf8");
  const places = [homepage, bugs, repository.url];
  for (const place of places) expect(place).toMatch(/^(git\+)?https:\/\//);
  const placeholders = places.filter((place) => /\bexample\.com\b/.test(place));
  if (placeholders.length > 0) expect(contributing).toMatch(/`homepage`.*placeholders/);
});

it("has a command that says its version", () => {
  const { bin, version } = manifest() as { bin: Record<string, string>; version: string };
  const command = join(own, bin["pulumi-alicloud-mms"] ?? "");
  expect(execFileSync(process.execPath, [command, "--version"], { encoding: "utf8" })).toBe(`${version}\n`);
});
