// A preview on the real engine says what `up` would fail on; by default under the native host, on request under the dynamic one.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { EngineProject } from "../support/engine/engine.js";
import { operationsSent } from "../support/service/requests.js";

jest.setTimeout(300_000);

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

const warning =
  'would fail as things are: srcDbName: database "saless" is not in the inventory of source 2000015; did you mean "sales"?';

it("warns on the row of the resource in YAML, and does not when it is turned off", async () => {
  const yaml = `
resources:
  sales:
    type: alicloud-mms:MigrationJob
    properties: { sourceId: 2000015, srcDbName: saless }
`;
  project = await EngineProject.create({ program: { yaml }, env: emulator.env });
  const preview = await project.preview();
  expect(preview).toMatchObject({ code: 0 });
  expect(preview.output).toContain(warning);
  expect(operationsSent(emulator)).toEqual([]);
  await project.run("config", "set", "alicloud-mms:previewChecks", "false");
  expect((await project.preview()).output).not.toContain("would fail");
});

it("warns in a program in TypeScript where the stack turns it on", async () => {
  const program = `
const mms = require("pulumi-alicloud-mms");
new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "saless" });
`;
  project = await EngineProject.create({ program, env: emulator.env });
  expect((await project.preview()).output).not.toContain("would fail");
  await project.run("config", "set", "alicloud-mms:previewChecks", "true");
  const preview = await project.preview();
  expect(preview).toMatchObject({ code: 0 });
  expect(preview.output).toContain(warning);
});
