// What is assumed about MMS stands in one ledger: an inference without a row, a row that nothing relies on, and a promise that
// rests on a row without saying so are found here.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { guarantees } from "../../provider/mms/assumptions/assumption.js";
import { type AssumptionId, assumptionIds, assumptions, carriedBy } from "../../provider/mms/assumptions/index.js";
import { operationNames } from "../../provider/mms/operations.js";
import { switchIds } from "../../emulator/switches.js";
import { groupNames, type Outcome } from "../support/sessions/assumption-sessions.js";
import { filesBelow, root } from "../support/sources.js";

const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

const sources = ["provider", "emulator"]
  .flatMap(filesBelow)
  .filter((path) => /\.(ts|peggy|yaml)$/.test(path) && !/\/(generated|assumptions)\//.test(path));

/** Comments of a source, each block as one text; of a document in YAML each line. */
function commentsIn(path: string, text: string): string[] {
  if (path.endsWith(".yaml")) return text.split("\n");
  const blocks = text.match(/\/\*[^]*?\*\/|(?:^[ \t]*\/\/.*\n?)+|\/\/ .*/gm) ?? [];
  return blocks.map((block) => block.replace(/^\s*(?:\/\/|\/?\*+\/?)/gm, "").replace(/\s+/g, " "));
}

const idForm = "[a-z0-9]+(?:-[a-z0-9]+)+";

/** Ids that a comment names: `assumes a-b, c-d` or `inferred: a-b`. */
const idsIn = (comment: string): string[] =>
  [...comment.matchAll(new RegExp(`\\b(?:assumes|inferred:) (${idForm}(?:,? (?:and )?${idForm})*)`, "gi"))].flatMap(
    ([, list = ""]) => list.match(new RegExp(idForm, "g")) ?? [],
  );

const comments = sources.flatMap((path) => commentsIn(path, textOf(path)).map((comment) => ({ path, comment })));
const named = new Set(comments.flatMap(({ comment }) => idsIn(comment)));

/** The ids that a section of docs/guarantees.md says it rests on. */
function restsOn(heading: string): string[] | undefined {
  const [, after] = textOf("docs/guarantees.md").split(`\n### ${heading}\n`);
  const [section] = after?.split(/\n#{2,3} /) ?? [];
  const [, list] = /Rests on ([^.]*(?:\.md[^.]*)*)\./.exec(section?.replace(/\s+/g, " ") ?? "") ?? [];
  return section === undefined ? undefined : [...(list ?? "").matchAll(/`([a-z0-9-]+)`/g)].map(([, id = ""]) => id);
}

describe("every inference", () => {
  it("names its row of the ledger", () => {
    const mute = comments.filter(
      ({ path, comment }) => path.startsWith("provider/") && /inferred/i.test(comment) && idsIn(comment).length === 0,
    );
    expect(mute).toEqual([]);
  });

  it("names a row that is there", () => {
    expect([...named].filter((id) => !assumptionIds.includes(id as AssumptionId))).toEqual([]);
  });
});

describe("the ledger", () => {
  it("has no row that nothing relies on", () => {
    expect(assumptionIds.filter((id) => !named.has(id))).toEqual([]);
    expect(assumptionIds.length).toBeGreaterThan(80);
  });

  it.each(assumptionIds)("%s names operations that exist, and says something", (id) => {
    const { operations, says, ifFalse, source } = assumptions[id];
    expect(operations.filter((name) => !operationNames.includes(name))).toEqual([]);
    expect(operations.length).toBeGreaterThan(0);
    for (const text of [says, ifFalse]) expect(text).toMatch(/^[A-Z`].*\.$/);
    expect(source).not.toBe("");
  });

  it.each(Object.values(guarantees))("%s: its section names the assumptions that it rests on", (heading) => {
    const carrying = assumptionIds.filter(
      (id) => assumptions[id].evidence !== "documented" && carriedBy(id).includes(heading),
    );
    expect(restsOn(heading)?.sort()).toEqual(carrying.sort());
  });
});

describe("the sessions under assumptions that are played false", () => {
  const { outcomes } = JSON.parse(textOf("bench/results/assumptions.json")) as { outcomes: Outcome[] };

  it("are known for every switch and for some pairs, with nothing left empty", () => {
    const single = outcomes.filter(({ denied }) => denied.length === 1).flatMap(({ denied }) => denied);
    expect(single.sort()).toEqual([...switchIds].sort());
    expect(outcomes.some(({ denied }) => denied.length === 2)).toBe(true);
    const cells = outcomes.flatMap(({ broken, sessions }) => [sessions, ...groupNames.map((name) => broken[name])]);
    expect(cells.filter((value) => !Number.isInteger(value))).toEqual([]);
  });

  it("started nothing twice without a word", () => {
    expect(outcomes.filter(({ broken }) => broken.untold > 0)).toEqual([]);
  });
});

describe("the reader of comments", () => {
  it("finds ids in blocks and lines, however they are wrapped", () => {
    const text =
      "/** A (inferred: one-thing,\n * other-thing). */\n// Assumes a-b and c-d.\nconst x = 1; // inferred\n";
    expect(commentsIn("a.ts", text).map(idsIn)).toEqual([["one-thing", "other-thing"], ["a-b", "c-d"], []]);
  });
});
