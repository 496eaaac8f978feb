// Values on Pulumi's wire protocol, and as lifecycles see them: plain JSON, the symbol `unknown`, and beside it what is secret.
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { isEmpty, plain, unknown } from "../../../lifecycle/properties/values.js";
import { withSentinels, withUnknowns } from "../../serving/unknowns.js";
import type { State } from "../../../lifecycle/types.js";

/** The key that marks an object as a value of a special kind, and the kinds that reach us. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
} as const;

/** Where a value lies: property, then keys. A secret item makes its whole list one, since lists are compared in any order. */
export type Path = readonly string[];

/** What came over the wire. */
export interface Received {
  readonly values: State;
  /** Where secrets were. */
  readonly secrets: readonly Path[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** A special value as the value it stands for; `undefined` where the object is a plain one. */
function unwrapped(value: Record<string, unknown>): { value: unknown; secret: boolean } | undefined {
  const isOutput = value[signatureKey] === signatures.output;
  if (value[signatureKey] === signatures.secret) return { value: value["value"], secret: true };
  if (isOutput) return { value: "value" in value ? value["value"] : unknown, secret: value["secret"] === true };
  // A resource where its id is meant.
  if (value[signatureKey] === signatures.resource) return { value: value["id"] ?? value["urn"], secret: false };
  return undefined;
}

/** A value without wrappers; paths of secrets are noted as they are met. */
function open(value: unknown, path: Path, secrets: Path[]): unknown {
  if (Array.isArray(value)) return value.map((item) => open(item, path, secrets));
  if (!isObject(value)) return value;
  const inner = unwrapped(value);
  if (inner === undefined) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, open(item, [...path, key], secrets)]));
  }
  if (inner.secret) secrets.push(path);
  return open(inner.value, path, secrets);
}

/** Reads properties from the wire. */
export function received(struct: Struct | undefined): Received {
  const secrets: Path[] = [];
  const values = open(struct?.toJavaScript() ?? {}, [], secrets) as State;
  return { values: withUnknowns(values), secrets };
}

/** A value with a wrapper around the part at the path, where there is such a part. */
function sealed(value: unknown, [key, ...rest]: Path): unknown {
  if (isObject(value) && signatureKey in value) return value;
  if (key === undefined) return { [signatureKey]: signatures.secret, value };
  if (!isObject(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: sealed(value[key], rest) };
}

/**
 * Writes properties for the wire, secret at these paths. Whole properties come first: what lies inside a secret is one
 * already.
 */
export function sent(values: State, secrets: readonly Path[] = []): Struct {
  const written = plain(withSentinels(values));
  const outside = [...secrets].sort((a, b) => a.length - b.length).filter(([name = ""]) => !isEmpty(written[name]));
  const wrapped = outside.reduce<unknown>(sealed, written);
  return Struct.fromJavaScript(wrapped as Parameters<typeof Struct.fromJavaScript>[0]);
}

interface MaybeSecret {
  readonly secret?: true;
}

/** Paths of the properties that tables call secret. */
export const secretsIn = (...tables: ReadonlyArray<Readonly<Record<string, MaybeSecret>>>): Path[] =>
  tables.flatMap((table) => Object.keys(table).flatMap((name) => (table[name]?.secret ? [[name]] : [])));
