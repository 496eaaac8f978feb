// A Python program on the real engine, with the SDK that is generated from the schema.
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";
import { root } from "../../support/plugin/plugin.js";
import { hasPython } from "../../support/engine/python.js";

jest.setTimeout(600_000);

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  project = await EngineProject.create({ program: { yaml: "resources: {}\n" }, env: emulator.env });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

const sent = (): string[] => operationsSent(emulator);

(hasPython ? it : it.skip)(
  "runs the quickstart, changes nothing when run again, and goes on in YAML without a change",
  async () => {
    const id = expect.stringMatching(/^\d+$/) as unknown;
    project.useProgram("python", join(root, "examples/python/quickstart"));
    const preview = await project.preview();
    expect(`${preview.code}: ${preview.code === 0 ? "" : preview.output}`).toBe("0: ");
    expect(sent()).toEqual([]);
    const up = await project.up();
    expect(`${up.code}: ${up.code === 0 ? "" : up.output}`).toBe("0: ");
    expect(await project.outputs()).toEqual({ asyncTaskId: id, jobId: id, status: "DONE" });
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });

    project.writeYaml(`
resources:
  sales:
    type: alicloud-mms:MigrationJob
    properties: { sourceId: 2000015, srcDbName: sales, tables: [customers, orders], waitFor: completed }
`);
    expect((await project.up()).output).toMatch(/Resources:\n +2 unchanged/);
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(sent()).toEqual(["CreateMmsJob", "DeleteMmsJob"]);
  },
);
