import { unknown } from "../../../../provider/lifecycle/properties/values.js";
import { diffMigrationJob } from "../../../../provider/resources/migration-job/diff.js";

const inputs = { sourceId: "1", srcDbName: "sales", tables: ["orders"] };
const done = { ...inputs, name: "sales-1a2b", jobId: "7", status: "DONE", stopped: false, taskNum: 3, taskDone: 3 };
const doing = { ...done, status: "DOING", taskDone: 1 };

describe("a finished job", () => {
  it("is no change, for ever", () => {
    expect(diffMigrationJob(done, inputs)).toMatchObject({ changes: false, reasons: [] });
    expect(diffMigrationJob(done, { ...inputs, waitFor: "completed" }).replaces).toEqual([]);
  });

  it("is protected from a change that would migrate again, naming the field and both values", () => {
    expect(() => diffMigrationJob(done, { ...inputs, tables: ["orders", "customers"] })).toThrow(
      /job 7 "sales-1a2b" is DONE.*`tables` changed from \["orders"\] to \["customers","orders"\].*triggers/s,
    );
  });

  it("is protected without a word about the values of free settings, which may be secret", () => {
    const changed = () =>
      diffMigrationJob({ ...done, others: { token: "hidden-old" } }, { ...inputs, others: { token: "hidden-new" } });
    expect(changed).toThrow(/`others` changed, which needs a new job/);
    expect(changed).not.toThrow(/hidden/);
  });

  it.each([
    ["triggers change", { triggers: ["again"] }],
    ["the program says so", { tables: ["customers"], protectRemigration: false }],
  ])("is replaced when %s", (_when, change) => {
    expect(diffMigrationJob(done, { ...inputs, ...change }).replaces).not.toEqual([]);
  });

  it("is not endangered by a value that is not known yet", () => {
    expect(diffMigrationJob(done, { ...inputs, tables: unknown }).replaces).toEqual([]);
  });
});

describe("a job that is under way", () => {
  it("is replaced by a changed scope", () => {
    expect(diffMigrationJob(doing, { ...inputs, srcDbName: "other" })).toMatchObject({ replaces: ["srcDbName"] });
  });

  it.each([
    ["it failed", { status: "FAILED" }, {}, "FAILED"],
    ["it is stopped against desire", { stopped: true }, {}, "the next `pulumi up` starts it"],
    ["it runs against desire", {}, { desiredState: "stopped" }, "the next `pulumi up` stops it"],
    ["it is to be awaited", {}, { waitFor: "completed" }, "resumes the wait"],
    ["its id is not known", { jobId: undefined }, {}, "looks for it"],
  ])("is a change in words when %s", (_when, seen, wish, words) => {
    const diff = diffMigrationJob({ ...doing, ...seen }, { ...inputs, ...wish });
    expect(diff).toMatchObject({ changes: true, replaces: [] });
    expect(diff.reasons.join()).toContain(words);
  });

  it("is no change while it runs as wanted", () => {
    expect(diffMigrationJob(doing, inputs)).toMatchObject({ changes: false });
  });

  it.each([
    ["stopped", { stopped: true }],
    ["failed", { status: "FAILED" }],
  ])("is no change when it should stand still and is %s, whatever is waited for", (_word, seen) => {
    const wish = { ...inputs, desiredState: "stopped", waitFor: "completed" };
    expect(diffMigrationJob({ ...doing, ...wish, ...seen }, wish)).toMatchObject({ changes: false, reasons: [] });
  });
});

describe("the job's name", () => {
  it("is kept when the program gives none", () => {
    expect(diffMigrationJob(doing, inputs).replaces).toEqual([]);
  });
});

describe("adoptJobId", () => {
  it("changes nothing when it names the job that is already ours", () => {
    expect(diffMigrationJob(doing, { ...inputs, adoptJobId: 7 }).replaces).toEqual([]);
  });

  it("does not let the job be replaced by itself", () => {
    const again = { ...inputs, adoptJobId: "7", triggers: ["again"] };
    expect(() => diffMigrationJob(done, again)).toThrow(
      /`triggers` changed from .*Remove adoptJobId to create a new one/s,
    );
    expect(diffMigrationJob({ ...done, adoptJobId: "7" }, { ...again, adoptJobId: undefined }).replaces).toEqual([
      "triggers",
    ]);
  });

  it("replaces when it names another job", () => {
    expect(diffMigrationJob(doing, { ...inputs, adoptJobId: "8" }).replaces).toEqual(["adoptJobId"]);
  });
});
