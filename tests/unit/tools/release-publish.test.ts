// Publishing as its jobs run it: a process with an npm and a gh of our making, which keep what they are given in a folder, and fail when
// they are told to. Each run can be repeated after any failure, and never replaces what somebody may have.
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { packageVersion as version } from "../../../provider/version.js";

const tools = resolve(__dirname, "../../../tools/release");
const fakes = resolve(__dirname, "../../support/tools");
const tarball = `pulumi-alicloud-mms-${version}.tgz`;
const archive = `pulumi-resource-alicloud-mms-v${version}-linux-amd64.tar.gz`;

let room: string;
let folder: string;
let sum: string;

const path = (...parts: string[]): string => join(room, ...parts);
const sumOf = (file: string, algorithm = "sha256", encoding: "hex" | "base64" = "hex"): string =>
  createHash(algorithm).update(readFileSync(file)).digest(encoding);

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "mms-publish-"));
  folder = path("release");
  for (const name of ["release", "bin", "npm", "gh"]) mkdirSync(path(name));
  for (const program of ["npm", "gh"]) {
    copyFileSync(join(fakes, `fake-${program}.cjs`), path("bin", program));
    chmodSync(path("bin", program), 0o755);
  }
  writeFileSync(join(folder, tarball), "the tarball");
  writeFileSync(join(folder, archive), "the archive");
  writeFileSync(join(folder, "release-notes.md"), "what it is");
  build();
});

afterEach(() => rmSync(room, { recursive: true, force: true }));

/** Writes the list of checksums, as the job before does. */
function build(): void {
  execFileSync(process.execPath, [join(tools, "checksums.mjs"), "write", folder], { stdio: "ignore" });
  sum = sumOf(join(folder, "SHA256SUMS"));
}

interface Outcome {
  readonly code: number;
  readonly stderr: string;
}

function publish(to: string, env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((done) => {
    const PATH = `${path("bin")}:${resolve(process.execPath, "..")}:/usr/bin:/bin`;
    const args = [join(tools, "publish.mjs"), to, folder, sum];
    execFile(process.execPath, args, { env: { PATH, FAKE_ROOM: room, ...env } }, (error, _, stderr) =>
      done({ code: error ? Number(error.code) : 0, stderr }),
    );
  });
}

const diary = (): string[] => (existsSync(path("diary")) ? readFileSync(path("diary"), "utf8").trim().split("\n") : []);
const changes = (): string[] => diary().filter((line) => /^npm publish|^gh release (create|upload|edit)/.test(line));

describe("to npm", () => {
  it("publishes the very tarball, and leaves it alone when it is there", async () => {
    expect(await publish("npm")).toMatchObject({ code: 0 });
    expect(readFileSync(path("npm", tarball), "utf8")).toBe("the tarball");
    expect(changes()).toEqual([`npm publish ${join(folder, tarball)} --access public --tag latest`]);

    const again = await publish("npm");
    expect(again.code).toBe(0);
    expect(again.stderr).toContain("is there already, and is this tarball");
    expect(changes()).toHaveLength(1);
  });

  it("ends where that version is another tarball", async () => {
    writeFileSync(path("npm", tarball), "somebody else's");
    const { code, stderr } = await publish("npm");
    expect(code).toBe(1);
    const theirs = `sha512-${sumOf(path("npm", tarball), "sha512", "base64")}`;
    expect(stderr).toContain(`is there already, and is another tarball (${theirs}`);
    expect(stderr).toContain("Re-run the failed jobs");
    expect(changes()).toEqual([]);
  });

  it("publishes a version of a package that has others", async () => {
    writeFileSync(path("npm", "others"), "");
    expect(await publish("npm")).toMatchObject({ code: 0 });
    expect(changes()).toHaveLength(1);
  });

  it("does not take a registry that fails for one that has nothing", async () => {
    const { code, stderr } = await publish("npm", { FAKE_VIEW_ERROR: "npm error code E503" });
    expect({ code, changes: changes() }).toEqual({ code: 1, changes: [] });
    expect(stderr).toContain("E503");
  });

  it.each([
    ["10.9.3", 1],
    ["11.5.0", 1],
    ["11.5.1", 0],
    ["11.10.0", 0],
    ["12.0.0", 0],
  ])("with npm %s ends with %d", async (npm, code) => {
    const outcome = await publish("npm", { FAKE_NPM: npm });
    expect(outcome.code).toBe(code);
    if (code > 0) expect(outcome.stderr).toContain(`npm ${npm} cannot publish without a token; 11.5.1 is the first`);
  });
});

describe("to GitHub", () => {
  const uploaded = (): string[] =>
    readdirSync(path("gh"))
      .filter((name) => name !== "release.json")
      .sort();
  const isDraft = (): unknown =>
    (JSON.parse(readFileSync(path("gh", "release.json"), "utf8")) as Record<string, unknown>)["isDraft"];
  const all = (): string[] => readdirSync(folder).sort();

  it("makes a draft, gives it every file and then shows it", async () => {
    expect(await publish("github")).toMatchObject({ code: 0 });
    expect(changes()[0]).toContain(`gh release create v${version} --draft --verify-tag`);
    expect(changes().at(-1)).toBe(`gh release edit v${version} --draft=false`);
    expect([uploaded(), isDraft()]).toEqual([all(), false]);
  });

  it("changes nothing when it is repeated", async () => {
    await publish("github");
    const before = changes();
    expect(await publish("github")).toMatchObject({ code: 0 });
    expect(changes()).toEqual(before);
  });

  it("goes on where an upload broke off, and takes the half of it away", async () => {
    const broken = await publish("github", { FAKE_UPLOAD_BREAKS: archive });
    expect(broken.code).toBe(1);
    expect([isDraft(), readFileSync(path("gh", archive), "utf8")]).toEqual([true, "half"]);

    expect(await publish("github")).toMatchObject({ code: 0 });
    expect([uploaded(), isDraft()]).toEqual([all(), false]);
    expect(readFileSync(path("gh", archive), "utf8")).toBe("the archive");
  });

  it("replaces no file of a release that is published", async () => {
    await publish("github");
    const before = changes();
    writeFileSync(join(folder, archive), "another archive");
    build();
    const { code, stderr } = await publish("github");
    expect(code).toBe(1);
    expect(stderr).toMatch(/the release v\S+ is published with another \S+/);
    expect(changes()).toEqual(before);
  });

  it("does not take a service that fails for one that has no release", async () => {
    const { code } = await publish("github", { FAKE_VIEW_ERROR: "HTTP 502" });
    expect({ code, changes: changes() }).toEqual({ code: 1, changes: [] });
  });
});

describe("what lies in the folder", () => {
  it.each([
    ["changed", () => writeFileSync(join(folder, archive), "x"), `the checksum of ${archive} is wrong`],
    ["missing", () => rmSync(join(folder, archive)), `${archive} is not there`],
    ["added", () => writeFileSync(join(folder, "more"), "x"), "more is in no list"],
    [
      "changed with its list",
      () => {
        const built = sum;
        writeFileSync(join(folder, archive), "x");
        build();
        sum = built;
      },
      "SHA256SUMS is not the one that was built",
    ],
  ])("is published nowhere when it is %s", async (_, change, complaint) => {
    change();
    for (const to of ["npm", "github"]) {
      const { code, stderr } = await publish(to);
      expect(code).toBe(1);
      expect(stderr).toContain(complaint);
    }
    expect(diary()).toEqual([]);
  });
});
