// The program of a history, as JavaScript.
import { sourceId } from "../sessions/job-acts.js";
import type { Program } from "./history.js";

/** Writes a program. `adopted` are the jobs that a person takes over, by resource name, as an error said how to. */
export function programText({ jobs, gate, mapping }: Program, adopted: ReadonlyMap<string, string>): string {
  const lines = jobs.map(({ name, chosenName, waitFor }) => {
    const args = {
      sourceId,
      srcDbName: "sales",
      tables: [name],
      waitFor,
      ...(chosenName ? { name: `mine-${name}` } : {}),
      ...(adopted.has(name) ? { adoptJobId: adopted.get(name) } : {}),
    };
    return `const ${name} = new mms.MigrationJob("${name}", ${JSON.stringify(args)});`;
  });
  // A gate takes ids, which a job that is only submitted need not have.
  const awaited = jobs.filter(({ waitFor }) => waitFor !== "submitted").map(({ name }) => name);
  if (gate && awaited.length > 0) lines.push(`new mms.MigrationGate("gate", { jobs: [${awaited.join(", ")}] });`);
  if (mapping) {
    const args = { sourceId, dbName: "sales", tableNames: ["returns"], dstProjectName: "sales_prod" };
    lines.push(`new mms.TableMapping("returns", ${JSON.stringify(args)});`);
  }
  return [`const mms = require("pulumi-alicloud-mms");`, ...lines, ""].join("\n");
}
