// What the READMEs show is what is there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

const root = resolve(__dirname, "../..");
const text = (path: string): string => readFileSync(join(root, path), "utf8");

const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => name);

it("shows the quickstart in the README as it is", () => {
  const [, program] = /```ts\n(.*?)```/s.exec(text("README.md")) ?? [];
  expect(program).toBe(text("examples/quickstart/index.ts"));
});

it("shows the quickstart of each language on the page of the Registry as it is", () => {
  const shown = [...text("docs/_index.md").matchAll(/language (\w+) %\}\}\n\n```\w+\n(.*?)```/gs)];
  expect(Object.fromEntries(shown.map(([, language, program]) => [language, program]))).toEqual({
    typescript: text("examples/quickstart/index.ts"),
    python: text("examples/python/quickstart/__main__.py"),
    go: text("examples/go/quickstart/main.go"),
    java: text("examples/java/quickstart/src/main/java/mms/App.java"),
    yaml: text("examples/yaml/quickstart/Pulumi.yaml"),
  });
});

describe.each(examples)("the README of the example %s", (name) => {
  const own = `examples/${name}/Pulumi.yaml`;
  const { config = {} } = parse(text(existsSync(join(root, own)) ? own : "examples/quickstart/Pulumi.yaml")) as {
    config?: Readonly<Record<string, unknown>>;
  };

  it("is a screen, names every setting, and is linked from the list", () => {
    const readme = text(`examples/${name}/README.md`);
    expect(readme.split("\n").length).toBeLessThan(60);
    expect(Object.keys(config).filter((key) => !readme.includes(`\`${key}\``))).toEqual([]);
    expect(text("examples/README.md")).toContain(`[${name}](${name})`);
  });
});
