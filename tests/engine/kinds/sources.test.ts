// A source, its scan and its timer on the real engine: program, plugin process and CLI are Pulumi's own.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";

const password = "emulator-hive-password";
const next = "emulator-next-password";

interface Wish {
  readonly secret?: string;
  readonly urls?: string;
  readonly value?: string;
  readonly triggers?: string;
  readonly force?: boolean;
  readonly type?: string;
}

/** A program of all three; secrets are given as plain texts, which a careless program does. */
const program = ({
  secret = password,
  urls = "thrift://a:9083",
  value = "02:30",
  triggers = "1",
  type = "HIVE",
}: Wish) => `
const mms = require("pulumi-alicloud-mms");
const source = new mms.DataSource("warehouse", {
  type: "${type}",
  config: { "mc.default.project": "lakehouse", "hive.metastore.urls": "${urls}" },
  secretConfig: { "hive.jdbc.password": "${secret}" },
});
const scan = new mms.MetadataScan("inventory", { sourceId: source.sourceId, triggers: ["${triggers}"] });
const timer = new mms.MigrationTimer("nightly", {
  sourceId: source.sourceId, srcDbName: "sales", scheduleType: "Daily", value: "${value}", stopped: true,
}, { dependsOn: scan });
exports.sourceId = source.sourceId;
exports.tables = scan.tables;
exports.timerId = timer.timerId;
`;

// Each test runs the engine several times over.
jest.setTimeout(300_000);

let emulator: Emulator;
let project: EngineProject;

const mutating = () => operationsSent(emulator);

/** What is sent from here on. */
function watch(): () => string[] {
  const before = mutating().length;
  return () => mutating().slice(before);
}

const made = () => [...emulator.control.store.sources.values()].filter(({ name }) => name.startsWith("warehouse-"));

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  project = await EngineProject.create({ program: program({}), env: emulator.env });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

describe("a source with its scan and its timer on the real engine", () => {
  it("is made, left alone when run again, changed in place, refreshed and destroyed", async () => {
    expect(await project.up()).toMatchObject({ code: 0 });
    const outputs = await project.outputs();
    expect(outputs).toMatchObject({ sourceId: made()[0]?.id, tables: expect.any(Number), timerId: expect.any(String) });
    expect(mutating()).toEqual([
      "CreateMmsDataSource",
      "UpdateMmsDataSource",
      "CreateMmsFetchMetadataJob",
      "CreateMmsTimer",
      "UpdateMmsTimer",
    ]);

    const unchanged = watch();
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await project.refresh("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(unchanged()).toEqual([]);

    const changed = watch();
    project.writeProgram(program({ urls: "thrift://b:9083", value: "03:30", triggers: "2" }));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(changed()).toEqual(["UpdateMmsDataSource", "CreateMmsFetchMetadataJob", "UpdateMmsTimer"]);
    expect(await project.outputs()).toMatchObject({ sourceId: outputs["sourceId"], timerId: outputs["timerId"] });

    const destroyed = watch();
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(destroyed()).toEqual(["DeleteMmsTimer", "DeleteMmsDataSource"]);
    expect(made()).toEqual([]);
  });

  it("is destroyed when the source is gone already, once it is certain that its timer went with it", async () => {
    expect(await project.up()).toMatchObject({ code: 0 });
    for (const source of made()) emulator.control.store.removeSource(source);
    // To a run with other credentials the source looks gone as well, and the timer would go on making jobs.
    const doubted = await project.destroy();
    expect(doubted.code).not.toBe(0);
    expect(doubted.output).toContain("pulumi state delete <urn>");
    const urn = "urn:pulumi:test::engine-test::pulumi-nodejs:dynamic/mms:MigrationTimer::nightly";
    expect(await project.run("state", "delete", urn, "--yes")).toMatchObject({ code: 0 });
    expect(await project.destroy()).toMatchObject({ code: 0 });
  });

  it("replaces a source of another type, and what hangs on it", async () => {
    expect(await project.up()).toMatchObject({ code: 0 });
    const [before] = made();
    project.writeProgram(program({ type: "SNOWFLAKE" }));
    const up = await project.up();
    expect(`${up.code}: ${up.code === 0 ? "" : up.output}`).toBe("0: ");
    expect(made().map(({ type }) => type)).toEqual(["SNOWFLAKE"]);
    expect((await project.outputs())["sourceId"]).not.toBe(before?.id);
  });

  it("goes on with the same source after a failure, and never writes a secret in clear", async () => {
    const clear: string[] = [];
    let told = "";
    const run = async (...args: string[]) => {
      const { output } = await project.run(...args, "--diff");
      const { text } = await project.state();
      told += output + text;
      const lines = [...output.split("\n"), ...text.split("\n")];
      clear.push(...lines.filter((line) => line.includes(password) || line.includes(next)));
    };
    emulator.control.injectFault("UpdateMmsDataSource", { kind: "error", status: 400, code: "InvalidParameter" });
    await run("up", "--yes");
    await run("up", "--yes");
    const [source] = made();
    if (source === undefined) throw new Error("no source was made");
    expect(source).toMatchObject({ status: "STARTED", config: { "hive.jdbc.password": password } });
    expect(mutating().filter((operation) => operation === "CreateMmsDataSource")).toHaveLength(1);
    source.config["hive.jdbc.password"] = next;
    await run("refresh", "--yes");
    expect(clear).toEqual([]);
    // At its most talkative Pulumi traces what engine, program and provider exchange, any secret included: that is its own.
    await run("up", "--yes", "--skip-preview", "-v=9", "--logtostderr");
    expect(source.config["hive.jdbc.password"]).toBe(password);
    expect(clear.filter((line) => !/arshaling property for RPC\[|RegisterResource RPC finished/.test(line))).toEqual(
      [],
    );
    expect(told).toContain("hive.metastore.urls");
  });

  it("keeps a secret encrypted that was taken out of the program by an update that failed", async () => {
    expect(await project.up()).toMatchObject({ code: 0 });
    const without = program({ urls: "thrift://b:9083" }).replace(/secretConfig: .*/, 'name: "renamed",');
    expect(without).not.toContain(password);
    project.writeProgram(without);
    emulator.control.injectFault("UpdateMmsDataSource", { kind: "error", status: 400, code: "InvalidParameter" });
    const failed = await project.up();
    expect(failed.code).not.toBe(0);
    expect(failed.output + (await project.state()).text).not.toContain(password);
    const refreshed = await project.refresh();
    expect(refreshed.output + (await project.state()).text).not.toContain(password);
  });
});
