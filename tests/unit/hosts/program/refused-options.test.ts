import * as pulumi from "@pulumi/pulumi";

import { optionsWithoutEffect, refuseOptions } from "../../../../provider/hosts/program/refused-options.js";
import * as mms from "../../../../provider/index.js";
import { lifecycleOf } from "../../../../provider/registry.js";

const sourceId = "2000015";

it("refuses the import option and names how to take over what is there", () => {
  const declare = () =>
    new mms.MigrationJob("sales", { sourceId, srcDbName: "sales" }, { import: "2000015/jobs/4092" });
  expect(declare).toThrow(
    'MigrationJob sales: import: "2000015/jobs/4092" does not work, because Pulumi cannot import dynamic resources. ' +
      'Remove the option and set adoptJobId: "4092" among the arguments to take it over',
  );
});

it.each([
  ["DataSource", lifecycleOf("DataSource"), "adoptSourceId"],
  ["MigrationTimer", lifecycleOf("MigrationTimer"), "adoptTimerId"],
  ["DatabaseMapping", lifecycleOf("DatabaseMapping"), "declare it without the option"],
])("says for a %s what to do in place of an import", (_kind, lifecycle, instead) => {
  expect(() => refuseOptions(lifecycle, "it", { import: "77" })).toThrow(instead);
  expect(() => refuseOptions(lifecycle, "it", { protect: true })).not.toThrow();
});

it("says that replaceOnChanges has no effect, except for init errors, which the engine sees by itself", () => {
  const job = lifecycleOf("MigrationJob");
  expect(optionsWithoutEffect(job, { replaceOnChanges: ["onFailure", "#initerror"] })).toMatch(
    /^replaceOnChanges \(onFailure\) has no effect.*`triggers`/,
  );
  expect(optionsWithoutEffect(job, { replaceOnChanges: ["#initerror"] })).toBeUndefined();
  expect(optionsWithoutEffect(job)).toBeUndefined();
});

// A frame of Pulumi's in the printed stack costs half a minute and gigabytes on the engine, see pulumi-frames.ts.
it("ends a program in a sentence whose stack has no frame of Pulumi's, also where an output's value leads to it", async () => {
  const declare = () => new mms.MigrationJob("sales", { sourceId, srcDbName: "sales" }, { import: "77" });
  const refused = new Promise<unknown>((resolve) => {
    pulumi.output(sourceId).apply(() => {
      try {
        declare();
      } catch (error) {
        resolve(error);
      }
    });
  });
  const error = (await refused) as Error;
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(error.stack).toMatch(/^Error: MigrationJob sales: import/);
  expect(error.stack).not.toMatch(/node_modules.@pulumi/);
});
