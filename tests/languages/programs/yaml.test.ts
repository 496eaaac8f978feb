// The native plugin on the real engine, by programs in Pulumi YAML. What the engine alone decides is here: names that
// both hosts share, replacements without a diff, the end of the process, Ctrl-C, secrets and timeouts.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject, type ExportedResource } from "../../support/engine/engine.js";
import { until } from "../../support/engine/passing-time.js";
import { operationsSent } from "../../support/service/requests.js";
import { root } from "../../support/plugin/plugin.js";

jest.setTimeout(300_000);

let emulator: Emulator;
let project: EngineProject;

const open = async (program: string | { yaml: string }, speed = 600, config = {}): Promise<void> => {
  emulator = await startEmulator({ clock: { speed } });
  project = await EngineProject.create({ program, env: emulator.env, config });
};

afterEach(async () => {
  project.close();
  await emulator.close();
});

const sent = (): string[] => operationsSent(emulator);
const example = (name: string): string => readFileSync(join(root, "examples/yaml", name, "Pulumi.yaml"), "utf8");
const id = expect.stringMatching(/^\d+$/) as unknown;

const ours = async (): Promise<ExportedResource[]> =>
  ((await project.state()).deployment.resources ?? []).filter(
    ({ type }) => /mms:/.test(type) && !/^pulumi:prov/.test(type),
  );

const job = (more = "") => `
resources:
  sales:
    type: alicloud-mms:MigrationJob
    properties: { sourceId: 2000015, srcDbName: sales, tables: [orders]${more} }
outputs: { jobId: "\${sales.jobId}" }
`;

const javascript = (more = "") => `
const mms = require("pulumi-alicloud-mms");
const sales = new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "sales", tables: ["orders"]${more} });
exports.jobId = sales.jobId;
`;

it("leads the whole move, keeps its secret out of sight, and shows the element that changed", async () => {
  await open({ yaml: example("whole-move") }, 600, { hivePassword: { secret: "emulator-hive-password" } });
  const up = await project.up();
  expect(up).toMatchObject({ code: 0 });
  expect(await project.outputs()).toEqual({ sourceId: id, jobIds: [id, id], verified: true });
  expect(up.output + (await project.state()).text).not.toContain("emulator-hive-password");
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });

  project.writeYaml(example("whole-move").replace("hive.jdbc.username: migration", "hive.jdbc.username: mover"));
  const preview = await project.preview("--diff");
  expect(preview.output).toContain('hive.jdbc.username: "migration" => "mover"');
  // What hangs on the source's id alone stays as it is.
  expect(preview.output).toMatch(/~ 1 to update\n +7 unchanged/);

  project.writeYaml(example("whole-move"));
  await project.run("config", "set", "--secret", "hivePassword", "rotated-hive-password");
  const rotation = await project.preview("--diff");
  expect(rotation.output).toMatch(/~ 1 to update\n +7 unchanged/);
  expect(rotation.output).not.toMatch(/(?:emulator|rotated)-hive-password/);
});

it("keeps a secret that a program gives in clear out of the state", async () => {
  const source = `
resources:
  warehouse:
    type: alicloud-mms:DataSource
    properties:
      type: HIVE
      config: { mc.default.project: lakehouse, hive.metastore.urls: "thrift://a:9083" }
      secretConfig: { hive.jdbc.password: clear-text-password }
    options: { customTimeouts: { create: 5m } }
`;
  await open({ yaml: source });
  expect(await project.up()).toMatchObject({ code: 0 });
  expect((await project.state()).text).not.toContain("clear-text-password");
  const [warehouse] = await ours();
  expect(warehouse?.outputs?.["timeouts"]).toBeUndefined();
});

it("gives a job one name under both hosts, so that the other goes on with what a killed engine left; the plugin ends with its engine", async () => {
  await open({ yaml: job() }, 1);
  emulator.control.setPace({ creationMs: 1e9 });
  const killed = project.start("up", "--yes", "--skip-preview");
  await killed.printed(/accepted as async task/);
  killed.kill9();
  await killed.done;
  await expectNoPlugin();
  emulator.control.advance(2e9);
  project.writeJavascript(javascript());
  expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(sent()).toEqual(["CreateMmsJob"]);
});

