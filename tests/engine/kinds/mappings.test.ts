// Mappings and a gate on the real engine: program, plugin process and CLI are Pulumi's own.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";

const sourceId = "2000015";

interface Wish {
  readonly resetTrigger?: string;
  readonly allow?: boolean;
  readonly patience?: string;
}

const program = ({ resetTrigger = "1", allow = false, patience = "5m" }: Wish = {}) => `
const mms = require("pulumi-alicloud-mms");
const sourceId = "${sourceId}";
const landing = new mms.DatabaseMapping("landing", { sourceId, dbName: "archive", dstProjectName: "sales_prod" });
const renamed = new mms.TableMapping("renamed", {
  sourceId, dbName: "sales", tableNames: ["orders", "customers"], dstProjectName: "sales_prod",
  resetTrigger: ["${resetTrigger}"], allowRemigration: ${allow},
});
const job = new mms.MigrationJob("job", { sourceId, srcDbName: "sales", tables: ["stores"] });
const gate = new mms.MigrationGate("gate", { jobs: [job], timeouts: { create: "${patience}", update: "5m" } });
exports.passed = gate.passed;
`;

// Each test runs the engine several times over.
jest.setTimeout(300_000);

let emulator: Emulator;
let project: EngineProject;

async function open(wish: Wish = {}, speed = 600): Promise<void> {
  emulator = await startEmulator({ clock: { speed } });
  project = await EngineProject.create({ program: program(wish), env: emulator.env });
}

afterEach(async () => {
  project.close();
  await emulator.close();
});

const mutating = () => operationsSent(emulator);

/** What is sent from here on. */
function watch(): () => string[] {
  const before = mutating().length;
  return () => mutating().slice(before);
}

const table = (name: string) => emulator.control.store.tablesOf(sourceId, "sales").find((one) => one.name === name);
const initErrors = async () =>
  ((await project.state()).deployment.resources ?? []).flatMap((one) => one.initErrors ?? []);

describe("mappings and a gate on the real engine", () => {
  it("go on after a failure in the middle, with what was remembered before it", async () => {
    await open({ patience: "1s" }, 1);
    emulator.control.injectFault("UpdateMmsTables", { kind: "forbidden" });
    const failed = await project.up("--continue-on-error");
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("odps:UpdateMmsTables");
    expect(failed.output).toMatch(/still waiting after .* for 1 of 1 jobs/);
    expect(await initErrors()).toHaveLength(2);

    emulator.control.advance(10 * 60_000);
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(await initErrors()).toEqual([]);
    expect(await project.outputs()).toEqual({ passed: true });
    expect(mutating().filter((name) => name === "CreateMmsJob")).toHaveLength(1);
    expect(table("orders")?.dstProjectName).toBe("sales_prod");
    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(table("orders")?.dstProjectName).toBe("lakehouse");
  });

  it("refuse at preview to migrate finished tables again, and do it when the program says so", async () => {
    await open();
    expect(await project.up()).toMatchObject({ code: 0 });
    for (const name of ["orders", "customers", "products"]) Object.assign(table(name) ?? {}, { status: "DONE" });
    expect(await project.refresh()).toMatchObject({ code: 0 });
    const sent = watch();

    project.writeProgram(program({ resetTrigger: "2" }));
    const refused = await project.preview();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(
      /migrate them again: customers, orders\. If that is meant, set allowRemigration: true/,
    );
    expect(sent()).toEqual([]);

    project.writeProgram(program({ resetTrigger: "2", allow: true }));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(sent()).toEqual(["UpdateMmsTables"]);
    expect(["orders", "customers", "products"].map((name) => table(name)?.status)).toEqual(["INIT", "INIT", "DONE"]);
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  });
});
