// Which keys a source's configuration has.

export interface Item {
  readonly key: string;
  readonly type: "string" | "password" | "int" | "bool" | "map" | "file";
  readonly required: boolean;
  readonly group: string;
}

export const item = (key: string, type: Item["type"] = "string", required = false, group = "group.basic"): Item => ({
  key,
  type,
  required,
  group,
});

/** Keys of configuration by type of source; which ones exist is published for some, and inferred for most. */
const itemsByType: Readonly<Record<string, readonly Item[]>> = {
  HIVE: [
    item("mc.default.project", "string", true),
    item("hive.metastore.urls", "string", true),
    item("hive.jdbc.url"),
    item("hive.jdbc.username"),
    item("hive.jdbc.password", "password"),
    item("hive.metastore.sasl.enabled", "bool", false, "group.kerberos"),
    item("hive.metastore.kerberos.keytab.file", "file", false, "group.kerberos"),
  ],
  BIGQUERY: [
    item("mc.default.project", "string", true),
    item("bigquery.project.id", "string", true),
    item("bigquery.range.partition.migrate.type"),
    item("bigquery.service.account.json", "file"),
  ],
  DATABRICKS: [
    item("mc.default.project", "string", true),
    item("db.workspace.url"),
    item("db.access.token", "password"),
  ],
  MAXCOMPUTE: [
    item("mc.default.project", "string", true),
    item("mc.endpoint"),
    item("mc.auth.access.id"),
    item("mc.auth.access.key", "password"),
  ],
};

export const itemsOf = (type: string): readonly Item[] =>
  itemsByType[type.toUpperCase()] ?? [item("mc.default.project", "string", true)];
