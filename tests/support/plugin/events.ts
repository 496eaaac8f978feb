// Reads a file of events, each held against the published schema.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import Ajv from "ajv";

import type { MigrationEvent } from "../../../provider/hosts/serving/event.js";

const schema = JSON.parse(readFileSync(resolve(__dirname, "../../../migration-events.schema.json"), "utf8")) as object;
const isEvent = new Ajv({ strict: false }).compile<MigrationEvent>(schema);

/** Every event of a file. Throws at a line that is none. */
export function eventsIn(file: string): MigrationEvent[] {
  const text = readFileSync(file, "utf8");
  if (!text.endsWith("\n")) throw new Error(`the last line of ${file} is not whole`);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const event: unknown = JSON.parse(line);
      if (isEvent(event)) return event;
      throw new Error(`no event: ${line}\n${JSON.stringify(isEvent.errors)}`);
    });
}

/** Groups what has the same key, in order. */
export function byKey<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
