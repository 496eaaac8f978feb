// What the native plugin must keep to so that stacks can move between languages and hosts, and nothing of another package counts.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { startEmulator } from "../../../emulator/index.js";
import { startNative } from "../../support/plugin/native.js";
import { failure, root } from "../../support/plugin/plugin.js";

const json = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;

/** Every object in a value that has a key. */
function withKey(value: unknown, key: string): unknown[] {
  if (value === null || typeof value !== "object") return [];
  const inner = Object.values(value).flatMap((item) => withKey(item, key));
  return Object.hasOwn(value, key) ? [value, ...inner] : inner;
}

describe("the schema", () => {
  const { types, resources, provider, functions } = json("schema.json");
  const declared = { types, resources, provider, functions };

  it("has no default, which some SDKs would send as an input and others not", () => {
    expect(withKey(declared, "default")).toEqual([]);
    expect(withKey(declared, "defaultInfo")).toEqual([]);
  });

  it("has no union, which Go, Java and C# have no type for, but where the component takes false in place of settings", () => {
    expect(withKey(declared, "oneOf")).toMatchObject([{ oneOf: [{ type: "boolean" }, {}], plain: true }]);
  });

  it("names the dynamic host's type of every kind as an alias", () => {
    for (const [token, { isComponent, aliases }] of Object.entries(
      resources as Record<string, { isComponent?: boolean; aliases?: unknown }>,
    )) {
      const alias = { type: token.replace("alicloud-mms:index:", "pulumi-nodejs:dynamic/mms:") };
      expect([token, aliases]).toEqual([token, isComponent ? undefined : [alias]]);
    }
  });
});

describe("the package", () => {
  it("does not call itself a plugin, which the engine would look for in every run of a TypeScript program", () => {
    expect(json("package.json")["pulumi"]).toBeUndefined();
  });

  it("keeps the plugin's folder apart from its own, where Pulumi would take the component for the plugin", () => {
    expect(json("plugin/package.json")).not.toHaveProperty("exports");
    expect(readFileSync(join(root, "plugin/index.js"), "utf8")).not.toContain("module.exports");
  });
});

it("takes an id as a number or as text, and sees no change between the two", async () => {
  const emulator = await startEmulator({ clock: { speed: 600 } });
  const plugin = await startNative(emulator.env);
  try {
    const job = plugin.resource("MigrationJob", "sales");
    const inputs = { srcDbName: "sales", tables: ["orders"] };
    const number = await job.check({ ...inputs, sourceId: 2000015 });
    expect(number.failures).toEqual([]);
    const { id, outs } = await job.create(number.inputs);
    const text = await job.check({ ...inputs, sourceId: "2000015" }, number.inputs);
    expect(text).toMatchObject({ failures: [], inputs: { name: number.inputs["name"] } });
    expect(await job.diff(id, outs, text.inputs)).toMatchObject({ diffsList: [], replacesList: [] });
  } finally {
    await plugin.stop();
    await emulator.close();
  }
});

it("reads its own settings and the environment only, and names a key that it reads where one is missing", async () => {
  const emulator = await startEmulator();
  expect(emulator.env["ALIBABA_CLOUD_REGION_ID"]).toBeDefined();
  const plugin = await startNative(
    { ...emulator.env, ALIBABA_CLOUD_REGION_ID: "" },
    { "alicloud:region": "cn-shanghai" },
  );
  try {
    const job = plugin.resource("MigrationJob", "sales");
    const { message } = await failure(job.create({ sourceId: "2000015", srcDbName: "sales" }));
    expect(message).toContain("pulumi config set alicloud-mms:region");
    expect(message).not.toMatch(/alicloud:/);
  } finally {
    await plugin.stop();
    await emulator.close();
  }
});
