// `pulumi up --target` of something else, on the real engine: what is left out of the run has no outputs, and the program goes on.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { EngineProject } from "../support/engine/engine.js";

jest.setTimeout(300_000);

const first = `
const mms = require("pulumi-alicloud-mms");
const a = new mms.MigrationJob("a", { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] });
`;

let emulator: Emulator;
let project: EngineProject;

afterEach(async () => {
  project.close();
  await emulator.close();
});

it.each([
  [
    "a job and its gate",
    `
const b = new mms.MigrationJob("b", { sourceId: "2000015", srcDbName: "sales", tables: ["stores"] });
new mms.MigrationGate("g", { jobs: [b] });
mms.getTasksOutput({ sourceId: b.sourceId, jobId: b.jobId });`,
  ],
  ["a Migration with a plan", `new mms.Migration("m", { sourceId: "2000015", srcDbName: "archive", splitBySize: 2 });`],
  [
    "a data source and what is found in it",
    `
const source = new mms.DataSource("new", { type: "HIVE", config: { "mc.default.project": "p" } });
exports.tables = mms.getTablesOutput({ sourceId: source.sourceId, dbName: "sales" }).ids.apply((ids) => (ids ?? []).length);`,
  ],
])("leaves out %s", async (_what, more) => {
  emulator = await startEmulator({ clock: { speed: 60 } });
  project = await EngineProject.create({ program: first, env: emulator.env });
  expect(await project.up()).toMatchObject({ code: 0 });
  const { deployment } = await project.state();
  const urn = deployment.resources?.find(({ type }) => type.endsWith("MigrationJob"))?.urn ?? "";
  project.writeProgram(first + more);
  expect(await project.up("--target", urn)).toMatchObject({ code: 0 });
  const operations = emulator.control
    .requests()
    .filter(({ mutating }) => mutating)
    .map(({ operation }) => operation);
  expect(operations).toEqual(["CreateMmsJob"]);
});
