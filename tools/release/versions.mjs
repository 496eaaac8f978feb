// What says the version of a release, in one table: whatever of it a user installs or copies names the same one. Reads files alone, of
// any checkout, so that tests can hold it against one that is wrong.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** @param {string} root @param {string} file */
const textOf = (root, file) => readFileSync(join(root, file), "utf8");
/** @param {string} root @param {string} file */
const jsonOf = (root, file) => JSON.parse(textOf(root, file));

/** The version that is to be released. @param {string} root @returns {string} */
export const versionOf = (root) => jsonOf(root, "package.json").version;

/** Files that say it in a field of their own. */
const fields = {
  "package-lock.json": ["version"],
  "package-lock.json, its first package": ["packages", "", "version"],
  "schema.json": ["version"],
};

/** Where users find the package's name with a version behind it. What tells of older versions on purpose is not among it. */
const places = ["README.md", "docs", "examples", "plugin", "templates"];
const toldOfOlder = new Set(["docs/upgrading.md"]);
const readable = /\.(?:md|json|ya?ml|txt|toml|mod|xml|py|go|java|ts|js)$|Dockerfile$/;

/** The name and a version as programs and pages have them: in a manifest, a command, a Go module, the name of an archive. */
const named =
  /alicloud[-_]?mms["']?(?:@|==|-v|:\s*["'][\^~]?|\s+v?)(\d+\.\d+\.\d+(?:-(?!linux|darwin|windows)[a-z][\w.]*)?)/g;

/** @param {string} root @param {string} place @returns {string[]} */
function filesIn(root, place) {
  const path = join(root, place);
  if (!existsSync(path) || place.endsWith("node_modules")) return [];
  if (statSync(path).isDirectory()) return readdirSync(path).flatMap((name) => filesIn(root, `${place}/${name}`));
  return readable.test(place) && !toldOfOlder.has(place) ? [place] : [];
}

/** The table: who says which version. @param {string} root @returns {[who: string, version: string | undefined][]} */
export function versionTable(root) {
  const told = Object.entries(fields).map(([who, path]) => {
    const file = /** @type {string} */ (who.split(",")[0]);
    return /** @type {[string, string]} */ ([who, path.reduce((value, key) => value?.[key], jsonOf(root, file))]);
  });
  const found = places
    .flatMap((place) => filesIn(root, place))
    .flatMap((file) =>
      [...textOf(root, file).matchAll(named)].map(([, said]) => /** @type {[string, string]} */ ([file, String(said)])),
    );
  return [...told, ...found];
}

/** What installs the package from the registry, or names it to: each must say a version, so that a release can compare it. */
const mustSay = ["plugin/package.json", "templates/typescript-migration/package.json"];

/** @param {string} root */
export function wrongVersions(root) {
  const version = versionOf(root);
  const table = versionTable(root);
  const silent = mustSay.filter((file) => !table.some(([who]) => who === file));
  return [
    ...table
      .filter(([, said]) => said !== version)
      .map(([who, said]) => `${who} says ${said}, package.json ${version}`),
    ...silent.map((file) => `${file} says no version of pulumi-alicloud-mms`),
  ];
}

/**
 * The part of a changelog under a heading.
 *
 * @param {string} changelog
 * @param {string} heading
 */
const sectionOf = (changelog, heading) =>
  changelog.split(/^## /m).find((part) => part.split("\n", 1)[0]?.split(" ")[0] === heading);

/**
 * What a release of this version says of itself. A rehearsal may show what is unreleased; a release may not.
 *
 * @param {string} root
 * @param {{ final: boolean }} how
 */
export function releaseNotes(root, { final }) {
  const changelog = textOf(root, "CHANGELOG.md");
  return sectionOf(changelog, versionOf(root)) ?? (final ? undefined : sectionOf(changelog, "Unreleased"));
}

/** @param {string} root */
export function wrongChangelog(root) {
  const changelog = textOf(root, "CHANGELOG.md");
  // A formatter makes quotations and escapes of the marks that a merge leaves.
  const marks = changelog.split("\n").filter((line) => /^\s*(<{7}|>{7}|\\?={7})|^(> ){3,}/.test(line));
  const notes = releaseNotes(root, { final: false });
  const [, ...sections] = changelog.split(/^## /m);
  const others = [...changelog.matchAll(/^### (.*)$/gm)].map(([, kind]) => kind).filter((kind) => kind !== "Added");
  return [
    ...marks.map((line) => `CHANGELOG.md has a mark of a merge: ${line.trim()}`),
    ...(notes === undefined ? ["CHANGELOG.md has no part for this version, and none that is unreleased"] : []),
    ...(sections.length === 1 ? others.map((kind) => `CHANGELOG.md: a first release has nothing ${kind}`) : []),
  ];
}

/**
 * Whether the states that this version leaves in stacks are recorded, as every later version must read them.
 *
 * @param {string} root
 */
export function wrongStates(root) {
  const version = versionOf(root);
  const folder = `tests/fixtures/states/${version}`;
  const files = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  const scenarios = new Set(files.map((file) => file.replace(/^(?:dynamic|native)-/, "")));
  const missing = [...scenarios]
    .flatMap((name) => [`dynamic-${name}`, `native-${name}`])
    .filter((file) => !files.includes(file));
  return [
    ...(files.length === 0 ? [`${folder} has no states of ${version}: run npm run record-states`] : []),
    ...missing.map((file) => `${folder}/${file} is not recorded`),
    ...files
      .filter((file) => jsonOf(root, `${folder}/${file}`).version !== version)
      .map((file) => `${folder}/${file} was recorded by another version`),
  ];
}

/** What a rehearsal names and a release may not have. @param {string} root */
export function unready(root) {
  const version = versionOf(root);
  const { homepage, bugs, repository } = jsonOf(root, "package.json");
  const placeholders = Object.entries({ homepage, bugs, repository: repository?.url }).filter(([, place]) =>
    /\bexample\.com\b/.test(String(place)),
  );
  return [
    ...placeholders.map(([field, place]) => `package.json: ${field} is the placeholder ${place}`),
    ...(releaseNotes(root, { final: true }) === undefined ? [`CHANGELOG.md has no part for ${version}`] : []),
    ...wrongStates(root),
  ];
}
