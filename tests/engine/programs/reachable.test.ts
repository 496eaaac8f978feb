// A program that has the package only through a library of its own, laid out as pnpm and other strict installers do.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";

const root = resolve(__dirname, "../../..");

let emulator: Emulator;
let project: EngineProject;
let folder: string;

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "mms-strict-")));
  const library = join(folder, "node_modules", "company-library");
  for (const made of [join(folder, "node_modules", "@pulumi"), join(library, "node_modules")]) {
    mkdirSync(made, { recursive: true });
  }
  symlinkSync(join(root, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"), "dir");
  symlinkSync(root, join(library, "node_modules/pulumi-alicloud-mms"), "dir");
  writeFileSync(join(library, "index.js"), `module.exports = require("pulumi-alicloud-mms");`);
  writeFileSync(join(folder, "package.json"), `{"name":"app","main":"index.js"}`);
  writeFileSync(
    join(folder, "index.js"),
    `const mms = require("company-library");
new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] });`,
  );
  emulator = await startEmulator({ clock: { speed: 60 } });
  project = await EngineProject.create({ program: { folder }, env: emulator.env });
});

afterEach(async () => {
  project.close();
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

it("is refused with the package.json that has to name it, and runs once that does", async () => {
  const refused = await project.preview();
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain(
    `MigrationJob sales: "pulumi-alicloud-mms/runtime" cannot be found from ${folder}, from where Pulumi loads the code`,
  );
  expect(refused.output).toContain(`Add "pulumi-alicloud-mms" to the dependencies in ${join(folder, "package.json")}`);

  symlinkSync(root, join(folder, "node_modules/pulumi-alicloud-mms"), "dir");
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(await project.destroy()).toMatchObject({ code: 0 });
});
