// The example of each kind, once for all languages: `${…}` names an output of another resource, or a secret setting.

/** @typedef {{ kind: string, args: Record<string, unknown>, dependsOn?: string }} Declared */
/** @typedef {{ secrets?: string[], resources: Record<string, Declared>, outputs: Record<string, string> }} ExampleProgram */

const sourceId = "2000015";
const job = (/** @type {string[]} */ tables) => ({
  kind: "MigrationJob",
  args: { sourceId, srcDbName: "sales", tables },
});

/** @type {Record<string, ExampleProgram>} */
export const examplePrograms = {
  DataSource: {
    secrets: ["hivePassword"],
    resources: {
      warehouse: {
        kind: "DataSource",
        args: {
          type: "HIVE",
          networklink: "vpc-2zebqp6uojhdla46677tl:cn-shanghai",
          config: {
            "mc.default.project": "lakehouse",
            "hive.metastore.urls": "thrift://10.0.0.5:9083",
            "hive.jdbc.url": "jdbc:hive2://10.0.0.5:10000/default",
            "hive.jdbc.username": "migration",
          },
          secretConfig: { "hive.jdbc.password": "${hivePassword}" },
          testConnection: true,
        },
      },
    },
    outputs: { sourceId: "${warehouse.sourceId}" },
  },
  DatabaseMapping: {
    resources: {
      sales: { kind: "DatabaseMapping", args: { sourceId, dbName: "sales", dstProjectName: "sales_prod" } },
    },
    outputs: { dbId: "${sales.dbId}" },
  },
  MetadataScan: {
    resources: {
      inventory: { kind: "MetadataScan", args: { sourceId, dbName: "sales", maxAge: "12h" } },
      sales: { kind: "MigrationJob", args: { sourceId, srcDbName: "sales" }, dependsOn: "inventory" },
    },
    outputs: { tablesFound: "${inventory.tables}" },
  },
  MigrationGate: {
    resources: {
      facts: job(["orders"]),
      dimensions: job(["customers"]),
      moved: {
        kind: "MigrationGate",
        args: { sourceId, jobIds: ["${facts.jobId}", "${dimensions.jobId}"], timeouts: { create: "6h" } },
      },
    },
    outputs: { passed: "${moved.passed}" },
  },
  MigrationJob: {
    resources: { sales: job(["orders", "customers"]) },
    outputs: { asyncTaskId: "${sales.asyncTaskId}" },
  },
  MigrationTimer: {
    resources: {
      nightly: {
        kind: "MigrationTimer",
        args: {
          sourceId,
          srcDbName: "sales",
          scheduleType: "Daily",
          value: "02:30",
          tableBlackList: ["campaigns"],
        },
      },
    },
    outputs: { jobsSoFar: "${nightly.jobIds}" },
  },
  TableMapping: {
    resources: {
      orders: {
        kind: "TableMapping",
        args: {
          sourceId,
          dbName: "sales",
          tableNames: ["orders", "customers"],
          dstProjectName: "sales_prod",
          dstNames: { orders: "ods_orders" },
        },
      },
    },
    outputs: { destinations: "${orders.destinations}" },
  },
  WavePlan: {
    resources: { plan: { kind: "WavePlan", args: { sourceId, srcDbName: "sales", waveNum: 3 } } },
    outputs: { waves: "${plan.waves}" },
  },
};
