// docs/guarantees.md names the test behind each promise; a renamed or removed test must not leave an empty promise.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(__dirname, "../..");
const page = readFileSync(resolve(root, "docs/guarantees.md"), "utf8");

const cited = [...page.matchAll(/`(tests\/[\w/-]+\.test\.ts)`: ((?:"[^"]+"(?: \([^)]*\))?(?:, )?)+)/g)].flatMap(
  ([, file = "", names = ""]) => [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
);

describe("docs/guarantees.md", () => {
  it("names a test for every promise", () => {
    const promises = page.split("\n").filter((line) => /^\| [^-]/.test(line));
    expect(promises.length).toBeGreaterThan(10);
    expect(promises.slice(1).filter((line) => !line.includes('.test.ts`: "'))).toEqual([]);
  });

  it.each(cited)("$file has the test: $name", ({ file, name }) => {
    expect(readFileSync(resolve(root, file), "utf8")).toContain(name);
  });
});
