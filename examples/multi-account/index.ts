import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();

const account = (name: string) =>
  new mms.Provider(name, {
    region: config.require(`${name}Region`),
    accessKey: config.requireSecret(`${name}AccessKey`),
    secretKey: config.requireSecret(`${name}SecretKey`),
  });

const retail = account("retail");
const factory = account("factory");

const orders = new mms.MigrationJob(
  "orders",
  { sourceId: config.require("retailSourceId"), srcDbName: "sales", tables: ["orders", "order_items"] },
  { provider: retail },
);

const metrics = new mms.MigrationJob(
  "metrics",
  { sourceId: config.require("factorySourceId"), srcDbName: "analytics" },
  { provider: factory },
);

// A gate belongs to one source, and so to one account.
const ordersMoved = new mms.MigrationGate("orders-moved", { jobs: [orders] }, { provider: retail });
const metricsMoved = new mms.MigrationGate("metrics-moved", { jobs: [metrics] }, { provider: factory });

export const jobIds = { orders: orders.jobId, metrics: metrics.jobId };
export const tables = { orders: ordersMoved.tables, metrics: metricsMoved.tables };
