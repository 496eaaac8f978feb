// Reads what the front door exports, with its docstrings, through the TypeScript compiler.
import { fileURLToPath } from "node:url";

import ts from "typescript";

/**
 * @typedef {{ name: string, type: string, required: boolean, text: string, default: string | undefined, of?: { noun: string, members: Member[] } | undefined }} Member
 * @typedef {{ name: string, kind: "resource" | "component" | "class" | "function" | "type", text: string, example: string | undefined, args: Member[], members: Member[] }} Entry
 */

const plain = (/** @type {string} */ text) =>
  text
    .replace(/\{@link ([^}]+)\}/g, "`$1`")
    .replace(/\s*\n\s*/g, " ")
    .trim();

/** What provider/index.ts exports, through the compiler. Opening it compiles the provider, so it is done once. */
export function openFrontDoor(/** @type {URL} */ root) {
  const top = fileURLToPath(root);
  const { config } = ts.readConfigFile(`${top}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, top);
  const door = `${top}provider/index.ts`;
  const program = ts.createProgram([door], options);
  const checker = program.getTypeChecker();
  const file = checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (program.getSourceFile(door)));
  return { checker, exported: checker.getExportsOfModule(/** @type {ts.Symbol} */ (file)) };
}

/** @returns {Entry[]} every export of provider/index.ts, by name */
export function readFrontDoor(/** @type {URL} */ root, { checker, exported } = openFrontDoor(root)) {
  return exported.map((symbol) => entryOf(symbol, checker)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @returns {Entry} */
function entryOf(/** @type {ts.Symbol} */ exported, /** @type {ts.TypeChecker} */ checker) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const declaration = /** @type {ts.Declaration} */ (symbol.declarations?.[0]);
  const described = docOf(declaration);
  const base = { name: exported.name, text: described.text, example: described.example };
  if (ts.isClassDeclaration(declaration)) return { ...base, ...classOf(declaration, symbol, checker) };
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  if (signature !== undefined) return { ...base, kind: "function", ...callOf(signature, checker) };
  const isInterface = ts.isInterfaceDeclaration(declaration);
  const members = isInterface ? membersOf(checker.getDeclaredTypeOfSymbol(symbol), checker) : [];
  return { ...base, kind: "type", args: [], members };
}

function classOf(
  /** @type {ts.ClassDeclaration} */ declaration,
  /** @type {ts.Symbol} */ symbol,
  /** @type {ts.TypeChecker} */ checker,
) {
  const parent = declaration.heritageClauses?.[0]?.types[0]?.expression.getText() ?? "";
  const maker = checker.getTypeOfSymbol(symbol).getConstructSignatures()[0];
  const args = maker?.parameters[1];
  /** @type {Record<string, Entry["kind"]>} */
  const kinds = { DynamicResource: "resource", "pulumi.ComponentResource": "component" };
  const kind = kinds[parent] ?? "class";
  const own = declaration.members
    .filter((member) => ts.isPropertyDeclaration(member) && !isInternal(member) && !isStatic(member))
    .map((member) => memberOf(/** @type {ts.PropertyDeclaration} */ (member)));
  return { kind, args: args ? membersOf(checker.getTypeOfSymbol(args), checker) : [], members: own };
}

function callOf(/** @type {ts.Signature} */ signature, /** @type {ts.TypeChecker} */ checker) {
  const [given] = signature.parameters;
  const found = checker.getReturnTypeOfSignature(signature);
  const awaited = checker.getAwaitedType(found) ?? found;
  return {
    args: given ? membersOf(checker.getTypeOfSymbol(given), checker) : [],
    members: membersOf(awaited, checker),
  };
}

const isInternal = (/** @type {ts.Node} */ node) =>
  ts.getJSDocTags(node).some((tag) => tag.tagName.text === "internal");

const isStatic = (/** @type {ts.PropertyDeclaration} */ member) =>
  member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;

/** In the order of their declarations, file by file: that of a mapped type changes with unrelated code. */
function asDeclared(/** @type {ts.Symbol[]} */ properties) {
  const placed = properties.map((property) => {
    const [declaration] = property.declarations ?? [];
    return { property, file: declaration?.getSourceFile(), position: declaration?.pos ?? 0 };
  });
  const files = [...new Set(placed.map(({ file }) => file))];
  return files.flatMap((file) =>
    placed
      .filter((one) => one.file === file)
      .sort((a, b) => a.position - b.position)
      .map(({ property }) => property),
  );
}

/** @returns {Member[]} */
function membersOf(/** @type {ts.Type} */ type, /** @type {ts.TypeChecker} */ checker) {
  return asDeclared(checker.getPropertiesOfType(type)).map((property) => {
    const declaration = property.declarations?.find((one) => ts.isPropertySignature(one));
    const row = property.declarations?.find((one) => ts.isPropertyAssignment(one));
    const own = checker.getNonNullableType(checker.getTypeOfSymbol(property));
    const member = declaration
      ? memberOf(/** @type {ts.PropertySignature} */ (declaration))
      : row
        ? rowMemberOf(property, row, checker)
        : { name: property.name, type: "", required: true, text: "", default: undefined };
    const written = checker.typeToString(own, undefined, ts.TypeFormatFlags.NoTruncation);
    if (/^(?:Id|Identified)\b/.test(written) || member.type === "") member.type = written;
    if (/^Sorter</.test(member.type)) member.type = sorterOf(own, checker);
    if (!/^Identified</.test(member.type)) return { ...member, type: brief(member.type) };
    const [item] = checker.getTypeArguments(/** @type {ts.TypeReference} */ (own));
    const noun = `one of \`${property.name}\``;
    return {
      ...member,
      type: "object[]",
      text: `The records, each as below.`,
      of: item && { noun, members: membersOf(item, checker) },
    };
  });
}

