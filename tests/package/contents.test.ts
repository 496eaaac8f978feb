// What is in the tarball: what users need, what its own pages lead to, and nothing else.
import { execFileSync } from "node:child_process";
import { type Dirent, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { root, unpackedProject } from "../support/packed.js";

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
    /^dist\/provider\/hosts\/native\/LICENCES\.txt$/,
    /^(provider\/mms\/openapi\.yaml|(migration-(report|events)\.)?schema\.json)$/,
    /^docs\/(.*\.md|images\/[^/]+\.png)$/,
    /^plugin\/(PulumiPlugin\.yaml|package\.json|index\.js)$/,
    /^examples\/README\.md$/,
    /^examples\/[^/]+\/(README\.md|Pulumi\.yaml|index\.ts|package\.json)$/,
    /^examples\/(yaml|python|go|java|alicloud)\/[^/]+\/(Pulumi\.yaml|pom\.xml|go\.mod|[^/]+\.(py|go))$/,
    /^examples\/(alicloud|policies)\/[^/]+\/(index\.ts|package\.json|PulumiPolicy\.yaml)$/,
    /^examples\/java\/[^/]+\/src\/main\/java\/mms\/App\.java$/,
    /^examples\/gitops\/(github|gitlab|operator)\/(\.?[\w-]+\.yml|[\w-]+\.yaml|Dockerfile)$/,
    /^templates\/(README\.md|[\w-]+\/[\w.]+)$/,
    /^bench\/naive\/migration-job\.js$/,
    /^bench\/results\/.*\.(json|svg)$/,
    /^(README|CHANGELOG|CONTRIBUTING)\.md$/,
    /^(LICENSE|package\.json)$/,
  ];
  expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "dist/provider/runtime.js"]));
  expect(files.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(expected.filter((pattern) => !files.some((path) => pattern.test(path)))).toEqual([]);
});

interface Link {
  readonly page: string;
  readonly target: string;
  readonly fragment: string;
}

/** A page without its blocks of code. */
const prose = (page: string): string => readFileSync(join(own, page), "utf8").replace(/^```.*?^```/gms, "");

const linksOf = (page: string): Link[] =>
  [...prose(page).matchAll(/\]\(([^)#\s]*)(?:#([^)]*))?\)/g)].map(([, target = "", fragment = ""]) => ({
    page,
    target,
    fragment,
  }));

const isElsewhere = ({ target }: Link): boolean => /^https?:/.test(target);

/** The anchors of a page: those it names, and those of its headings, as hosts of code and this package's site make them. */
const anchorsOf = (page: string): string[] => [
  ...[...prose(page).matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id),
  ...[...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  ),
];

it("has every page, program, figure and heading that its pages lead to", () => {
  const links = files.filter((path) => path.endsWith(".md")).flatMap(linksOf);
  const inside = links.filter((link) => !isElsewhere(link));
  const leadsNowhere = ({ page, target, fragment }: Link): boolean => {
    const path = target === "" ? page : join(dirname(page), target);
    if (!existsSync(join(own, path))) return true;
    return fragment !== "" && path.endsWith(".md") && !anchorsOf(path).includes(fragment);
  };
  expect(inside.length).toBeGreaterThan(100);
  expect(inside.filter(leadsNowhere)).toEqual([]);
});

it("has a README whose links work on the registry's page, in node_modules and in the checkout", () => {
  const links = linksOf("README.md");
  const tracked = new Set(execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n"));
  const isTracked = (path: string): boolean =>
    tracked.has(path) || [...tracked].some((one) => one.startsWith(`${path}/`));
  // The registry's page resolves them against `repository`, from the top of the checkout: no way up, no way from the root.
  const astray = links.filter(
    (link) => !isElsewhere(link) && link.target !== "" && (/^[./]/.test(link.target) || !isTracked(link.target)),
  );
  expect(links.length).toBeGreaterThan(15);
  expect(astray).toEqual([]);
  expect(links.filter(isElsewhere).filter(({ target }) => !target.startsWith("https://"))).toEqual([]);
});

it("says where it comes from, and that these places are placeholders", () => {
  const { homepage, bugs, repository } = manifest() as { homepage: string; bugs: string; repository: { url: string } };
  const contributing = readFileSync(join(own, "CONTRIBUTING.md"), "utf8");
  const places = [homepage, bugs, repository.url];
  for (const place of places) expect(place).toMatch(/^(git\+)?https:\/\//);
  const placeholders = places.filter((place) => /\bexample\.com\b/.test(place));
  if (placeholders.length > 0) expect(contributing).toMatch(/`homepage`.*placeholders/);
});

it("keeps in the plugin's bundle the names of its errors, by which their pages are found", () => {
  const bundle = readFileSync(join(own, "dist/provider/hosts/native/main.js"), "utf8");
  const names = readdirSync(join(own, "docs/errors")).flatMap((file) => /^(\w+Error)\.md$/.exec(file)?.[1] ?? []);
  // Thrown in programs and by the command line alone.
  const elsewhere = ["ClearSecretError", "CreateFirstError", "ImportRefusedError", "UnreachableError"];
  const lost = names.filter((name) => !new RegExp(`\\b${name} ?= ?class(?: extends|{)`).test(bundle));
  expect(names.length).toBeGreaterThan(elsewhere.length);
  expect(lost).toEqual(elsewhere);
});

it("has a command that says its version", () => {
  const { bin, version } = manifest() as { bin: Record<string, string>; version: string };
  const command = join(own, bin["pulumi-alicloud-mms"] ?? "");
  expect(execFileSync(process.execPath, [command, "--version"], { encoding: "utf8" })).toBe(`${version}\n`);
});