it("ends a wait at Ctrl-C at once, keeps the id, and goes on with the same job", async () => {
  await open({ yaml: job(", waitFor: completed") }, 60);
  emulator.control.setPace({ phaseMs: { SCHEMA: 1e9, DATA: 1e9, VERIFICATION: 1e9 } });
  const waiting = project.start("up", "--yes", "--skip-preview");
  await waiting.printed(/tasks? /);
  waiting.interrupt();
  const { code, output } = await waiting.done;
  expect(code).not.toBe(0);
  expect(output).toContain("interrupted");
  const [left] = await ours();
  expect(left).toMatchObject({ id: expect.stringMatching(/^2000015\/(jobs|async)\/\d+$/) as unknown });
  expect(left?.initErrors).toHaveLength(1);
  emulator.control.setPace({ phaseMs: { SCHEMA: 0, DATA: 0, VERIFICATION: 0 } });
  emulator.control.advance(2e9);
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(sent()).toEqual(["CreateMmsJob"]);
});

/** Whether the state that the engine has written so far has a resource beside the one that it replaced. */
const isStoredTwice = (kind: string): boolean =>
  project.stored().filter(({ type }) => type === `alicloud-mms:index:${kind}`).length > 1;

const twoObjects = `
resources:
  warehouse:
    type: alicloud-mms:DataSource
    properties: { type: HIVE, config: { mc.default.project: lakehouse, hive.metastore.urls: "thrift://a:9083" } }
  sales:
    type: alicloud-mms:MigrationJob
    properties: { sourceId: 2000015, srcDbName: sales, tables: [orders] }
outputs: { sourceId: "\${warehouse.sourceId}", jobId: "\${sales.jobId}" }
`;

it("loses nothing and doubles nothing where the engine replaces without a diff", async () => {
  await open({ yaml: twoObjects });
  expect(await project.up()).toMatchObject({ code: 0 });
  const before = await project.outputs();
  const first = await ours();
  const there = () => ({
    sources: [...emulator.control.store.sources.values()].flatMap(({ id, name }) =>
      name.startsWith("warehouse-") ? [id] : [],
    ),
    jobs: emulator.control.jobs().flatMap(({ id, deleted }) => (deleted ? [] : [id])),
  });
  const kept = { sources: [before["sourceId"]], jobs: [before["jobId"]] };

  const replaced = await project.up(...first.flatMap(({ urn }) => ["--replace", urn]));
  expect(replaced).toMatchObject({ code: 0 });
  expect(replaced.output).toContain("took it over");
  expect(there()).toEqual(kept);
  expect(await project.outputs()).toEqual(before);

  // Killed between a create, which took the source over, and the delete that follows it at the end of the run.
  emulator.control.injectFault("ListMmsJobs", { kind: "delay", ms: 60_000 });
  const killed = project.start("up", "--yes", "--skip-preview", ...first.flatMap(({ urn }) => ["--replace", urn]));
  await until(() => isStoredTwice("DataSource"));
  killed.kill9();
  await killed.done;
  emulator.control.clearFaults();
  expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
  const twice = (await ours()).filter(({ type }) => type.endsWith("DataSource"));
  expect(twice.map(({ delete: isOld = false }) => isOld).sort()).toEqual([false, true]);
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(there()).toEqual(kept);
  expect(await ours()).toHaveLength(2);
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.destroy()).toMatchObject({ code: 0 });
  expect(there()).toEqual({ sources: [], jobs: [] });
});

it("takes over a finished stack of the dynamic host, and gives it back, without a change", async () => {
  await open(javascript(', waitFor: "completed"'));
  expect(await project.up()).toMatchObject({ code: 0 });
  const before = await project.outputs();
  project.writeYaml(job(", waitFor: completed"));
  const moved = await project.up();
  expect(moved.output).toMatch(/Resources:\n +2 unchanged/);
  expect((await ours()).map(({ type }) => type)).toEqual(["alicloud-mms:index:MigrationJob"]);
  expect(await project.refresh()).toMatchObject({ code: 0 });
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.outputs()).toEqual(before);
  const back = `{ aliases: [{ type: "alicloud-mms:index:MigrationJob" }] }`;
  project.writeJavascript(javascript().replace(/ \}\);/, `, waitFor: "completed" }, ${back});`));
  expect((await project.up()).output).toMatch(/Resources:\n +2 unchanged/);
  expect(sent()).toEqual(["CreateMmsJob"]);
});

/** Waits for the plugins of this project to be gone. */
async function expectNoPlugin(): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (project.plugins().length > 0 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 100));
  expect(project.plugins()).toEqual([]);
}
