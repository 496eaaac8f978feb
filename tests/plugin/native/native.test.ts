// The native plugin's process, as the engine meets it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { type NativePlugin, secret, startNative, struct } from "../../support/plugin/native.js";
import { type Plugin, root, startDynamic } from "../../support/plugin/plugin.js";

let emulator: Emulator;
let plugin: NativePlugin;

beforeAll(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  plugin = await startNative(emulator.env);
});

afterAll(async () => {
  await plugin.stop();
  await emulator.close();
});

/** The type of HTTP/2's frame of settings, and an empty one of them, with which either side begins. */
const settingsFrame = 4;
const emptySettings = Buffer.from([0, 0, 0, settingsFrame, 0, 0, 0, 0, 0]);

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

describe("before anything is asked of the service", () => {
  it("says who it is, and what it serves", async () => {
    const shake = await plugin.call<proto.ProviderHandshakeResponse>("handshake", new proto.ProviderHandshakeRequest());
    expect(shake.getAcceptSecrets()).toBe(true);
    expect((await plugin.call<PluginInfo>("getPluginInfo", new Empty())).getVersion()).toBe(version);
    const schema = await plugin.call<proto.GetSchemaResponse>("getSchema", new proto.GetSchemaRequest());
    expect(JSON.parse(schema.getSchema())).toMatchObject({ name: "alicloud-mms", version });
  });

  it("seals secret settings that come in clear, and refuses settings that there are not", async () => {
    const request = new proto.CheckRequest();
    request.setNews(struct({ region: "r", secretKey: "in-clear", regoin: "r" }));
    const response = await plugin.call<proto.CheckResponse>("checkConfig", request);
    expect(response.getInputs()?.toJavaScript()).toMatchObject({ region: "r", secretKey: secret("in-clear") });
    const [failure, ...more] = response.getFailuresList();
    // The engine prints the value of a property that is named; the sentence names it, and no value comes beside it.
    expect([failure?.getProperty(), more]).toEqual(["", []]);
    expect(failure?.getReason()).toMatch(/"regoin".*region/);
  });

  it("never replaces a provider, whose resources would be replaced with it", async () => {
    const request = new proto.DiffRequest();
    request.setOlds(struct({ "alicloud-mms:region": "a" }));
    request.setNews(struct({ region: "b" }));
    const response = await plugin.call<proto.DiffResponse>("diffConfig", request);
    expect(response.getDiffsList()).toEqual(["region"]);
    expect(response.getReplacesList()).toEqual([]);
  });

  it("has its port before it loads what serves, and then one file: neither Pulumi's SDK nor Alibaba's", () => {
    const script = `
      require("./dist/provider/plugin.js");
      const loaded = () => Object.keys(require.cache).map((path) => path.slice(process.cwd().length + 1).replaceAll("\\\\", "/"));
      process.stdout.write = (text, done) => {
        const atPort = loaded();
        done();
        console.error(JSON.stringify({ atPort, after: loaded().filter((path) => !atPort.includes(path)) }));
        process.exit(0);
      };`;
    const { stderr } = spawnSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
    const { atPort, after } = JSON.parse(stderr) as { atPort: string[]; after: string[] };
    expect(atPort).toContain("dist/provider/plugin.js");
    expect(atPort.filter((path) => !path.startsWith("dist/provider/"))).toEqual([]);
    expect(after).toEqual(["dist/provider/hosts/native/main.js"]);
  });

  it("stays below 70 MB", () => {
    if (process.platform !== "linux") return;
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${plugin.child.pid}/status`, "utf8"));
    expect(Number(resident?.[1])).toBeLessThan(70 * 1024);
  });

  it("keeps a connection that comes before it has loaded what serves", async () => {
    const child = spawn(process.execPath, [join(root, "dist/provider/plugin.js")], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    // The port is written before anything can be loaded, so nothing has been by now.
    const early = connect(Number(line.toString()), "127.0.0.1");
    early.write(Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), emptySettings]));
    const [frame] = (await once(early, "data")) as [Buffer];
    expect(frame[3]).toBe(settingsFrame);
    early.destroy();
    child.kill();
    await once(child, "exit");
  });
});

describe("bad input", () => {
  const dynamics = new Map<string, Plugin>();

  afterAll(async () => {
    for (const dynamic of dynamics.values()) await dynamic.stop();
  });

  it.each([
    ["MigrationJob", { sourceId: "2000015", srcDbName: "sales", tabels: ["orders"] }],
    ["MigrationJob", { sourceId: "2000015", srcDbName: "sales", tables: "orders" }],
    ["MigrationJob", { sourceId: "2000015", srcDbName: "sales", tables: ["orders", 7] }],
    ["MigrationJob", { srcDbName: "sales" }],
    ["MigrationJob", { sourceId: "2000015", srcDbName: "sales", waitFor: "complete" }],
    ["MigrationJob", { sourceId: "2000015", srcDbName: "sales", timeouts: { creat: "1h" } }],
    ["DataSource", { type: "HIVE", config: { "hive.jdbc.password": "x" } }],
    ["MigrationTimer", { sourceId: "2000015", srcDbName: "sales", scheduleType: "Weekly", value: "02:30" }],
    ["WavePlan", { sourceId: "2000015", srcDbName: "sales", waveNum: 0 }],
    ["DatabaseMapping", { sourceId: "2000015", dbName: "sales" }],
  ])("of a %s is refused in the same words under both hosts: %j", async (kind, inputs) => {
    const dynamic = dynamics.get(kind) ?? (await startDynamic({ kind, env: emulator.env }));
    dynamics.set(kind, dynamic);
    const { failures } = await dynamic.check({}, inputs);
    expect(failures).not.toEqual([]);
    const native = await plugin.check(kind, inputs);
    expect(native.failures.map((failure) => failure.replace(/^[^:]*: /, ""))).toEqual(
      failures.map((failure) => failure.replace(/^[^:]*: /, "")),
    );
  });

  it("names a secret in clear among free settings, and takes it as a secret", async () => {
    const inputs = { sourceId: "2000015", srcDbName: "sales" };
    const { failures } = await plugin.check("MigrationJob", { ...inputs, others: { "x.token": "clear" } });
    expect(failures).toEqual([expect.stringMatching(/^others\.x\.token looks like a secret/)]);
    const sealed = await plugin.check("MigrationJob", { ...inputs, others: { "x.token": secret("t") } });
    expect(sealed).toMatchObject({ failures: [], inputs: { others: { "x.token": secret("t") } } });
  });

  it("is told apart from a resource that there is not", async () => {
    await expect(plugin.check("MigrationJop", {})).rejects.toThrow(
      'no resource MigrationJop; did you mean "MigrationJob"?',
    );
  });
});

describe("functions", () => {
  const invoke = async (name: string, args: Record<string, unknown>) => {
    const request = new proto.InvokeRequest();
    request.setTok(`alicloud-mms:index:${name}`);
    request.setArgs(struct(args));
    return (await plugin.call<proto.InvokeResponse>("invoke", request)).getReturn()?.toJavaScript();
  };

  it("find what a program's own call finds", async () => {
    expect(await invoke("getDataSource", { name: "hive_demo" })).toMatchObject({ id: "2000015", name: "hive_demo" });
    expect(await invoke("getTables", { sourceId: 2000015, dbName: "sales" })).toMatchObject({
      ids: expect.arrayContaining([expect.stringMatching(/^\d+$/)]),
    });
  });

  it("seal what is always a secret", async () => {
    const found = await invoke("getDataSource", { name: "hive_demo", withConfig: true });
    expect(found).toMatchObject({ config: secret(expect.any(Array)) });
  });

  it("refuse what they do not take", async () => {
    await expect(invoke("getJob", { sourceId: "2000015", id: "7" })).rejects.toThrow('did you mean "jobId"?');
    await expect(invoke("getJop", {})).rejects.toThrow("no function");
  });
});

describe("the end", () => {
  it("of a run is told by Cancel, more than once, and is no error", async () => {
    const other = await startNative(emulator.env);
    await other.call("cancel", new Empty());
    await other.call("cancel", new Empty());
    expect((await other.check("MigrationJob", { sourceId: "1", srcDbName: "a" })).failures).toEqual([]);
    await other.stop();
  });

  it("of the engine ends the process at once", async () => {
    const other = await startNative(emulator.env);
    other.child.stdin?.end();
    const [code] = (await once(other.child, "exit")) as [number];
    expect(code).toBe(1);
  });
});
