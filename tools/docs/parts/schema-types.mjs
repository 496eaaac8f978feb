// Types of the front door as Pulumi's schema writes them.
import ts from "typescript";

/** @typedef {{ type?: string, $ref?: string, items?: Spec, additionalProperties?: Spec, description?: string, [more: string]: any }} Spec */

const any = { $ref: "pulumi.json#/Any" };
const capital = (/** @type {string} */ name) => name.charAt(0).toUpperCase() + name.slice(1);

/** Docstrings as plain text: links become code. */
export const plainText = (/** @type {string} */ text) =>
  text
    .replace(/\{@link ([^}|]+)(?:\|[^}]*)?\}/g, "`$1`")
    .replace(/\s*\n\s*/g, " ")
    .trim();

/** Turns types into specs, and collects the object types they name. */
export class SchemaTypes {
  /** @type {Record<string, Spec>} */
  types = {};

  /** @param {ts.TypeChecker} checker @param {string} prefix of tokens @param {ReadonlySet<string>} taken names of resources */
  constructor(checker, prefix, taken) {
    this.checker = checker;
    this.prefix = prefix;
    this.taken = taken;
  }

  /**
   * @param {ts.Type} given
   * @param {string} place how an object without a name of its own is called
   * @returns {Spec}
   */
  of(given, place) {
    const { checker } = this;
    // First of all: an output of something optional is a union of its own, which loses its name below.
    const output = outputOf(given);
    if (output) return this.of(output, place);
    const type = withoutWrappers(checker.getNonNullableType(given));
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return any;
    if (type.flags & ts.TypeFlags.BooleanLike || isBoolean(type)) return { type: "boolean" };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: "number" };
    if (type.flags & ts.TypeFlags.StringLike) return { type: "string" };
    const unwrapped = outputOf(type);
    if (unwrapped) return this.of(unwrapped, place);
    if (type.isUnion()) return type.types.every(isTextOrNumber) ? { type: "string" } : this.unionOf(type, place);
    if (type.isIntersection() && type.types.some((one) => one.flags & ts.TypeFlags.StringLike))
      return { type: "string" };
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(/** @type {ts.TypeReference} */ (type));
      return { type: "array", items: item ? this.of(item, singular(place)) : any };
    }
    return this.objectOf(type, place);
  }

  /** @param {ts.UnionType} type @param {string} place @returns {Spec} */
  unionOf(type, place) {
    const [first, ...others] = [...new Set(type.types.map((one) => JSON.stringify(this.of(one, place))))];
    return first === undefined || others.length > 0 ? any : JSON.parse(first);
  }

  /** @param {ts.Type} type @param {string} place @returns {Spec} */
  objectOf(type, place) {
    const { checker } = this;
    const properties = checker.getPropertiesOfType(type);
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    // Named keys beside free ones: the names are for the compiler, and the schema has maps or objects, not both.
    if (index) return { type: "object", additionalProperties: this.of(index, singular(place)) };
    if (properties.length === 0) return any;
    if (properties.some(({ name }) => name === "apply"))
      throw new Error(`${place} is an output that was not recognised`);
    const name = this.nameOf(type, place);
    const token = `${this.prefix}${name}`;
    if (!(token in this.types)) {
      this.types[token] = { type: "object" };
      Object.assign(this.types[token], this.membersOf(type, name));
    }
    return { $ref: `#/types/${token}` };
  }

  /** @param {ts.Type} type @param {string} owner */
  membersOf(type, owner) {
    /** @type {Record<string, Spec>} */
    const properties = {};
    const required = [];
    for (const symbol of this.checker.getPropertiesOfType(type)) {
      const own = this.checker.getTypeOfSymbol(symbol);
      const description = this.describe(symbol);
      const spec = this.of(own, `${owner}${capital(symbol.name)}`);
      properties[symbol.name] = { ...spec, ...(description ? { description } : {}) };
      if (!(symbol.flags & ts.SymbolFlags.Optional) && !admitsNothing(own)) required.push(symbol.name);
    }
    return { properties, ...(required.length > 0 ? { required: required.sort() } : {}) };
  }

  describe(/** @type {ts.Symbol} */ symbol) {
    return plainText(ts.displayPartsToString(symbol.getDocumentationComment(this.checker)));
  }

  /** A type's own name where it has one that no resource has, else the place it is found at. */
  nameOf(/** @type {ts.Type} */ type, /** @type {string} */ place) {
    const symbol = type.aliasSymbol ?? type.getSymbol();
    const [declaration] = symbol?.declarations ?? [];
    const parent = declaration?.parent;
    // The wire types are generated as members of one interface.
    const inWire = parent && ts.isPropertySignature(parent) && /generated/.test(parent.getSourceFile().fileName);
    const own = inWire ? /** @type {ts.Identifier} */ (parent.name).text : symbol?.name;
    const isNamed =
      own !== undefined && /^[A-Z]\w*$/.test(own) && !type.aliasTypeArguments?.length && !type.isIntersection();
    return isNamed && !this.taken.has(own) && !/^(?:Omit|Pick|Readonly|Partial|Identified)$/.test(own)
      ? own
      : capital(place);
  }
}

/** What an input comes to: the part of it that is neither an output nor a promise. */
function withoutWrappers(/** @type {ts.Type} */ type) {
  if (!type.isUnion()) return type;
  const named = (/** @type {ts.Type} */ one) => (one.aliasSymbol ?? one.getSymbol())?.name ?? "";
  const plain = type.types.filter((one) => !/^(?:Output|OutputInstance|Promise)$/.test(named(one)));
  const [only] = plain;
  if (only === undefined || plain.length === type.types.length) return type;
  // A boolean is a union of its two values, which the wrappers have become a part of.
  if (plain.length === 1 || plain.every((one) => one.flags & ts.TypeFlags.BooleanLiteral)) return only;
  throw new Error(`a union beside an output is not known here: ${plain.map(named).join(", ")}`);
}

const singular = (/** @type {string} */ name) => name.replace(/([a-z])s$/, "$1");

const isBoolean = (/** @type {ts.Type} */ type) =>
  type.isUnion() && type.types.every((one) => one.flags & ts.TypeFlags.BooleanLiteral);

const isTextOrNumber = (/** @type {ts.Type} */ type) =>
  Boolean(type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike)) ||
  (type.isIntersection() && type.types.some((one) => one.flags & ts.TypeFlags.StringLike));

const admitsNothing = (/** @type {ts.Type} */ type) =>
  type.isUnion() && type.types.some((one) => one.flags & ts.TypeFlags.Undefined);

/** What an output, or a promise of one, comes to. */
function outputOf(/** @type {ts.Type} */ type) {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  if (!symbol || !/^(?:Output|OutputInstance)$/.test(symbol.name)) return undefined;
  return (type.aliasTypeArguments ?? /** @type {ts.TypeReference} */ (type).typeArguments)?.[0];
}

export { admitsNothing, outputOf };
