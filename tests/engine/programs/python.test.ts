// The quickstart in Python, on the native plugin: what `npm test` shows of it where Python can be prepared. The rest is in tests/languages.
import { join } from "node:path";

import { startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";
import { root } from "../../support/plugin/plugin.js";
import { isPythonPrepared } from "../../support/engine/python.js";

const name = "leads the quickstart in Python through its life";

(isPythonPrepared(name) ? it : it.skip)(name, async () => {
  const emulator = await startEmulator({ clock: { speed: 600 } });
  const project = await EngineProject.create({ program: { yaml: "resources: {}\n" }, env: emulator.env });
  const id = expect.stringMatching(/^\d+$/) as unknown;
  try {
    project.useProgram("python", join(root, "examples/python/quickstart"));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(await project.outputs()).toEqual({ asyncTaskId: id, jobId: id, status: "DONE" });
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(operationsSent(emulator)).toEqual(["CreateMmsJob", "DeleteMmsJob"]);
  } finally {
    project.close();
    await emulator.close();
  }
});
