// What the service wrote, made harmless: no secret, and no character that steers a terminal or turns text around.
import { redact } from "../../provider/mms/text/redact.js";

/** C0 and C1 controls, and the marks that change the direction of text. */
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]+/g;

/** One text on one line. */
export const cleanText = (text: string): string => redact(text).replace(controls, " ").trim();

/** Every text of a value; the names of its fields are ours. */
export function clean<Value>(value: Value): Value {
  if (typeof value === "string") return cleanText(value) as Value;
  if (Array.isArray(value)) return value.map(clean) as Value;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clean<unknown>(one)])) as Value;
}