const sorterOf = (/** @type {ts.Type} */ type, /** @type {ts.TypeChecker} */ checker) =>
  `{ ${checker.getPropertiesOfType(type).map(({ name }) => `${name}?: "asc" | "desc"`).join("; ")} }`; // prettier-ignore

/** Types as their authors wrote them; the generated wire types are told by what they come to. */
const brief = (/** @type {string} */ type) =>
  type
    .replace(/components\["(?:schemas|parameters)"\]\["(\w+)"\]/g, "$1")
    .replace(/^pulumi\.Output<(.*)>$/, "$1")
    .replace(/pulumi\.Input<([^<>]+)>/g, "$1")
    .replace(/\bId\[\]/, "(string | number)[]")
    .replace(/^Id\b/, "string | number")
    .replace(/ \| undefined$/, "")
    .replace(/\s+/g, " ");

/** @returns {Member} */
function memberOf(/** @type {ts.PropertySignature | ts.PropertyDeclaration} */ declaration) {
  const { text, fallback } = docOf(declaration);
  const name = /** @type {ts.Identifier | ts.StringLiteral} */ (declaration.name).text;
  const type = brief(declaration.type?.getText() ?? "unknown");
  return { name, type, required: declaration.questionToken === undefined, text, default: fallback };
}

/** How arguments are written, by the type of their row; those that are missing are called what they are. @type {Record<string, string>} */
const written = {
  ...Object.fromEntries(["text", "string", "name", "destination", "date", "duration"].map((type) => [type, "string"])),
  ...Object.fromEntries(["integer", "ratio"].map((type) => [type, "number"])),
  ...Object.fromEntries(["strings", "names"].map((type) => [type, "string[]"])),
  ...Object.fromEntries(["ids", "references"].map((type) => [type, "(string | number)[]"])),
  ...Object.fromEntries(["filters", "destinations"].map((type) => [type, "Record<string, string>"])),
  id: "string | number",
  sequence: "unknown[]",
  anyMap: "Record<string, unknown>",
};

/** An argument of a resource, which its row in the property table declares. @returns {Member} */
function rowMemberOf(
  /** @type {ts.Symbol} */ property,
  /** @type {ts.Declaration} */ row,
  /** @type {ts.TypeChecker} */ checker,
) {
  const { text, fallback } = docOf(row);
  const facts = checker.getTypeAtLocation(/** @type {ts.PropertyAssignment} */ (row).initializer);
  const factOf = (/** @type {string} */ name) => {
    const fact = checker.getPropertyOfType(facts, name);
    return fact && checker.getNonNullableType(checker.getTypeOfSymbol(fact));
  };
  const allowed = factOf("allowed");
  const words = allowed ? checker.getTypeArguments(/** @type {ts.TypeReference} */ (allowed)) : [];
  const literals = words.map((word) => /** @type {ts.StringLiteralType} */ (word));
  const [value, kind] = [factOf("value"), /** @type {ts.StringLiteralType} */ (factOf("type")).value];
  const own = value
    ? checker.typeToString(value, undefined, ts.TypeFormatFlags.NoTruncation).replace(/; }$/, " }")
    : kind === "durations"
      ? `{ ${literals.map((one) => `${one.value}?: string`).join("; ")} }`
      : literals.map((one) => `"${one.value}"`).join(" | ");
  const type = own || (written[kind] ?? kind);
  return { name: property.name, type, required: !(property.flags & ts.SymbolFlags.Optional), text, default: fallback };
}

/** The docstring of a declaration, which of a constant stands before its statement. */
function docOf(/** @type {ts.Node} */ declaration) {
  const statement = ts.isPropertyAssignment(declaration)
    ? declaration
    : ts.findAncestor(declaration, ts.isVariableStatement);
  const parts = ts.getJSDocCommentsAndTags(statement ?? declaration);
  const doc = /** @type {ts.JSDoc | undefined} */ (parts.filter(ts.isJSDoc).at(-1));
  const tag = (/** @type {string} */ name) => doc?.tags?.find((one) => one.tagName.text === name);
  const said = ts.getTextOfJSDocComment(tag("description")?.comment) ?? ts.getTextOfJSDocComment(doc?.comment) ?? "";
  return {
    text: plain(said),
    fallback: textOf(tag("default")),
    example: ts.getTextOfJSDocComment(tag("example")?.comment),
  };
}

const textOf = (/** @type {ts.JSDocTag | undefined} */ tag) => {
  const text = ts.getTextOfJSDocComment(tag?.comment);
  return text === undefined ? undefined : plain(text);
};
