// Every operation is reachable, and what is said of who calls what is what the code does.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { handlers } from "../../emulator/operations/index.js";
import * as frontDoor from "../../provider/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { operationNames } from "../../provider/mms/operations.js";
import { functionUses, resourceUses } from "../../provider/permissions/operation-uses.js";
import { closureOf, root } from "../support/sources.js";

const kinds = Object.keys(resourceUses) as (keyof typeof resourceUses)[];
const used = new Set<string>([...Object.values(functionUses), ...Object.values(resourceUses)].flat());

describe("every operation", () => {
  const client = createMmsClient(
    resolveConfig({ get: () => undefined, env: { ALICLOUD_REGION: "cn-shanghai" } }),
  ) as unknown as object;

  it.each(operationNames)("%s has a client method, an emulator handler, and a caller", (name) => {
    expect(client).toHaveProperty(name[0]?.toLowerCase() + name.slice(1));
    expect(handlers[name]).toBeInstanceOf(Function);
    expect(used.has(name)).toBe(true);
  });
});

describe("every kind of resource", () => {
  const lifecycles = Object.entries(frontDoor).flatMap(([name, value]) =>
    "schema" in value ? [[name, value.schema.kind] as const] : [],
  );

  it("has a row in the table of uses, and is exported under its own name", () => {
    expect(lifecycles.map(([, kind]) => kind).sort()).toEqual([...kinds].sort());
    for (const [name, kind] of lifecycles) expect(name).toBe(kind);
  });

  it.each(kinds)("%s can reach every operation in its row", (kind) => {
    const entry = kind.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    const files = closureOf(join(root, "provider/resources", entry, "lifecycle.ts"));
    const text = [...files].map((file) => readFileSync(file, "utf8")).join("\n");
    // Jobs are read through the observer, which calls these two for everybody.
    const observed = /service\.jobs\b|jobs\.(?:current|next|named)\(/.test(text) ? ["GetMmsJob", "ListMmsJobs"] : [];
    for (const name of resourceUses[kind]) {
      const method = `${name[0]?.toLowerCase()}${name.slice(1)}(`;
      expect({ name, found: text.includes(method) || text.includes(`"${name}"`) || observed.includes(name) }).toEqual({
        name,
        found: true,
      });
    }
  });
});
