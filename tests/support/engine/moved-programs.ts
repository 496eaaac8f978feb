// One program with every kind of resource, an explicit provider and a component, in JavaScript and in Pulumi YAML: what moves
// between the hosts without a change.

/** How far the stack has come: all done, or ended while the first wave of the component was waited for. */
export type Stage = "finished" | "half-finished";

/** How long a run waits at most: the first one of a half-finished stack ends by it, and the next ones have time. */
const limits = (stage: Stage, create: string) =>
  stage === "finished" ? "{}" : `{ timeouts: { create: "${create}" } }`;

const password = "hive-password-of-the-program";

/** `back` is the way from the native plugin to the dynamic host, on which the program names the previous types. */
export const javascript = (stage: Stage, back = false): string => `
const pulumi = require("@pulumi/pulumi");
const mms = require("pulumi-alicloud-mms");
const sourceId = "2000015";
const provider = new mms.Provider("account", { region: "cn-shanghai" });
const previous = (type) => ({ aliases: [{ type: type.replace("pulumi-nodejs:dynamic/mms:", "alicloud-mms:index:") }] });
const from = (kind, opts = {}) => ({ ...opts, ...(${back} ? previous("alicloud-mms:index:" + kind) : {}) });
const ofComponent = {
  transformations: ${back} ? [({ type, props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, type.includes("dynamic/mms:") ? previous(type) : {}) })] : [],
};
const config = { "mc.default.project": "lakehouse", "hive.metastore.urls": "thrift://a:9083" };
const secretConfig = { "hive.jdbc.password": pulumi.secret("${password}") };
new mms.DataSource("warehouse", { type: "HIVE", config, secretConfig }, from("DataSource"));
new mms.MetadataScan("scan", { sourceId }, from("MetadataScan"));
const landing = { sourceId, dbName: "sales", dstProjectName: "sales_prod" };
const mapped = new mms.DatabaseMapping("landing", landing, from("DatabaseMapping", { provider }));
const renamed = { sourceId, dbName: "sales", tableNames: ["campaigns"], dstProjectName: "sales_next" };
const mapping = new mms.TableMapping("renamed", renamed, from("TableMapping", { dependsOn: [mapped] }));
new mms.WavePlan("plan", { sourceId, srcDbName: "sales", waveNum: 2 }, from("WavePlan"));
const timer = { sourceId, srcDbName: "sales", scheduleType: "Daily", value: "02:30", stopped: true };
new mms.MigrationTimer("nightly", timer, from("MigrationTimer"));
const wish = { sourceId, srcDbName: "sales", tables: ["orders"], waitFor: "completed", ...${limits(stage, back ? "10m" : "2s")} };
const sales = new mms.MigrationJob("sales", wish, from("MigrationJob", { provider, dependsOn: [mapping] }));
new mms.MigrationGate("checked", { sourceId, jobIds: [sales.jobId] }, from("MigrationGate"));
const waves = { sourceId, srcDbName: "archive", scan: false, waves: [["events_0001"], ["events_0002"]], gate: ${limits(stage, back ? "10m" : "2s")} };
new mms.Migration("archive", waves, ofComponent);
`;

export const yaml = (stage: Stage): string => `
resources:
  account: { type: pulumi:providers:alicloud-mms, properties: { region: cn-shanghai } }
  warehouse:
    type: alicloud-mms:DataSource
    properties:
      type: HIVE
      config: { mc.default.project: lakehouse, hive.metastore.urls: "thrift://a:9083" }
      secretConfig: { hive.jdbc.password: { fn::secret: ${password} } }
  scan: { type: alicloud-mms:MetadataScan, properties: { sourceId: 2000015 } }
  landing:
    type: alicloud-mms:DatabaseMapping
    properties: { sourceId: 2000015, dbName: sales, dstProjectName: sales_prod }
    options: { provider: "\${account}" }
  renamed:
    type: alicloud-mms:TableMapping
    properties: { sourceId: 2000015, dbName: sales, tableNames: [campaigns], dstProjectName: sales_next }
    options: { dependsOn: ["\${landing}"] }
  plan: { type: alicloud-mms:WavePlan, properties: { sourceId: 2000015, srcDbName: sales, waveNum: 2 } }
  nightly:
    type: alicloud-mms:MigrationTimer
    properties: { sourceId: 2000015, srcDbName: sales, scheduleType: Daily, value: "02:30", stopped: true }
  sales:
    type: alicloud-mms:MigrationJob
    properties:
      sourceId: 2000015
      srcDbName: sales
      tables: [orders]
      waitFor: completed${stage === "finished" ? "" : "\n      timeouts: { create: 10m }"}
    options: { provider: "\${account}", dependsOn: ["\${renamed}"] }
  checked: { type: alicloud-mms:MigrationGate, properties: { sourceId: 2000015, jobIds: ["\${sales.jobId}"] } }
  archive:
    type: alicloud-mms:Migration
    properties:
      sourceId: 2000015
      srcDbName: archive
      scan: false
      waves: [[events_0001], [events_0002]]
      gate: ${limits(stage, "10m")}
`;
