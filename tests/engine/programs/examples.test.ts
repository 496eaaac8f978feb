// Every example on the real engine: a preview that changes nothing, up, up again without a change or a mutating request, destroy.
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { EngineProject, type ExportedState } from "../../support/engine/engine.js";
import { root } from "../../support/plugin/plugin.js";

/** What a run of an example needs, and what it gives. */
interface Example {
  /** Configuration without a default, as a person would set it. */
  readonly config?: (emulator: Emulator) => Promise<Record<string, string>>;
  /** The same, where it is secret. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Jobs that are left on the service afterwards. */
  readonly leaves?: number;
}

const id = expect.stringMatching(/^\d+$/) as unknown;

/** A job as somebody made it in the console. */
async function consoleJob(emulator: Emulator): Promise<Record<string, string>> {
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secretKey } = emulator.env;
  const keys = new Map(Object.entries({ "alicloud:accessKey": accessKey, "alicloud:secretKey": secretKey }));
  const client = createMmsClient(resolveConfig({ get: (key) => keys.get(key), env: emulator.env }));
  const body = { name: "by hand", srcDbName: "sales", tables: ["orders", "customers"] };
  await client.createMmsJob({ sourceId: "2000015", body });
  return { jobId: emulator.control.jobs()[0]?.id ?? "" };
}

const examples: Readonly<Record<string, Example>> = {
  quickstart: { outputs: { asyncTaskId: id, jobId: id, status: "DONE" } },
  "hive-to-maxcompute": {
    secrets: { hivePassword: "emulator-hive-password" },
    outputs: { sourceId: id, asyncTaskIds: [id, id, id], jobIds: [id, id, id], verified: true },
  },
  bigquery: { outputs: { asyncTaskId: id, jobId: id, tables: 39, verified: true } },
  databricks: {
    secrets: { token: "emulator-databricks-token" },
    outputs: { sourceId: id, jobIds: [id, id], totals: expect.objectContaining({ jobs: 2, tables: 12 }) as unknown },
  },
  "incremental-timer": { outputs: { jobId: id, timerId: id, runs: [] } },
  "multi-account": {
    secrets: {
      retailAccessKey: "retail-key-id",
      retailSecretKey: "retail-key-secret",
      factoryAccessKey: "factory-key-id",
      factorySecretKey: "factory-key-secret",
    },
    outputs: { jobIds: { orders: id, metrics: id }, tables: { orders: 2, metrics: 40 } },
  },
  brownfield: { config: consoleJob, outputs: { jobId: id, status: "DONE", wasAdopted: true }, leaves: 1 },
};

/**
 * Run elsewhere: one reads another stack, so the demo runs it after the quickstart; the others are in other languages, pipelines,
 * a policy, or beside another provider, which runs under mocks.
 */
const elsewhere = ["alicloud", "downstream", "gitops", "go", "java", "policies", "python", "yaml"];

const folder = (name: string) => join(root, "examples", name);
const secretText = /emulator-hive-password|emulator-databricks-token|(retail|factory)-key-secret/;
const typesOf = ({ deployment }: ExportedState) => (deployment.resources ?? []).map(({ type }) => type);

describe("examples", () => {
  let emulator: Emulator;
  let ends: (() => unknown)[];

  beforeEach(() => {
    ends = [];
  });

  afterEach(async () => {
    for (const end of ends) await end();
  });

  const mutating = () => emulator.control.requests().filter((entry) => entry.mutating).length;

  it.each(Object.keys(examples))(
    "%s runs, changes nothing when run again, and is destroyed",
    async (name) => {
      const { config, secrets = {}, outputs, leaves = 0 } = examples[name] as Example;
      const keys = {
        "retail-key-id": { secret: "retail-key-secret" },
        "factory-key-id": { secret: "factory-key-secret" },
      };
      emulator = await startEmulator({ clock: { speed: 600 }, keys });
      ends.push(() => emulator.close());
      const hidden = Object.entries(secrets).map(([key, secret]) => [key, { secret }]);
      const given = { ...(await config?.(emulator)), ...Object.fromEntries(hidden) };
      const project = await EngineProject.create({
        program: { folder: folder(name) },
        env: emulator.env,
        config: given,
      });
      ends.unshift(() => project.close());

      const before = mutating();
      expect(await project.preview()).toMatchObject({ code: 0 });
      expect(mutating()).toBe(before);

      const run = await project.up();
      expect(`${run.code}: ${run.code === 0 ? "" : run.output}`).toBe("0: ");
      expect(await project.outputs()).toMatchObject(outputs);
      expect((await project.state()).text).not.toMatch(secretText);

      const sent = mutating();
      expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
      expect(mutating()).toBe(sent);

      expect(await project.destroy()).toMatchObject({ code: 0 });
      expect(typesOf(await project.state())).toEqual([]);
      expect(emulator.control.jobs().filter(({ deleted }) => !deleted)).toHaveLength(leaves);
    },
    180_000,
  );
});

describe("the list of examples", () => {
  it("is complete", () => {
    const folders = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((one) => one.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...Object.keys(examples), ...elsewhere].sort());
  });
});
