import fc from "fast-check";

import {
  asyncPulumiId,
  jobPulumiId,
  parseId,
  requestBody,
  visibleDifferences,
} from "../../../../provider/resources/migration-job/identity.js";
import { generatedPrefix } from "../../../../provider/resources/base/naming.js";
import { migrationJobSchema } from "../../../../provider/resources/migration-job/schema.js";

const { generate: generatedName } = migrationJobSchema.naming;

const urn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/mms:MigrationJob::sales";
const inputs = { sourceId: "1", srcDbName: "sales", tables: ["b", "a"], waitFor: "completed" };

describe("the generated name", () => {
  it("begins with the resource's name and is the same in every attempt", () => {
    expect(generatedName(urn, inputs)).toMatch(/^sales-[0-9a-f]{8}-[0-9a-f]{8}$/);
    expect(generatedName(urn, { ...inputs, tables: ["a", "b"], sourceId: 1 })).toBe(generatedName(urn, inputs));
  });

  it("begins alike for every configuration of a resource, and for no other resource", () => {
    const prefix = generatedPrefix(urn, "migration");
    expect(generatedName(urn, { ...inputs, tables: ["c"] }).startsWith(prefix)).toBe(true);
    expect(generatedName(`${urn}2`, inputs).startsWith(prefix)).toBe(false);
  });

  it("does not depend on how the job is run", () => {
    expect(generatedName(urn, { ...inputs, waitFor: "created", timeouts: { create: "1h" } })).toBe(
      generatedName(urn, inputs),
    );
  });

  it.each([
    ["another resource", `${urn}2`, inputs],
    ["another scope", urn, { ...inputs, tables: ["a"] }],
    ["a trigger", urn, { ...inputs, triggers: [1] }],
  ])("is another for %s", (_what, otherUrn, otherInputs) => {
    expect(generatedName(otherUrn, otherInputs)).not.toBe(generatedName(urn, inputs));
  });

  it("holds only letters, digits, hyphens and underscores, and at most 58 of them", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(generatedName(`urn:pulumi:dev::p::t::${name}`, inputs)).toMatch(/^[A-Za-z0-9_-]{1,58}$/);
      }),
    );
  });
});

describe("the request", () => {
  it("holds the service's fields alone, in one way of writing", () => {
    expect(requestBody({ ...inputs, triggers: [1], adoptJobId: "3" }, "n")).toEqual({
      sourceId: "1",
      srcDbName: "sales",
      tables: ["a", "b"],
      name: "n",
    });
  });
});

describe("a job's configuration", () => {
  const job = { srcDbName: "sales", config: { tables: ["a", "b"], increment: true } };

  it("is ours when it shows what was requested", () => {
    expect(visibleDifferences(inputs, job)).toEqual([]);
  });

  it("is not ours when it shows something else", () => {
    expect(visibleDifferences({ ...inputs, tables: ["c"] }, job)).toEqual([
      { field: "tables", wanted: ["c"], found: ["a", "b"] },
    ]);
  });
});

describe("the Pulumi id", () => {
  it("is read in both forms, whatever the size of its numbers", () => {
    expect(parseId(jobPulumiId("1", "9007199254740993"))).toEqual({ sourceId: "1", jobId: "9007199254740993" });
    expect(parseId(asyncPulumiId("1", "2"))).toEqual({ sourceId: "1", asyncTaskId: "2" });
  });

  it("is refused with all forms named when it is something else", () => {
    expect(() => parseId("job-7")).toThrow(
      "<sourceId>/jobs/<jobId>, <sourceId>/async/<asyncTaskId> or <sourceId>/named/<name>",
    );
  });
});
