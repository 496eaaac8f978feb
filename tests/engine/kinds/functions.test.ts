// Functions and explicit providers on the real engine: at preview, with sources that do not exist yet, and with two accounts.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";

let emulators: Emulator[] = [];
let project: EngineProject | undefined;

afterEach(async () => {
  project?.close();
  await Promise.all(emulators.map((emulator) => emulator.close()));
  emulators = [];
});

async function start(...keyIds: string[]): Promise<Emulator> {
  const keys = Object.fromEntries(keyIds.map((id) => [id, { secret: `${id}-secret` }]));
  const emulator = await startEmulator({ clock: { speed: 600 }, keys });
  emulators.push(emulator);
  return emulator;
}

const called = (emulator: Emulator) => emulator.control.requests().map(({ operation }) => operation);

/** At -v=9 the engine prints every property that passes it, secrets in clear; it does so for every provider. */
const withoutTraces = (output: string): string =>
  output
    .split("\n")
    .filter((line) => !/(?:Unm|M)arshaling property for RPC/.test(line))
    .join("\n");

const lookups = `
const mms = require("pulumi-alicloud-mms");
const source = new mms.DataSource("new", {
  type: "HIVE",
  config: { "mc.default.project": "lakehouse", "hive.metastore.urls": "thrift://10.0.0.5:9083", "hive.jdbc.url": "jdbc:hive2://10.0.0.5", "hive.jdbc.username": "u" },
  secretConfig: { "hive.jdbc.password": "emulator-hive-password" },
});
exports.name = mms.getDataSourceOutput({ sourceId: source.sourceId }).name;
exports.config = mms.getDataSourceOutput({ sourceId: source.sourceId, withConfig: true });
exports.later = mms.getTablesOutput({ sourceId: "2000015", dbName: "sales" }, { dependsOn: [source] }).ids.length;
exports.tables = mms.getTables({ sourceId: "2000015", dbName: "sales" }).then(({ ids }) => ids.length);
`;

it("responds to known requests in a preview, and to none about a source that does not exist yet", async () => {
  const emulator = await start();
  project = await EngineProject.create({ program: lookups, env: emulator.env });
  const preview = await project.preview();
  expect(preview).toMatchObject({ code: 0 });
  expect(preview.output).toMatch(/tables: 12/);
  expect(called(emulator)).toEqual(["ListMmsTables"]);

  const up = await project.up("--logtostderr", "-v=9");
  expect(up).toMatchObject({ code: 0 });
  expect(up.output).not.toContain(emulator.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]);
  const { text } = await project.state();
  expect(text).not.toContain("emulator-hive-password");
  expect(await project.outputs()).toMatchObject({
    name: expect.stringMatching(/^new-/),
    later: 12,
    config: "[secret]",
  });
});

const limited = (maxTables: number): string => `
const mms = require("pulumi-alicloud-mms");
const scope = { sourceId: "2000015", srcDbName: "sales" };
exports.bytes = mms.getMigrationPlan({ ...scope, maxTables: ${maxTables} }).then(({ total }) => total.size);
new mms.MigrationJob("sales", scope);
`;

it("fails a preview that would move more than the program allows, and says how much", async () => {
  const emulator = await start();
  project = await EngineProject.create({ program: limited(11), env: emulator.env });
  const refused = await project.preview();
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain("the job would touch 12 tables, and maxTables is 11");
  project.writeProgram(limited(12));
  const allowed = await project.preview();
  expect(allowed).toMatchObject({ code: 0 });
  expect(allowed.output).toMatch(/bytes: "\d+"/);
  expect(called(emulator).filter((name) => name !== "ListMmsTables")).toEqual([]);
});

const accounts = (here: Emulator, there: Emulator): string => `
const pulumi = require("@pulumi/pulumi");
const mms = require("pulumi-alicloud-mms");
const config = new pulumi.Config();
const provider = (name, endpoint) => new mms.Provider(name, {
  region: "cn-shanghai", endpoint, accessKey: name + "-key", secretKey: config.requireSecret(name),
});
const here = provider("here", ${JSON.stringify(here.url)});
const there = provider("there", ${JSON.stringify(there.url)});
const job = { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] };
new mms.MigrationJob("here", { ...job, name: "moved_here" }, { provider: here });
const moved = new mms.MigrationJob("there", { ...job, name: "moved_there" }, { provider: there });
exports.found = mms.getJobOutput({ sourceId: "2000015", jobId: moved.jobId }, { provider: there }).name;
exports.sources = mms.getDataSources({ name: "hive" }, { provider: there }).then(({ ids }) => ids);
`;

it("reaches two accounts from one program, each with its own keys, and keeps the keys to itself", async () => {
  const [here, there] = [await start("here-key"), await start("there-key")];
  project = await EngineProject.create({ program: accounts(here, there), env: {}, config: {} });
  for (const name of ["here", "there"]) {
    expect(await project.run("config", "set", "--secret", name, `${name}-key-secret`)).toMatchObject({ code: 0 });
  }
  expect(await project.preview()).toMatchObject({ code: 0 });
  const up = await project.up("--logtostderr", "-v=9");
  expect(up).toMatchObject({ code: 0 });
  expect(here.control.jobs().map(({ name }) => name)).toEqual(["moved_here"]);
  expect(there.control.jobs().map(({ name }) => name)).toEqual(["moved_there"]);
  expect(await project.outputs()).toMatchObject({ found: "moved_there", sources: ["2000015"] });

  const { text } = await project.state();
  for (const secret of ["here-key-secret", "there-key-secret"]) {
    expect(text).not.toContain(secret);
    expect(withoutTraces(up.output)).not.toContain(secret);
  }
  expect(text).not.toMatch(/"alicloud-mms:accessKey": "(here|there)-key"/);
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.destroy()).toMatchObject({ code: 0 });
});
