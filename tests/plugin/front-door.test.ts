import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

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
