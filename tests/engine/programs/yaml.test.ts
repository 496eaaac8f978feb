// The quickstart in Pulumi YAML, on the native plugin: what `npm test` shows of it. The rest is in tests/languages.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";
import { root } from "../../support/plugin/plugin.js";

it("leads the quickstart through its life", async () => {
  const emulator = await startEmulator({ clock: { speed: 600 } });
  const yaml = readFileSync(join(root, "examples/yaml/quickstart/Pulumi.yaml"), "utf8");
  const project = await EngineProject.create({ program: { yaml }, env: emulator.env });
  const id = expect.stringMatching(/^\d+$/) as unknown;
  try {
    expect(await project.preview()).toMatchObject({ code: 0 });
    expect(operationsSent(emulator)).toEqual([]);
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(await project.outputs()).toEqual({ asyncTaskId: id, jobId: id, status: "DONE" });
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await project.refresh("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(operationsSent(emulator)).toEqual(["CreateMmsJob"]);
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(operationsSent(emulator)).toEqual(["CreateMmsJob", "DeleteMmsJob"]);
  } finally {
    project.close();
    await emulator.close();
  }
});
