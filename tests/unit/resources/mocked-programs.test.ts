// Programs under Pulumi's mocks, as their own unit tests run them: outputs that no mock gives pass through, and functions ask the mocks.
import * as pulumi from "@pulumi/pulumi";

import * as mms from "../../../provider/index.js";

interface Called {
  readonly token: string;
  readonly inputs: unknown;
}

let called: Called[];
let registered: Map<string, Record<string, unknown>>;

/** Mocks that echo the inputs of a resource and know nothing of its outputs, or what a test adds. */
async function mocks(more: Record<string, unknown> = {}, call: (args: Called) => object = () => ({})): Promise<void> {
  called = [];
  registered = new Map();
  const answers: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs }) => {
      registered.set(name, inputs as Record<string, unknown>);
      return { id: `${name}-id`, state: { ...(inputs as object), ...more } };
    },
    call: ({ token, inputs }) => {
      called.push({ token, inputs });
      return call({ token, inputs }) as Record<string, unknown>;
    },
  };
  await pulumi.runtime.setMocks(answers, "project", "stack", false);
}

const settled = <Value>(output: pulumi.Output<Value>) => new Promise<Value>((resolve) => output.apply(resolve));
const sourceId = "2000015";

describe("outputs that are not there", () => {
  beforeEach(() => mocks());

  it("leave a gate beside its jobs, whose ids and source nobody knows", async () => {
    const jobs = ["a", "b"].map((name) => new mms.MigrationJob(name, { sourceId, srcDbName: "sales" }));
    const gate = new mms.MigrationGate("gate", { jobs });
    expect(await settled(gate.urn)).toContain("MigrationGate");
    expect(registered.get("gate")).toMatchObject({ sourceId });
  });

  it("leave a Migration whose plan and gates say nothing", async () => {
    const migration = new mms.Migration("sales", {
      sourceId,
      srcDbName: "archive",
      splitBySize: 2,
      job: { partitionFilters: { orders: "dt >= '2026-01-01'" } },
    });
    expect(await settled(migration.totals)).toMatchObject({ jobs: 0, numRows: "0" });
    expect(await settled(migration.results)).toEqual([]);
    expect(await settled(migration.jobIds)).toEqual(["", ""]);
    expect(await settled(migration.verified)).toBeUndefined();
    expect(await settled(migration.progress)).toMatchObject({ waves: 2, wavesPassed: 0, jobs: 2, tasks: 0 });
    expect(await settled(migration.phase)).toBe("migrating");
  });

  it("call no function for more than is meant, and give a result that is not there either", async () => {
    const job = new mms.MigrationJob("sales", { sourceId, srcDbName: "sales" });
    const tasks = mms.getTasksOutput({ sourceId, jobId: job.jobId });
    expect(await settled<unknown>(tasks)).toBeUndefined();
    expect(await settled<unknown>(tasks.ids)).toBeUndefined();
    expect(called).toEqual([]);
  });
});

// Checked by the compiler: these lines are programs that it must accept.
it("are inputs of our resources and functions", async () => {
  await mocks({ jobId: "4013", asyncTaskId: "77" });
  const job = new mms.MigrationJob("sales", { sourceId, srcDbName: "sales" });
  const mapping = new mms.DatabaseMapping("mapping", { sourceId, dbName: "sales", dstProjectName: "sales_prod" });
  const tasks = mms.getTasksOutput({ sourceId: job.sourceId, jobId: job.jobId });
  const made = mms.getAsyncTaskOutput({ sourceId, asyncTaskId: job.asyncTaskId });
  const each = new mms.MigrationGate("each", { sourceId, jobIds: [job.jobId] });
  const all = new mms.MigrationGate("all", { sourceId: job.sourceId, jobIds: pulumi.all([job.jobId]) });
  const twin = new mms.MigrationJob("twin", { sourceId, srcDbName: "sales", adoptJobId: job.jobId });
  const second = new mms.DatabaseMapping("second", {
    sourceId: mapping.sourceId,
    dbName: "archive",
    dstProjectName: mapping.dstProjectName,
  });
  await Promise.all([each, all, twin, second].map(({ urn }) => settled(urn)));
  await Promise.all([settled(tasks), settled(made)]);
  expect(["each", "all"].map((name) => registered.get(name)?.["jobIds"])).toEqual([["4013"], ["4013"]]);
  expect(registered.get("twin")).toMatchObject({ adoptJobId: "4013" });
  expect(registered.get("second")).toMatchObject({ dstProjectName: "sales_prod" });
});

it("functions take their results from the mocks, with a token and arguments that say what is requested", async () => {
  await mocks({}, ({ token }) => (token.endsWith("getDataSource") ? { id: "7", name: "hive" } : { ids: ["1"] }));
  expect(await mms.getTables({ sourceId, dbName: "sales" })).toEqual({ ids: ["1"] });
  expect(await settled(mms.getDataSourceOutput({ name: "hive" }).id)).toBe("7");
  expect(await settled(mms.DataSource.lookup("hive").id)).toBe("7");
  expect(called).toEqual([
    { token: "alicloud-mms:index:getTables", inputs: { sourceId, dbName: "sales" } },
    { token: "alicloud-mms:index:getDataSource", inputs: { name: "hive" } },
    { token: "alicloud-mms:index:getDataSource", inputs: { name: "hive" } },
  ]);
  await expect(mms.getTables({ sourceId, dbNme: "sales" } as never)).rejects.toThrow(/unknown argument "dbNme"/);
});
