// What changed, element by element, in the form that Pulumi shows.
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { type Change, changesOf, type PropertyTable } from "../../../lifecycle/properties/property-table.js";
import { canonical, valueTypes } from "../../../lifecycle/properties/value-types.js";
import { canonicalJson, hasUnknown, isEmpty } from "../../../lifecycle/properties/values.js";
import type { Diff, State } from "../../../lifecycle/types.js";

const { Kind } = proto.PropertyDiff;

/** How one element changed. */
export type Kind = "add" | "update" | "delete";

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const keyAt = (path: string, key: string): string =>
  /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}["${key.replace(/["\\]/g, "\\$&")}"]`;

const same = (a: unknown, b: unknown): boolean => !hasUnknown(b) && canonicalJson(a) === canonicalJson(b);

/** Elements of a set that are gone and that are new, each at its own place; a place with both has another element now. */
function inSet(path: string, type: keyof typeof valueTypes, from: readonly unknown[], to: readonly unknown[]) {
  const places: Record<string, Kind> = {};
  const lacks = (list: readonly unknown[], item: unknown) =>
    !list.some((other) => same(canonical(type, other), canonical(type, item)));
  from.forEach((item, index) => {
    if (lacks(to, item)) places[`${path}[${index}]`] = "delete";
  });
  to.forEach((item, index) => {
    const place = `${path}[${index}]`;
    if (lacks(from, item)) places[place] = places[place] === "delete" ? "update" : "add";
  });
  return places;
}

function inList(path: string, from: readonly unknown[], to: readonly unknown[]): Record<string, Kind> {
  const length = Math.max(from.length, to.length);
  const places = Array.from({ length }, (_none, index) => within(`${path}[${index}]`, from[index], to[index]));
  return Object.assign({}, ...places) as Record<string, Kind>;
}

function inMap(path: string, from: Record<string, unknown>, to: Record<string, unknown>): Record<string, Kind> {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const places = keys.map((key) => within(keyAt(path, key), from[key], to[key]));
  return Object.assign({}, ...places) as Record<string, Kind>;
}

/** What changed inside a value, by path. */
function within(path: string, from: unknown, to: unknown): Record<string, Kind> {
  if (same(from, to)) return {};
  if (isEmpty(from)) return { [path]: "add" };
  if (isEmpty(to)) return { [path]: "delete" };
  if (Array.isArray(from) && Array.isArray(to)) return inList(path, from, to);
  if (isObject(from) && isObject(to)) return inMap(path, from, to);
  return { [path]: "update" };
}

/** The changed elements of a property; the property itself where none of them differs as it is written. */
export function elementsOf(table: PropertyTable, property: string, from: unknown, to: unknown): Record<string, Kind> {
  const type = table[property] && valueTypes[table[property].type];
  const isSet = type?.unordered === true && type.items !== undefined && Array.isArray(from) && Array.isArray(to);
  const places = isSet ? inSet(property, type.items, from, to) : within(property, from, to);
  return Object.keys(places).length > 0 ? places : { [property]: "update" };
}

const kinds: Readonly<Record<Kind, readonly [number, number]>> = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
};

/** Property that stands for a repair: nothing changed in the program, and the service is not as the program says. */
const repaired = "status";

/** Writes a diff for the engine. */
export function written(table: PropertyTable, state: State, inputs: State, diff: Diff): proto.DiffResponse {
  const response = new proto.DiffResponse();
  const { DiffChanges } = proto.DiffResponse;
  response.setHasdetaileddiff(true);
  response.setChanges(diff.changes ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  if (!diff.changes) return response;
  const changes: Pick<Change, "property">[] = changesOf(table, state, inputs);
  const others = diff.replaces.filter((name) => !changes.some(({ property }) => property === name));
  const details = response.getDetaileddiffMap();
  for (const property of [...changes.map((change) => change.property), ...others]) {
    const replaces = diff.replaces.includes(property) ? 1 : 0;
    for (const [path, kind] of Object.entries(elementsOf(table, property, state[property], inputs[property]))) {
      details.set(path, new proto.PropertyDiff().setKind(kinds[kind][replaces]).setInputdiff(false));
    }
    response.addDiffs(property);
  }
  if (details.getLength() === 0) {
    details.set(repaired, new proto.PropertyDiff().setKind(Kind.UPDATE).setInputdiff(false));
    response.addDiffs(repaired);
  }
  response.setReplacesList([...diff.replaces]);
  return response;
}
