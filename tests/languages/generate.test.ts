// The YAML program that `generate` writes, on the native plugin: it takes over what is there, and changes nothing on the service.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startEmulator } from "../../emulator/index.js";
import { cli } from "../support/cli.js";
import { EngineProject } from "../support/engine/engine.js";
import { workOn } from "../support/service/worked-source.js";

it("the YAML program takes everything over without a change", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mms-generate-"));
  const emulator = await startEmulator();
  await workOn(emulator);
  const args = ["generate", "--source", "hive_demo", "--language", "yaml", "--dir", folder];
  expect(await cli(emulator, args)).toMatchObject({ code: 0, stderr: "" });
  const yaml = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
  const project = await EngineProject.create({ program: { yaml }, env: emulator.env });
  expect(await project.preview()).toMatchObject({ code: 0 });
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.destroy()).toMatchObject({ code: 0 });
  expect(emulator.control.requests().filter(({ mutating }) => mutating)).toEqual([]);
  project.close();
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});
