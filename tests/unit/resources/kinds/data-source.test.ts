import { unknown } from "../../../../provider/lifecycle/properties/values.js";
import {
  checkConfig,
  configDifferences,
  driftedConfig,
  mergedConfig,
  passwordsInClear,
  unknownKeys,
} from "../../../../provider/resources/data-source/config/config.js";
import { lifecycleOf } from "../../../../provider/registry.js";
import { isSecretKey } from "../../../../provider/secret-keys.js";

const lifecycle = lifecycleOf("DataSource");

const program = {
  type: "HIVE",
  config: { "hive.jdbc.url": "jdbc:hive2://h:10000" },
  secretConfig: { "hive.jdbc.password": "not-a-password" },
};
const running = { ...program, name: "warehouse-0123456789ab", sourceId: "7", status: "STARTED" };

const diff = (inputs: Record<string, unknown>, state: Record<string, unknown> = running) =>
  lifecycle.diff?.(state, inputs);

describe("secrets in the configuration of a source", () => {
  it.each([
    "hive.jdbc.password",
    "mc.auth.access.id",
    "mc.auth.access.key",
    "db.access.token",
    "oss.auth.access.key",
    "azure.client.secret",
    "aws.accessKey",
  ])("knows %s as a secret", (key) => {
    expect(isSecretKey(key)).toBe(true);
  });

  it.each(["hive.metastore.urls", "mc.default.project", "bigquery.project.id", "hive.jdbc.username"])(
    "takes %s for a plain key",
    (key) => {
      expect(isSecretKey(key)).toBe(false);
    },
  );

  it("takes an item that the service calls a password for one, whatever its key", () => {
    expect(isSecretKey("hive.jdbc.username", "PASSWORD")).toBe(true);
    const items = [{ key: "odd", type: "password" }];
    expect(passwordsInClear({ config: { odd: "1", even: "2" } }, items)).toEqual(["odd"]);
    expect(passwordsInClear({ secretConfig: { odd: "1" } }, items)).toEqual([]);
  });

  it("refuses a secret in config with the fix and without its value, at any depth", () => {
    const config = {
      "hive.jdbc.password": "clear-text",
      "hive.job.settings": { "fs.oss.accessKeySecret": "clear-text" },
    };
    const failures = checkConfig({ ...program, secretConfig: undefined, config });
    expect(failures.map(({ property }) => property)).toEqual([
      "config.hive.jdbc.password",
      "config.hive.job.settings.fs.oss.accessKeySecret",
    ]);
    expect(failures[0]?.reason).toContain("move it to secretConfig, which is encrypted");
    expect(JSON.stringify(failures)).not.toContain("clear-text");
  });

  it("refuses a key that is given twice", () => {
    const failures = checkConfig({ ...program, config: { "my.key": "1" }, secretConfig: { "my.key": "2" } });
    expect(failures).toEqual([
      { property: "config.my.key", reason: '"my.key" is in config and in secretConfig; keep it in one of them' },
    ]);
  });

  it("lets values pass that are not known yet", () => {
    expect(checkConfig({ type: unknown, config: unknown, secretConfig: unknown })).toEqual([]);
  });
});

describe("drift of a source's configuration", () => {
  const items = [
    { key: "count", value: 50 },
    { key: "flag", value: "true" },
    { key: "hints", value: '{"b":2,"a":1}' },
    { key: "password", type: "password", value: "********" },
    { key: "foreign", value: "x" },
  ];

  it("sees no difference where only the form of a value differs", () => {
    expect(configDifferences({ count: "50", flag: true, hints: { a: 1, b: 2 } }, items, {})).toEqual([]);
  });

  it("takes a secret shown as stars for the one sent last, and ignores keys the program does not name", () => {
    expect(configDifferences({ password: "same" }, items, { password: "same" })).toEqual([]);
    expect(configDifferences({ password: "rotated" }, items, { password: "previous" })).toMatchObject([
      { key: "password" },
    ]);
    expect(configDifferences({ password: "adopted" }, items, {})).toEqual([{ key: "password" }]);
    expect(driftedConfig({ password: "same" }, items)).toEqual({ password: "same" });
  });

  it("sends every key the service shows under those of the program, but no stars", () => {
    const shown = { flag: "true", hints: '{"b":2,"a":1}', foreign: "x" };
    expect(mergedConfig({ count: 60 }, items, {})).toEqual({ count: 60, ...shown });
    expect(unknownKeys({ count: 60 }, items)).toEqual(["password"]);
    const sent = mergedConfig({ count: 60 }, items, { password: "known" });
    expect(sent).toEqual({ count: 60, ...shown, password: "known" });
    expect(unknownKeys(sent, items)).toEqual([]);
  });

  it("shows the service's value for a changed key and leaves out a removed one", () => {
    const wanted = { count: "60", flag: true, missing: "y" };
    expect(configDifferences(wanted, items, wanted)).toEqual([{ key: "count", found: 50 }, { key: "missing" }]);
    expect(driftedConfig(wanted, items)).toEqual({ count: 50, flag: true });
  });
});

describe("a changed program of a source", () => {
  it("changes nothing where nothing changed, letter case of the type included", () => {
    expect(diff(program)).toMatchObject({ changes: false, replaces: [] });
    expect(diff({ ...program, type: "Hive" })).toMatchObject({ changes: false, replaces: [] });
  });

  it("updates name, configuration and secrets in place", () => {
    for (const changed of [{ name: "other" }, { config: { a: "1" } }, { secretConfig: { "a.secret": "1" } }]) {
      expect(diff({ ...program, ...changed })).toMatchObject({ changes: true, replaces: [] });
    }
  });

  it("replaces for another type or network, and says what goes with the old source", () => {
    const other = diff({ ...program, type: "BIGQUERY", networklink: "vpc-1:cn-shanghai" });
    expect(other).toMatchObject({ replaces: ["type", "networklink"] });
    expect(other?.reasons.join()).toContain("with its jobs and inventory");
  });

  it("keeps a network that the program leaves open, and knows it when it is named", () => {
    const linked = { ...running, networklink: "vpc-1:cn-shanghai" };
    expect(diff(program, linked)).toMatchObject({ changes: false });
    expect(diff({ ...program, networklink: "vpc-1:cn-shanghai" }, linked)).toMatchObject({ changes: false });
    expect(diff({ ...program, networklink: "vpc-2:cn-shanghai" }, linked)?.replaces).toEqual(["networklink"]);
  });

  it("repairs a source that does not run, and tests one that was never tested", () => {
    expect(diff(program, { ...running, status: "START_FAILED" })?.changes).toBe(true);
    expect(diff({ ...program, desiredState: "stopped" }, { ...running, desiredState: "stopped" })?.changes).toBe(true);
    const stopped = { ...running, desiredState: "stopped", status: "STOPPED" };
    expect(diff({ ...program, desiredState: "stopped" }, stopped)?.changes).toBe(false);
    const tests = { ...program, testConnection: true };
    expect(diff(tests, { ...running, testConnection: true })?.changes).toBe(true);
    expect(diff(tests, { ...running, testConnection: true, connectionTest: "passed" })?.changes).toBe(false);
  });

  it("takes nothing over where the source named is already ours", () => {
    expect(diff({ ...program, adoptSourceId: 7 })).toMatchObject({ changes: false, replaces: [] });
    expect(diff({ ...program, adoptSourceId: "8" })?.replaces).toEqual(["adoptSourceId"]);
  });
});
