import * as mms from "pulumi-alicloud-mms";

const sales = new mms.MigrationJob("sales", {
  sourceId: "2000015", // a data source that MMS already knows
  srcDbName: "sales",
  tables: ["orders", "customers"],
  waitFor: "completed", // without it, `pulumi up` ends as soon as the job is created
});

export const asyncTaskId = sales.asyncTaskId;
export const jobId = sales.jobId;
export const status = sales.status;
