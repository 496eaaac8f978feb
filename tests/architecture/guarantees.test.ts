// docs/guarantees.md names the test behind each promise; a renamed or removed test must not leave an empty promise.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { root, treeOf } from "../support/sources.js";

const page = readFileSync(join(root, "docs/guarantees.md"), "utf8");

/** Where the promises end and the limits begin. */
const limits = "\n## What cannot be promised\n";

interface Section {
  readonly heading: string;
  readonly body: string;
}

interface Citation {
  readonly file: string;
  readonly name: string;
}

/** Sections under headings of the third level. */
const sectionsOf = (text: string): Section[] =>
  text
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      return { heading, body: lines.join("\n").split(/^## /m)[0] ?? "" };
    });

/** Tests cited as `tests/x.test.ts`: "name", "name"; a citation may go on over several lines. */
const citationsIn = (text: string): Citation[] =>
  [...text.replace(/\s+/g, " ").matchAll(/`(tests\/[\w/-]+\.test\.ts)`: ("[^"]+"(?:, "[^"]+")*)/g)].flatMap(
    ([, file = "", names = ""]) => [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
  );

/** What is wrong with the promises of a page. */
function faultsOf(text: string): string[] {
  return sectionsOf(text.split(limits)[0] ?? "").flatMap(({ heading, body }) => {
    const [statement = "", ...shown] = body.split(/^Shown by:$/m);
    return [
      ...(heading.length > 90 ? [`${heading}: longer than 90 characters`] : []),
      ...(statement.trim() === "" ? [`${heading}: says nothing`] : []),
      ...(citationsIn(shown.join()).length === 0 ? [`${heading}: no test`] : []),
    ];
  });
}

const isTitled = (callee: ts.Expression): boolean => {
  if (ts.isIdentifier(callee)) return ["it", "test", "describe"].includes(callee.text);
  if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) return isTitled(callee.expression);
  return ts.isTaggedTemplateExpression(callee) && isTitled(callee.tag);
};

/** A title as it is cited: with `%s` where a template has a value. */
const textOf = (title: ts.Expression): string[] => {
  if (ts.isStringLiteralLike(title)) return [title.text];
  if (!ts.isTemplateExpression(title)) return [];
  return [[title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)].join("%s")];
};

/** Titles of the tests in a file. */
function titlesIn(file: string): string[] {
  const titles: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTitled(node.expression))
      titles.push(...node.arguments.slice(0, 1).flatMap(textOf));
    ts.forEachChild(node, walk);
  };
  walk(treeOf(join(root, file)));
  return titles;
}

describe("docs/guarantees.md", () => {
  it("gives every promise a short heading, a statement and a test", () => {
    expect(sectionsOf(page.split(limits)[0] ?? "").length).toBeGreaterThan(15);
    expect(page).toContain(limits);
    expect(faultsOf(page)).toEqual([]);
  });

  it("names no test in a form that this test does not read", () => {
    const cited = new Set(citationsIn(page).map(({ file }) => file));
    const named = [...page.matchAll(/`(tests\/[\w/-]+\.test\.ts)`/g)].map(([, file = ""]) => file);
    expect(named.filter((file) => !cited.has(file))).toEqual([]);
    expect(page.replace(/\s+/g, " ").match(/`tests\/[^`]+`:/g)).toHaveLength(named.length);
  });

  it.each(citationsIn(page))("$file has the test: $name", ({ file, name }) => {
    expect(existsSync(join(root, file)) ? titlesIn(file) : []).toContain(name);
  });
});

describe("the reader of docs/guarantees.md", () => {
  const promise = (body: string) => `# Page\n\n### A promise\n\n${body}\n${limits}\n### A limit\n\nNo test.\n`;

  it("finds a promise without a test, and not a limit", () => {
    expect(faultsOf(promise("It holds."))).toEqual(["A promise: no test"]);
    expect(faultsOf(promise("It holds, see `tests/unit/a.test.ts`.\n\nShown by:\n"))).toEqual(["A promise: no test"]);
    expect(faultsOf(promise('Shown by:\n\n- `tests/unit/a.test.ts`: "b"'))).toEqual(["A promise: says nothing"]);
  });

  it("reads a citation over several lines", () => {
    const body = 'It holds.\n\nShown by:\n\n- `tests/unit/a.test.ts`:\n  "first", "second",\n  "third"';
    expect(faultsOf(promise(body))).toEqual([]);
    expect(citationsIn(body).map(({ name }) => name)).toEqual(["first", "second", "third"]);
  });
});
