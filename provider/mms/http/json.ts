// The service's JSON without loss: int64 are strings of digits on our side, numbers on the wire. Assumes ids-fit-int64.
import { isLosslessNumber, LosslessNumber, parse, stringify } from "lossless-json";

import { int64Fields } from "../generated/int64-fields.js";

const isDigits = (value: unknown): value is string => typeof value === "string" && /^-?(?:0|[1-9]\d*)$/.test(value);

function fromWire(value: unknown, name: string): unknown {
  if (typeof value === "number") return int64Fields.has(name) ? String(value) : value;
  if (isLosslessNumber(value)) {
    const text = value.toString();
    if (int64Fields.has(name)) return text;
    const number = Number(text);
    return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
  }
  if (Array.isArray(value)) return value.map((item) => fromWire(item, `${name}[]`));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromWire(item, key)]));
  }
  return value;
}

/** A number with more digits than a double surely holds, or one that Node may write in another way than the service does. */
const inexact = /(?:^|[:[,])\s*(?:-0|-?\d{16}|-?\d+[.eE])/;

/**
 * Parses a response; every int64 of the service becomes a string of digits. Throws SyntaxError. Node's own parser is many times
 * faster, and lists of jobs are long: it reads every text whose numbers it cannot alter.
 */
export function decodeJson(text: string): unknown {
  return fromWire(inexact.test(text) ? parse(text) : JSON.parse(text), "");
}

const asNumber = (value: unknown): unknown => (isDigits(value) ? new LosslessNumber(value) : value);

/** Writes a request body; the fields named become JSON numbers. */
export function encodeJson(body: object, int64Names: readonly string[] = []): string {
  const written = Object.entries(body).map(([name, value]) => {
    if (!int64Names.includes(name)) return [name, value];
    return [name, Array.isArray(value) ? value.map(asNumber) : asNumber(value)];
  });
  return stringify(Object.fromEntries(written)) ?? "{}";
}

function toWire(value: unknown, name: string): unknown {
  if (int64Fields.has(name) && isDigits(value)) return new LosslessNumber(value);
  if (Array.isArray(value)) return value.map((item) => toWire(item, `${name}[]`));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item, key)]));
  }
  return value;
}

/** Writes a response as the service does: every int64 a number. */
export function encodeResponse(response: unknown): string {
  return stringify(toWire(response, "")) ?? "null";
}
