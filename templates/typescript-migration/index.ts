import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();

const migration = new mms.Migration("migration", {
  sourceId: config.require("sourceId"),
  srcDbName: config.require("database"),
  wait: false, // each run starts what may start and ends; `pulumi up --refresh` on a schedule goes on
  mapping: { dstProjectName: config.require("dstProject") },
  // The smallest wave first, so that what is wrong shows early. A later wave starts once the one before it has passed.
  waves: [
    { name: "dimensions", jobs: { customers: { tables: ["customers"] } } },
    { name: "facts", jobs: { orders: { tables: ["orders"] } } },
  ],
  job: { enableVerification: true, maxRetries: 3 },
});

export const phase = migration.phase;
export const wave = migration.wave;
export const progress = migration.progress;
export const passed = migration.passed;
export const verified = migration.verified;
