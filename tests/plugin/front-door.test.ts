import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** What a program of one line has loaded at its end, as users load the package. */
function loadedBy(program: string): string[] {
  const script = `${program}; console.log(JSON.stringify(Object.keys(require.cache)))`;
  const text = execFileSync(process.execPath, ["-e", script], { cwd: resolve(__dirname, "../.."), encoding: "utf8" });
  return JSON.parse(text) as string[];
}

const sdk = /node_modules[/\\]@alicloud[/\\]/;
const client = /dist[/\\]provider[/\\]mms[/\\](?:client|transport)\.js$/;

describe("importing the package", () => {
  it("loads neither the vendor's SDK nor the client", () => {
    const loaded = loadedBy('require("pulumi-alicloud-mms")');
    expect(loaded.some((file) => /dist[/\\]provider[/\\]index\.js$/.test(file))).toBe(true);
    expect(loaded.filter((file) => sdk.test(file) || client.test(file))).toEqual([]);
  });

  it("leaves the vendor's SDK out of the plugin's process too, until the first call", () => {
    const loaded = loadedBy('require("pulumi-alicloud-mms/runtime")');
    expect(loaded.some((file) => client.test(file))).toBe(true);
    expect(loaded.filter((file) => sdk.test(file))).toEqual([]);
  });
});

it("finds linked packages by where they really are, though standard input is a pipe", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mms-linked-")));
  const place = join(folder, "store", "node_modules", "linked");
  mkdirSync(place, { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "node_modules", "plain.js"), "");
  writeFileSync(join(place, "index.js"), "module.exports = __filename;");
  symlinkSync(place, join(folder, "node_modules", "linked"));
  // The first module lets Node remember the folders on the way; the package's own call follows, as in the plugin's process.
  const presence = resolve(__dirname, "../../dist/provider/hosts/engine-presence.js");
  const script =
    `const { enginePipe } = require(${JSON.stringify(presence)}); require("plain"); ` +
    `const isPipe = enginePipe() !== undefined; console.log(JSON.stringify([isPipe, require("linked")])); process.exit()`;
  const text = execFileSync(process.execPath, ["-e", script], { cwd: folder, input: "", encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(JSON.parse(text)).toEqual([true, join(place, "index.js")]);
});
