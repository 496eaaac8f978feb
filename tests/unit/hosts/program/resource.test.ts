import * as pulumi from "@pulumi/pulumi";

import { DataSource, MetadataScan, MigrationJob, MigrationTimer, TableMapping } from "../../../../provider/index.js";

beforeEach(async () => {
  const mocks = {
    newResource: ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({ id: name, state: inputs as object }),
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "project", "stack", false);
});

const createFirst = { deleteBeforeReplace: false };

describe("the order of a replacement", () => {
  it("cannot be turned round where a new resource would find the old one", () => {
    const job = { sourceId: "1", srcDbName: "sales" };
    const mapping = { sourceId: "1", dbName: "sales", tableNames: ["orders"] };
    expect(() => new MigrationJob("job", job, createFirst)).toThrow(/MigrationJob job: deleteBeforeReplace: false/);
    expect(() => new DataSource("source", { type: "HIVE" }, createFirst)).toThrow(/Leave the option out/);
    expect(() => new TableMapping("mapping", mapping, createFirst)).toThrow(/Leave the option out/);
  });

  it("is everybody's own where nothing is found", async () => {
    const scan = new MetadataScan("scan", { sourceId: "1" }, createFirst);
    expect(await new Promise((resolve) => scan.urn.apply(resolve))).toContain("MetadataScan");
  });
});

describe("free settings under keys that look like secrets", () => {
  const job = { sourceId: "1", srcDbName: "sales" };

  it.each([
    [{ "fs.s3a.secret.key": "not-to-be-shown" }, "others.fs.s3a.secret.key"],
    [{ hive: { "jdbc.password": "not-to-be-shown" } }, "others.hive.jdbc.password"],
  ])("are refused in clear: %j", (others, path) => {
    const declare = () => new MigrationJob("job", { ...job, others });
    expect(declare).toThrow(`MigrationJob job: ${path} looks like a secret`);
    expect(declare).not.toThrow("not-to-be-shown");
    const timer = { ...job, scheduleType: "Daily", value: "02:30", others } as const;
    expect(() => new MigrationTimer("timer", timer)).toThrow(`MigrationTimer timer: ${path} looks like a secret`);
  });

  it("are taken as secrets, and become secrets where their values come later", async () => {
    const later = { "spark.token": pulumi.output("emulator-token"), "spark.executor.mem": "2g" };
    const { others } = new MigrationJob("job", { ...job, others: later }) as unknown as {
      others: pulumi.Output<object>;
    };
    expect(await pulumi.isSecret(others)).toBe(true);
    const given = new MigrationJob("other", { ...job, others: pulumi.secret({ "spark.token": "emulator-token" }) });
    expect(await new Promise((resolve) => given.urn.apply(resolve))).toContain("MigrationJob");
  });
});
