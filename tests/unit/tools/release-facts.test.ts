// What a release says of itself, held against small checkouts of which one thing is wrong.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { toolSays } from "../../support/tools/answers.js";

const name = "pulumi-alicloud-mms";
const right: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    name,
    version: "1.2.3",
    homepage: "https://mms.test/",
    bugs: "https://mms.test/issues",
    repository: { url: "https://mms.test/git" },
  }),
  "package-lock.json": JSON.stringify({ version: "1.2.3", packages: { "": { version: "1.2.3" } } }),
  "schema.json": JSON.stringify({ version: "1.2.3" }),
  "plugin/package.json": JSON.stringify({ dependencies: { [name]: "1.2.3" } }, null, 2),
  "templates/typescript-migration/package.json": JSON.stringify({ dependencies: { [name]: "^1.2.3" } }, null, 2),
  "CHANGELOG.md": "# Changelog\n\n## 1.2.3\n\n### Added\n\n- All.\n\n## 1.2.2\n\n### Changed\n\n- Less.\n",
  "tests/fixtures/states/1.2.3/dynamic-finished.json": '{"version":"1.2.3"}',
  "tests/fixtures/states/1.2.3/native-finished.json": '{"version":"1.2.3"}',
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mms-release-facts-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A checkout that differs from a right one; `undefined` stands for no such file. */
function checkout(differing: Record<string, string | undefined> = {}): void {
  for (const [path, text] of Object.entries({ ...right, ...differing })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const say = (call: string): unknown => toolSays("tools/release/versions.mjs", `it.${call}`);
const wrong = (about: string): unknown => say(`${about}(${JSON.stringify(root)})`);

it("finds nothing wrong where all is right", () => {
  checkout({ "docs/upgrading.md": `npm install ${name}@0.9.0`, "examples/go/a/go.mod": "x/sdk/go/alicloudmms v1.2.3" });
  expect([wrong("wrongVersions"), wrong("wrongChangelog"), wrong("unready")]).toEqual([[], [], []]);
});

it.each([
  ["schema.json", '{"version":"1.2.2"}', "1.2.2"],
  ["package-lock.json", '{"version":"1.2.3","packages":{"":{"version":"1.2.0"}}}', "1.2.0"],
  ["plugin/package.json", `{"dependencies":{"${name}":"1.2.2"}}`, "1.2.2"],
  ["templates/typescript-migration/package.json", `{"dependencies":{"${name}": "^1.2.2"}}`, "1.2.2"],
  ["examples/alicloud/landing/package.json", `{"dependencies":{"${name}": "~1.1.0"}}`, "1.1.0"],
  ["examples/go/a/go.mod", "github.com/pulumi/pulumi-alicloud-mms/sdk/go/alicloudmms v1.1.0", "1.1.0"],
  ["templates/python-migration/requirements.txt", "pulumi_alicloud_mms==1.1.0", "1.1.0"],
  ["docs/languages.md", "pulumi plugin install resource alicloud-mms 1.1.0", "1.1.0"],
  ["docs/a.md", "--file pulumi-resource-alicloud-mms-v1.1.0-linux-amd64.tar.gz", "1.1.0"],
  ["README.md", `npm install ${name}@1.3.0-rc.1`, "1.3.0-rc.1"],
])("finds another version in %s", (file, text, version) => {
  checkout({ [file]: text });
  expect(wrong("wrongVersions")).toEqual([
    expect.stringMatching(new RegExp(`^${file}.* says ${version}, package.json 1.2.3$`)),
  ]);
});

it("misses a version where one must be", () => {
  checkout({ "templates/typescript-migration/package.json": "{}" });
  expect(wrong("wrongVersions")).toEqual([expect.stringContaining("says no version of pulumi-alicloud-mms")]);
});

describe("the changelog", () => {
  const unreleased = "# Changelog\n\n## Unreleased\n\n### Added\n\n- Soon.\n";
  const notes = (final: boolean): unknown => say(`releaseNotes(${JSON.stringify(root)}, { final: ${final} })`);

  it("gives a rehearsal what is unreleased, and a release nothing", () => {
    checkout({ "CHANGELOG.md": unreleased });
    expect(notes(false)).toContain("Soon.");
    expect(notes(true)).toBeNull();
    expect(wrong("wrongChangelog")).toEqual([]);
    expect(wrong("unready")).toEqual(["CHANGELOG.md has no part for 1.2.3"]);
  });

  it("gives a release its own part", () => {
    checkout();
    expect(notes(true)).toContain("All.");
    expect(notes(true)).not.toContain("Less.");
  });

  it("tells of no change where nothing came before", () => {
    checkout({ "CHANGELOG.md": `${unreleased}\n### Changed\n\n- All.\n` });
    expect(wrong("wrongChangelog")).toEqual(["CHANGELOG.md: a first release has nothing Changed"]);
  });
});

describe("recorded states", () => {
  const folder = "tests/fixtures/states/1.2.3";

  it.each([
    [
      "none are there",
      { [`${folder}/dynamic-finished.json`]: undefined, [`${folder}/native-finished.json`]: undefined },
      `${folder} has no states of 1.2.3: run npm run record-states`,
    ],
    [
      "one host has none",
      { [`${folder}/native-finished.json`]: undefined },
      `${folder}/native-finished.json is not recorded`,
    ],
    [
      "another version wrote them",
      { [`${folder}/native-finished.json`]: '{"version":"1.2.2"}' },
      `${folder}/native-finished.json was recorded by another version`,
    ],
  ])("end a release where %s", (_, differing, complaint) => {
    checkout(differing);
    expect(wrong("unready")).toEqual([complaint]);
  });
});

it("lets no placeholder into a release", () => {
  checkout({
    "package.json": JSON.stringify({ version: "1.2.3", homepage: "https://a.example.com/", bugs: "x", repository: {} }),
  });
  expect(wrong("unready")).toEqual(["package.json: homepage is the placeholder https://a.example.com/"]);
});
