// The component in other languages: the plugin makes it in a process of its own, and its resources are the plugin's.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";
import { hasPython } from "../../support/engine/python.js";

jest.setTimeout(600_000);

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

const open = async (yaml: string): Promise<void> => {
  project = await EngineProject.create({ program: { yaml }, env: emulator.env });
};
const sent = (): string[] => operationsSent(emulator);
const id = expect.stringMatching(/^\d+$/) as unknown;

const migration = (more: string, name = "sales", type = "Migration") => `
resources:
  hive:
    type: alicloud-mms:DataSource
    properties:
      type: HIVE
      config: { mc.default.project: lakehouse, hive.metastore.urls: "thrift://a:9083" }
  ${name}:
    type: alicloud-mms:${type}
    properties:
      sourceId: 2000015
      srcDbName: sales
${more.replace(/^/gm, "      ")}
outputs:
  jobIds: \${${name}.jobIds}
  totals: \${${name}.totals}
  verified: \${${name}.verified}
  results: \${${name}.results}
`;

const waves = `
mapping: { dstProjectName: sales_prod }
waves: [[customers, products], { name: facts, jobs: { orders: { tables: [orders] }, payments: { tables: [payments] } } }]
job: { enableVerification: true, others: { x.token: { fn::secret: token-of-the-program }, source: "\${hive.sourceId}" } }
gate: { timeouts: { create: 1h } }`;

