// The configuration of a source against services that mask secrets, or replace a configuration as a whole.
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import { hive, sourceOf } from "../../support/service/seeded.js";

const inputs = hive;
const password = inputs.secretConfig["hive.jdbc.password"];

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  plugin = await startPlugin({ kind: "DataSource", env: emulator.env, name: "warehouse" });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

/** What updates of sources were asked to do, so far. */
const updates = () =>
  emulator.control
    .requests()
    .filter(({ operation }) => operation === "UpdateMmsDataSource")
    .map(({ body }) => (body as { action?: string }).action);

const sourceById = (id: string) => sourceOf(emulator, id);

describe("the configuration of a DataSource in Pulumi's plugin process", () => {
  it("keeps keys of others when the service replaces a whole configuration", async () => {
    emulator.control.store.configuration.updates = "replace";
    const { id, outs } = await plugin.create(inputs);
    const source = sourceById(id);
    Object.assign(source.config, { "hive.jdbc.username": "console" });
    const fewer = { ...inputs, config: { "mc.default.project": "other" }, testConnection: true };
    await plugin.update(id, outs, fewer);
    expect(source.config).toEqual({
      ...inputs.config,
      ...inputs.secretConfig,
      "mc.default.project": "other",
      "hive.jdbc.username": "console",
    });
  });

  it("sends a rotated secret once, where the service shows stars in its place", async () => {
    emulator.control.store.configuration.secrets = "masked";
    const { id, outs } = await plugin.create(inputs);
    const rotated = { ...inputs, secretConfig: { "hive.jdbc.password": "emulator-rotated-password" } };
    const before = updates().length;
    const updated = await plugin.update(id, outs, rotated);
    expect(sourceById(id).config["hive.jdbc.password"]).toBe("emulator-rotated-password");
    expect(await plugin.update(id, (await plugin.read(id, updated)).props, rotated)).toEqual(updated);
    expect(updates().slice(before)).toEqual(["UPDATE_CONFIG"]);
  });

  it("sends a secret that is turned back, where it is not known whether the other one has arrived", async () => {
    emulator.control.store.configuration.secrets = "masked";
    const { id, outs } = await plugin.create(inputs);
    const rotated = { ...inputs, secretConfig: { "hive.jdbc.password": "emulator-rotated-password" } };
    emulator.control.injectFault("UpdateMmsDataSource", { kind: "resetAfter" });
    emulator.control.injectFault("UpdateMmsDataSource", { kind: "forbidden" });
    const failed = await initFailure(plugin.update(id, outs, rotated));
    expect(sourceById(id).config["hive.jdbc.password"]).toBe("emulator-rotated-password");
    expect(await plugin.diff(id, failed.properties, inputs)).toMatchObject({ changes: true, replaces: [] });
    expect(await plugin.update(id, failed.properties, inputs)).toMatchObject({ secretConfig: inputs.secretConfig });
    expect(sourceById(id).config["hive.jdbc.password"]).toBe(password);
  });

  it("sends a masked secret that it knows along, and warns of one that it does not know", async () => {
    emulator.control.store.configuration.secrets = "masked";
    emulator.control.store.configuration.updates = "replace";
    const { id, outs } = await plugin.create(inputs);
    const moved = { ...inputs, config: { ...inputs.config, "mc.default.project": "other" }, secretConfig: {} };
    await plugin.update(id, outs, moved);
    expect(sourceById(id).config).toMatchObject({ "mc.default.project": "other", "hive.jdbc.password": password });
    const theirs = sourceById("2000015");
    Object.assign(theirs.config, { "hive.jdbc.password": "emulator-their-password" });
    await plugin.create({ ...moved, adoptSourceId: "2000015" });
    const { severity } = await plugin.said(/^the values of hive.jdbc.password are not shown/);
    expect(severity).toBe(LogSeverity.WARNING);
  });

  it("sends the secrets of its program to a source it takes over, where it cannot see them", async () => {
    emulator.control.store.configuration.secrets = "masked";
    const theirs = sourceById("2000015");
    Object.assign(theirs.config, { "hive.jdbc.password": "emulator-their-password" });
    const { outs } = await plugin.create({ type: "HIVE", secretConfig: inputs.secretConfig, adoptSourceId: "2000015" });
    expect(theirs.config["hive.jdbc.password"]).toBe(password);
    expect(outs).toMatchObject({ secretConfig: inputs.secretConfig });
  });
});
