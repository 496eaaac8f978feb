// `pulumi up --replace` on the real engine: it asks for no diff, so only what the resources themselves say protects them.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { EngineProject } from "../support/engine/engine.js";

jest.setTimeout(300_000);

const program = `
const mms = require("pulumi-alicloud-mms");
const source = new mms.DataSource("warehouse", {
  type: "HIVE", config: { "mc.default.project": "lakehouse", "hive.metastore.urls": "thrift://a:9083" },
});
const job = new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] });
const timer = new mms.MigrationTimer("nightly", {
  sourceId: "2000015", srcDbName: "sales", scheduleType: "Daily", value: "02:30", stopped: true,
});
const renamed = new mms.TableMapping("renamed", {
  sourceId: "2000015", dbName: "sales", tableNames: ["customers"], dstProjectName: "sales_prod",
});
exports.sourceId = source.sourceId;
exports.jobId = job.jobId;
exports.timerId = timer.timerId;
`;

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 60 } });
  project = await EngineProject.create({ program, env: emulator.env });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

it("leaves one of each, and the state names the one that is there", async () => {
  expect(await project.up()).toMatchObject({ code: 0 });
  const before = await project.outputs();
  const { deployment } = await project.state();
  const urns = (deployment.resources ?? []).flatMap(({ type, urn }) => (type.includes("dynamic/mms:") ? [urn] : []));
  expect(urns).toHaveLength(4);

  const replaced = await project.up(...urns.flatMap((urn) => ["--replace", urn]));
  expect(replaced).toMatchObject({ code: 0 });
  const after = await project.outputs();
  const jobs = emulator.control.jobs().filter(({ deleted }) => !deleted);
  expect(jobs.map(({ id }) => id)).toEqual([after["jobId"]]);
  expect(after["jobId"]).not.toBe(before["jobId"]);
  expect(after["timerId"]).not.toBe(before["timerId"]);
  expect([...emulator.control.store.timers.of("2000015")].map(({ id }) => id)).toContain(after["timerId"]);
  const customers = [...emulator.control.store.tables.of("2000015")].find(({ name }) => name === "customers");
  expect(customers).toMatchObject({ dstProjectName: "sales_prod" });

  const sources = [...emulator.control.store.sources.values()].filter(({ name }) => name.startsWith("warehouse-"));
  expect(sources).toMatchObject([{ id: after["sourceId"], status: "STARTED" }]);
  expect(after["sourceId"]).not.toBe(before["sourceId"]);

  expect(await project.refresh()).toMatchObject({ code: 0 });
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
});

it("deletes no source that a replacement has made, where the run fails between the two", async () => {
  expect(await project.up()).toMatchObject({ code: 0 });
  const { deployment } = await project.state();
  const urn = (deployment.resources ?? []).find(({ type }) => type.endsWith("DataSource"))?.urn ?? "";
  emulator.control.injectFault("UpdateMmsDataSource", { kind: "error", status: 400, code: "InvalidParameter" });
  expect((await project.up("--replace", urn)).code).not.toBe(0);
  const made = () =>
    [...emulator.control.store.sources.values()].flatMap(({ id, name }) => (name.startsWith("warehouse-") ? [id] : []));
  const halfMade = made();
  expect(halfMade).toHaveLength(1);
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(made()).toEqual(halfMade);
  expect((await project.outputs())["sourceId"]).toBe(halfMade[0]);
});