it("leads a database through its waves, changes nothing when run again, and is destroyed", async () => {
  await open(migration(waves));
  const preview = await project.preview();
  expect(preview).toMatchObject({ code: 0 });
  expect(preview.output).toMatch(/\+ \d+ to create/);
  expect(sent()).toEqual([]);
  const up = await project.up();
  expect(up).toMatchObject({ code: 0 });
  expect(await project.outputs()).toEqual({
    jobIds: [id, id, id],
    totals: expect.objectContaining({ jobs: 3, tables: 4, failedTasks: 0 }) as unknown,
    verified: true,
    results: [expect.objectContaining({ status: "DONE" }), expect.anything(), expect.anything()] as unknown,
  });
  const { text, deployment } = await project.state();
  expect(up.output + text).not.toContain("token-of-the-program");
  const providers = (deployment.resources ?? []).filter(({ type }) => type === "pulumi:providers:alicloud-mms");
  expect(providers).toHaveLength(1);
  const done = sent();
  expect(done.filter((operation) => operation === "CreateMmsJob")).toHaveLength(3);
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.refresh("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(sent()).toEqual(done);
  expect(await project.destroy()).toMatchObject({ code: 0 });
  expect(emulator.control.jobs().every(({ deleted }) => deleted)).toBe(true);
});

it("refuses what it cannot be made of, in a sentence with the argument, before anything is sent", async () => {
  await open(migration(`tableMappings: { renamed: { tableNames: [orders], dstName: x } }`));
  const refused = await project.up("--target", "**sales**");
  expect(refused.code).not.toBe(0);
  for (const [more, sentence] of [
    [`splitBySize: 0`, "Migration sales: splitBySize is 0; give a whole number of waves from 1 to 1000"],
    [`waves: [[orders]]\nsplitBySize: 2`, "waves and splitBySize both make the waves"],
    [`waves: [[orders], [orders]]`, 'table "orders" is in waves 1 and 2'],
  ] as const) {
    project.writeYaml(migration(more));
    const { code, output } = await project.up();
    expect(code).not.toBe(0);
    expect(output).toContain(sentence);
    expect(output).not.toMatch(/\n +at /);
  }
  expect(sent().filter((operation) => operation !== "CreateMmsDataSource")).toEqual(["UpdateMmsDataSource"]);
});

it("leaves nothing in state where it is refused, whatever is wrong with it", async () => {
  await open(migration(`splitBySize: 0`));
  for (const more of [
    `splitBySize: 0`,
    `waves: "\${hive.dstProjects}"`,
    `job: { others: { x.token: in-clear } }`,
    `waves: [[orders], { name: " ", jobs: {} }]`,
  ]) {
    project.writeYaml(migration(more));
    expect(await project.up()).not.toMatchObject({ code: 0 });
    const { deployment } = await project.state();
    const stored = (deployment.resources ?? []).map(({ urn }) => urn.split("::").at(-1) ?? "");
    expect(stored.filter((name) => name.startsWith("sales"))).toEqual([]);
  }
});

it("says which job failed, once, and goes on with the same jobs", async () => {
  await open(migration(waves));
  emulator.control.failTasks({ table: "products", phase: "DATA", message: "disk full", times: 1 });
  const failed = await project.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toMatch(/sales\.products: DATA failed: .*disk full/);
  expect(failed.output).not.toMatch(/\n +at /);
  expect(await project.up("--refresh")).toMatchObject({ code: 0 });
  const after = sent();
  expect(after.filter((operation) => operation === "CreateMmsJob")).toHaveLength(3);
  expect(after.filter((operation) => operation === "RetryMmsJob")).toHaveLength(1);
});

it("goes on from run to run where no run waits, and says where it stands", async () => {
  const standing = ["phase", "wave", "passed", "progress"].map((name) => `  ${name}: \${sales.${name}}\n`).join("");
  await open(`${migration("wait: false\nscan: false\nwaves: [[customers], [orders]]")}${standing}`);
  emulator.control.setPace({ phaseMs: { DATA: 3_600_000_000 } });
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(await project.outputs()).toMatchObject({
    phase: "migrating",
    wave: "sales-wave-1",
    passed: false,
    progress: { waves: 2, wavesPassed: 0, jobs: 2, jobsDone: 0 },
    jobIds: [id, ""],
  });
  for (let run = 0; run < 2; run += 1) {
    emulator.control.advance(2 * 3_600_000_000);
    expect(await project.up("--refresh")).toMatchObject({ code: 0 });
  }
  expect(await project.outputs()).toMatchObject({
    phase: "completed",
    wave: null,
    passed: true,
    progress: { wavesPassed: 2, jobsDone: 2 },
  });
  expect(sent().filter((operation) => operation === "CreateMmsJob")).toHaveLength(2);
});

const python = `
import pulumi
import pulumi_alicloud_mms as mms

account = mms.Provider("account", region="cn-shanghai")
moves = {
    database: mms.Migration(
        database,
        source_id="2000015",
        src_db_name=database,
        scan=False,
        waves=waves,
        job=mms.MigrationJobSettingsArgs(enable_verification=True),
        opts=pulumi.ResourceOptions(provider=account),
    )
    for database, waves in {
        "sales": [["customers"], {"name": "facts", "jobs": {"orders": {"tables": ["orders"], "dstDbName": "ods"}}}],
        "archive": [["events_0001"]],
    }.items()
}
pulumi.export("jobs", {name: move.totals.jobs for name, move in moves.items()})
`;

(hasPython ? it : it.skip)(
  "is a class of a Python program, under an explicit provider, beside another one",
  async () => {
    await open("resources: {}\n");
    const folder = mkdtempSync(join(tmpdir(), "mms-python-"));
    try {
      writeFileSync(join(folder, "__main__.py"), python);
      writeFileSync(join(folder, "Pulumi.yaml"), "name: engine-test\nruntime: python\n");
      project.useProgram("python", folder);
      const up = await project.up();
      expect(`${up.code}: ${up.code === 0 ? "" : up.output}`).toBe("0: ");
      expect(await project.outputs()).toEqual({ jobs: { sales: 2, archive: 1 } });
      const { deployment } = await project.state();
      const served = (deployment.resources ?? []).filter(({ type }) =>
        /^alicloud-mms:index:Migration(?:Job|Gate)$/.test(type),
      );
      expect(served).toHaveLength(6);
      for (const { provider } of served) expect(provider).toContain("::account::");
      expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
      expect(sent()).toEqual(["CreateMmsJob", "CreateMmsJob", "CreateMmsJob"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
