// The sources as text: which file imports which.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import ts from "typescript";

export const root = resolve(__dirname, "../..");

/** Files of the repository below a folder, as git knows them or would. */
export function filesBelow(folder: string): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", folder], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\n").filter((path) => path !== "" && existsSync(join(root, path)));
}

/** One import of a file. */
export interface Import {
  readonly from: string;
  /** Whether it vanishes at run time. */
  readonly typeOnly: boolean;
}

const parsed = new Map<string, ts.SourceFile>();

/** A source file as a tree. */
export function treeOf(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  parsed.set(file, tree);
  return tree;
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : statement;
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const names = ts.isExportDeclaration(clause) ? clause.exportClause : clause.namedBindings;
  const hasDefault = ts.isImportClause(clause) && clause.name !== undefined;
  if (hasDefault || names === undefined || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

/** Imports of a file, in order. */
export function importsOf(file: string): Import[] {
  return treeOf(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier: from } = statement;
    return from && ts.isStringLiteral(from) ? [{ from: from.text, typeOnly: isTypeOnly(statement) }] : [];
  });
}

/** The file an import names, where it is one of ours. */
export function targetOf(file: string, { from }: Import): string | undefined {
  if (!from.startsWith(".")) return undefined;
  const path = resolve(dirname(file), from);
  return [path.replace(/\.js$/, ".ts"), path.replace(/\.js$/, ".tsx"), path].find((candidate) => existsSync(candidate));
}

/** Files that are loaded with a file. */
export function closureOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const one of importsOf(file)) {
    const target = one.typeOnly ? undefined : targetOf(file, one);
    if (target !== undefined) closureOf(target, seen);
  }
  return seen;
}
