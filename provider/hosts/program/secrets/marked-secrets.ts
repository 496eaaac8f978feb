// Secrets among the inputs that a check stores: a transform of the engine's may have added one that no constructor has seen.
import type { PropertyTable } from "../../../lifecycle/properties/property-table.js";
import { isSecretKey } from "../../../secret-keys.js";
import { isUnknownText } from "../../serving/unknowns.js";
import type { State } from "../../../lifecycle/types.js";

/** Pulumi's form of a secret on the wire. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === "";

// A value that is not known yet comes from the program, and the engine remembers whether it is a secret.
const marked = (value: unknown): unknown =>
  isNothing(value) || isUnknownText(value) ? value : { [signatureKey]: secretSignature, value };

/** Marks the values whose keys look like secrets, at any depth. */
function markedByName(value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSecretKey(key) ? marked(inner) : markedByName(inner)]),
  );
}

/** Inputs on their way to the engine, with every secret marked as one: it writes down in clear what is not. */
export function withSecretsMarked(table: PropertyTable, inputs: State): State {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const { secret, freeSettings } = table[name] ?? {};
      if (secret) return [name, marked(value)];
      return [name, freeSettings ? markedByName(value) : value];
    }),
  );
}
