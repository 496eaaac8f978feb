// Renaming, moving and doubling mappings on the real engine, which makes the new resource before it deletes the old one.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";

jest.setTimeout(300_000);

const sourceId = "2000015";

interface Names {
  readonly db: string;
  readonly tables: string;
  /** Options of both. */
  readonly options?: string;
  /** JavaScript behind the mappings. */
  readonly more?: string;
}

const program = ({ db, tables, options = "{}", more = "" }: Names) => `
const mms = require("pulumi-alicloud-mms");
const sourceId = "${sourceId}";
new mms.DatabaseMapping("${db}", { sourceId, dbName: "archive", dstProjectName: "sales_prod" }, ${options});
new mms.TableMapping("${tables}", {
  sourceId, dbName: "sales", tableNames: ["orders", "customers"], dstProjectName: "sales_prod",
}, ${options});
${more}
`;

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator();
  project = await EngineProject.create({ program: program({ db: "a", tables: "b" }), env: emulator.env });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

const table = (name: string) => emulator.control.store.tablesOf(sourceId, "sales").find((one) => one.name === name);
const database = () => [...emulator.control.store.dbs.of(sourceId)].find((one) => one.name === "archive");
const places = () => [database(), table("orders"), table("customers")].map((one) => one?.dstProjectName);
const allAt = (project: string | undefined) => [project, project, project];
const changes = () => emulator.control.requests().filter(({ mutating }) => mutating).length;

it("keeps what a renamed mapping set, says what is not known any more, and leaves it in place on destroy", async () => {
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(places()).toEqual(allAt("sales_prod"));
  const sent = changes();

  project.writeProgram(program({ db: "archive", tables: "sales" }));
  const renamed = await project.up();
  expect(renamed).toMatchObject({ code: 0 });
  expect(renamed.output).not.toContain("putting");
  expect(renamed.output).toContain(
    `because "archive" declares it: database "archive" of source ${sourceId}. "archive" does`,
  );
  expect(renamed.output).toContain('because "sales" declares it: tables customers, orders of sales of source 2000015.');
  expect(renamed.output).toContain('orders dstProjectName: "sales_prod" → "lakehouse"');
  expect(renamed.output).toMatch(/give it an alias of its previous name/);
  expect(places()).toEqual(allAt("sales_prod"));
  expect(changes()).toBe(sent);
  expect(await project.refresh("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });

  expect(await project.destroy()).toMatchObject({ code: 0 });
  expect(places()).toEqual(allAt("sales_prod"));
});

it("puts back what was there before the first mapping, where the rename has an alias", async () => {
  const before = places();
  expect(await project.up()).toMatchObject({ code: 0 });
  const as = (name: string) => `{ aliases: [{ name: "${name}" }] }`;
  const aliased = program({ db: "archive", tables: "sales" })
    .replace('"sales_prod" }, {}', `"sales_prod" }, ${as("a")}`)
    .replace('"sales_prod",\n}, {}', `"sales_prod",\n}, ${as("b")}`);
  project.writeProgram(aliased);
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(places()).toEqual(allAt("sales_prod"));
  expect(await project.destroy()).toMatchObject({ code: 0 });
  expect(places()).toEqual(before);
});

it("lets a table pass from one mapping to another in one run", async () => {
  const other = (names: string) => `
new mms.TableMapping("other", { sourceId, dbName: "sales", tableNames: ${names}, dstProjectName: "sales_test" });`;
  project.writeProgram(program({ db: "a", tables: "b", more: other('["stores"]') }));
  expect(await project.up()).toMatchObject({ code: 0 });
  const moved = program({ db: "a", tables: "b", more: other('["stores", "customers"]') });
  project.writeProgram(moved.replace('["orders", "customers"]', '["orders"]'));
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(places()).toEqual(["sales_prod", "sales_prod", "sales_test"]);
  expect(await project.up("--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
});

it.each([
  [
    "database",
    '"again", { sourceId, dbName: "archive", dstProjectName: "sales_test" }',
    /DatabaseMapping "(a|again)" and DatabaseMapping "(a|again)" both declare database "archive" of source 2000015/,
  ],
  [
    "table",
    '"again", { sourceId, dbName: "sales", tableNames: ["stores", "customers"], dstProjectName: "sales_test" }',
    /tableNames\[1\].* TableMapping "(b|again)" and TableMapping "(b|again)" both declare table "sales.customers" of source/,
  ],
])("refuses two mappings of one %s, with the names of both, before anything is sent", async (kind, args, refusal) => {
  const more = `new mms.${kind === "table" ? "TableMapping" : "DatabaseMapping"}(${args});`;
  project.writeProgram(program({ db: "a", tables: "b", more }));
  const refused = await project.preview();
  expect(refused.code).not.toBe(0);
  expect(refused.output).toMatch(refusal);
  expect(changes()).toBe(0);
});
