// What a program's transformations and transforms make of a declaration, on the real engine: the rules hold behind them too.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";

jest.setTimeout(300_000);

const secret = "in-clear-by-a-transformation";
const unmoving = { stopMs: 0, phaseMs: { SCHEMA: 86_400_000, DATA: 86_400_000, VERIFICATION: 0 } };

interface Transformed {
  /** A transformation runs in the program's constructors, a transform when the engine registers. */
  readonly by: "transformations" | "transforms";
  readonly job?: string;
  readonly source?: string;
}

const program = ({ by, job = "{}", source = "{}" }: Transformed) => `
const pulumi = require("@pulumi/pulumi");
const mms = require("pulumi-alicloud-mms");
const parent = new pulumi.ComponentResource("acme:index:Team", "team", {}, { ${by}: [({ type, props, opts }) => {
  if (type.endsWith("mms:DataSource")) return { props: { ...props, ...${source} }, opts };
  if (type.endsWith("mms:MigrationJob")) return { props, opts: { ...opts, ...${job} } };
  return undefined;
}] });
const source = new mms.DataSource("src", { type: "HIVE", config: {
  "hive.metastore.urls": "thrift://m:9083", "hive.jdbc.url": "jdbc:hive2://h:1", "hive.jdbc.username": "u", "mc.default.project": "p",
} }, { parent });
const job = new mms.MigrationJob("sales", {
  sourceId: "2000015", srcDbName: "sales", tables: ["orders"], waitFor: ${job.includes("customTimeouts") ? '"completed"' : '"created"'},
}, { parent });
exports.jobId = job.jobId;
exports.sourceId = source.sourceId;
`;

let emulator: Emulator;
let project: EngineProject;

async function open(transformed: Transformed): Promise<void> {
  emulator = await startEmulator({ clock: { speed: 60 } });
  emulator.control.setPace(unmoving);
  project = await EngineProject.create({ program: program(transformed), env: emulator.env });
}

afterEach(async () => {
  project.close();
  await emulator.close();
});

const jobs = () => emulator.control.jobs().map(({ id, deleted }) => ({ id, deleted: deleted ?? false }));

describe.each<Transformed["by"]>(["transformations", "transforms"])("by %s", (by) => {
  it.each([
    ["a secret of its own input", `{ secretConfig: { "hive.jdbc.password": "${secret}" } }`],
    ["a secret given as one", `{ secretConfig: pulumi.secret({ "hive.jdbc.password": "${secret}" }) }`],
  ])("%s reaches the service and is encrypted in the state's inputs and outputs", async (_what, source) => {
    await open({ by, source });
    const up = await project.up();
    expect(up).toMatchObject({ code: 0 });
    const refreshed = await project.refresh();
    expect(refreshed).toMatchObject({ code: 0 });
    const { text } = await project.state();
    expect([text, up.output, refreshed.output].filter((told) => told.includes(secret))).toEqual([]);
    const made = emulator.control.requests().find(({ operation }) => operation === "CreateMmsDataSource");
    expect(made?.body).toMatchObject({ config: { "hive.jdbc.password": secret } });
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  });
});

describe("a replacement that a transformation lets create first", () => {
  it("is refused where the program can see it", async () => {
    await open({ by: "transformations", job: "{ deleteBeforeReplace: false }" });
    const refused = await project.preview();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(/MigrationJob sales: deleteBeforeReplace: false is not supported/);
  });

  it("keeps the job that it finds, where only the engine sees it", async () => {
    await open({ by: "transforms", job: "{ deleteBeforeReplace: false }" });
    expect(await project.up()).toMatchObject({ code: 0 });
    const { jobId } = await project.outputs();
    const { deployment } = await project.state();
    const urn = deployment.resources?.find(({ type }) => type.endsWith("MigrationJob"))?.urn ?? "";
    const replaced = await project.up("--replace", urn);
    expect(replaced).toMatchObject({ code: 0 });
    expect(replaced.output).toMatch(/is left as it is: its replacement was made first, found it and took it over/);
    expect(await project.outputs()).toMatchObject({ jobId });
    expect(jobs()).toEqual([{ id: jobId, deleted: false }]);
    expect(await project.up("--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(jobs()).toEqual([{ id: jobId, deleted: true }]);
  });
});

it("customTimeouts that a transformation gives end a wait", async () => {
  await open({
    by: "transformations",
    job: `{ customTimeouts: { create: "2s", update: "2s", delete: "2m" } }`,
  });
  const ended = await project.up();
  expect(ended.code).not.toBe(0);
  expect(ended.output).toMatch(/2s|timed out|timeout/i);
  expect(jobs()).toHaveLength(1);
  const { deployment } = await project.state();
  const job = deployment.resources?.find(({ type }) => type.endsWith("MigrationJob"));
  expect(job?.inputs?.["timeouts"]).toEqual({ create: "2s", update: "2s", delete: "2m" });
  expect(await project.destroy()).toMatchObject({ code: 0 });
});
