// The programs of examples/ in Python, Go and Java on the real engine, with the SDK that is generated from the schema, and in YAML
// the stack that reads another. A language whose compiler is not on PATH is skipped; `npm run test:languages` says what each takes.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject, type Language } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";
import { root } from "../../support/plugin/plugin.js";
import { isThere } from "../../support/engine/languages.js";

// The first program in Go compiles Pulumi's library and the SDK, which takes minutes once.
jest.setTimeout(1_800_000);

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
const id = expect.stringMatching(/^\d+$/) as unknown;

/** Puts an example in place of the present program. */
function use(language: Language, name: string): void {
  const folder = join(root, "examples", language, name);
  if (language === "yaml") project.writeYaml(readFileSync(join(folder, "Pulumi.yaml"), "utf8"));
  else project.useProgram(language, folder);
}

/** Runs `up`, and shows what it printed where it fails. */
async function up(...more: string[]): Promise<void> {
  const { code, output } = await project.up(...more);
  expect(`${code}: ${code === 0 ? "" : output}`).toBe("0: ");
}

const languages: ReadonlyArray<readonly [Language, readonly string[]]> = [
  ["yaml", []],
  ["python", ["python3"]],
  ["go", ["go"]],
  ["java", ["javac", "mvn"]],
];

describe.each(languages)("programs in %s", (language, needs) => {
  const itRuns = needs.every(isThere) ? it : it.skip;

  itRuns("migrate, change nothing when run again, and give their ids to another stack", async () => {
    use(language, "quickstart");
    const preview = await project.preview();
    expect(`${preview.code}: ${preview.code === 0 ? "" : preview.output}`).toBe("0: ");
    expect(sent()).toEqual([]);
    await up();
    const outputs = await project.outputs();
    expect(outputs).toEqual({ asyncTaskId: id, jobId: id, status: "DONE" });
    await up("--expect-no-changes");

    use(language, "downstream");
    const downstream = project.withEnv({ PULUMI_STACK: "downstream" });
    expect(await downstream.run("stack", "init", "downstream")).toMatchObject({ code: 0 });
    await downstream.run("config", "set", "migrationStack", "organization/engine-test/test");
    expect(await downstream.up()).toMatchObject({ code: 0 });
    expect(await downstream.outputs()).toEqual({ asyncTaskId: outputs["asyncTaskId"], jobId: outputs["jobId"] });

    use(language, "quickstart");
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(sent()).toEqual(["CreateMmsJob", "DeleteMmsJob"]);
  });

  itRuns("lead the whole move, and keep its secret out of sight", async () => {
    use(language, "whole-move");
    await project.run("config", "set", "--secret", "hivePassword", "emulator-hive-password");
    await up();
    expect(await project.outputs()).toEqual({ sourceId: id, jobIds: [id, id], verified: true });
    expect((await project.state()).text).not.toContain("emulator-hive-password");
    const before = sent().length;
    await up("--expect-no-changes");
    expect(sent()).toHaveLength(before);
    expect(await project.destroy()).toMatchObject({ code: 0 });
  });
});
