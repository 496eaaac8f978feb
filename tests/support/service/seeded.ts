// What the emulator holds of its seed's first source, for tests that look at it or change it.
import type { Emulator } from "../../../emulator/index.js";

export const sourceId = "2000015";

function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new Error(`the emulator has no ${what}`);
  return thing;
}

/** A source by its id. */
export const sourceOf = ({ control }: Emulator, id: string) => found(control.store.sources.get(id), `source ${id}`);

/** A database of the first source by its name. */
export const databaseOf = ({ control }: Emulator, name = "sales") =>
  found(
    control.store.dbs.of(sourceId).find((one) => one.name === name),
    `database ${name}`,
  );

/** A table of the database `sales` by its name. */
export const tableOf = ({ control }: Emulator, name: string) =>
  found(
    control.store.tablesOf(sourceId, "sales").find((one) => one.name === name),
    `table ${name}`,
  );

/** A Hive source as a program declares it. */
export const hive = {
  type: "HIVE",
  config: { "mc.default.project": "lakehouse", "hive.metastore.urls": "thrift://metastore.example:9083" },
  secretConfig: { "hive.jdbc.password": "emulator-hive-password" },
};
