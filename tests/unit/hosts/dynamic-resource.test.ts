import * as pulumi from "@pulumi/pulumi";

import { DataSource, MetadataScan, MigrationJob, TableMapping } from "../../../provider/index.js";

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
