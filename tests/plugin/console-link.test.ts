// The one published page of the console: in outputs, and at the end of what sends its reader there.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { initFailure, type Plugin, startPlugin } from "../support/plugin/plugin.js";
import { clientOf } from "../support/program.js";
import { asRegion, type Regional } from "../support/service/regional.js";
import { hive } from "../support/service/seeded.js";
import { root } from "../support/plugin/wire.js";

const sourceId = "2000015";
const url = "https://maxcompute.console.aliyun.com/cn-shanghai/mma/datasource";
const toConsole = ` Console: ${url}`;

let emulator: Emulator;
let regional: Regional;
let plugin: Plugin | undefined;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  regional = await asRegion(emulator);
});

afterEach(async () => {
  await plugin?.stop();
  plugin = undefined;
  regional.close();
  await emulator.close();
});

const started = async (kind: string, env: NodeJS.ProcessEnv) => (plugin = await startPlugin({ kind, env }));

describe("the address of the console", () => {
  it("is an output of a data source where the endpoint is the region's own", async () => {
    const { id, outs } = await (await started("DataSource", regional.env)).create(hive);
    expect(outs["consoleUrl"]).toBe(url);
    // A state from before the output: nothing to change, and a refresh adds it.
    const stored = Object.fromEntries(Object.entries(outs).filter(([name]) => name !== "consoleUrl"));
    expect(await plugin?.diff(id, stored, hive)).toMatchObject({ changes: false });
    expect((await plugin?.read(id, stored))?.props["consoleUrl"]).toBe(url);
  });

  it("is none of a service elsewhere", async () => {
    const { outs } = await (await started("DataSource", emulator.env)).create(hive);
    expect(outs).toMatchObject({ status: "STARTED" });
    expect(outs).not.toHaveProperty("consoleUrl");
  });

  it("ends what is said of stopped jobs", async () => {
    // The job may not end before it is stopped, however slow this machine is.
    emulator.control.setPace({ phaseMs: { SCHEMA: 10 * 365 * 86_400_000 } });
    await clientOf(emulator).createMmsJob({
      sourceId,
      body: { name: "stopped", srcDbName: "sales", tables: ["orders"] },
    });
    emulator.control.advance(5_000);
    const [jobId = ""] = emulator.control.jobs().map((job) => job.id);
    emulator.control.stopJob(jobId);
    const gate = await started("MigrationGate", regional.env);
    const failed = await initFailure(gate.create({ sourceId, jobIds: [jobId] }));
    expect(failed.reasons[0]).toContain(`the gate then waits on.${toConsole}`);
    expect(gate.lines.map(({ message }) => message).join("\n")).toContain(`wants running.${toConsole}`);
  });

  it("ends the fix of a doctor that found the source stopped", async () => {
    emulator.control.changeSource(sourceId, { status: "STOPPED" });
    const doctor = (env: NodeJS.ProcessEnv) =>
      promisify(execFile)(process.execPath, [join(root, "dist/cli/main.js"), "doctor", "--source", sourceId], {
        env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
      }).then(
        ({ stdout }) => stdout,
        ({ stdout }: { stdout: string }) => stdout,
      );
    expect(await doctor(regional.env)).toContain(`and its agent.${toConsole}\n`);
    expect(await doctor(emulator.env)).not.toContain("Console:");
  });
});
