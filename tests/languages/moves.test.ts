// Stacks that move from the dynamic host to the native one and back, from the states that version 0.1.0 wrote: nothing changes, and
// nothing that changes something is sent. MMS_RECORD_MOVES=1 records the states anew.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { OperationName } from "../../provider/mms/operations.js";
import { EngineProject, type ExportedResource, type ExportedState } from "../support/engine/engine.js";
import { javascript, type Stage, yaml } from "../support/engine/moved-programs.js";
import { operationsSent } from "../support/service/requests.js";
import { clientOf } from "../support/program.js";
import { parametersIn } from "../support/states/recording.js";

jest.setTimeout(600_000);

/** A stack as it was left, and how the service came to be what it was. */
interface Recorded {
  readonly requests: ReadonlyArray<{ operation: OperationName; path: string; body: unknown }>;
  readonly state: ExportedState;
}

let emulator: Emulator;
let project: EngineProject;

const file = (stage: Stage): string => join(__dirname, "states", `${stage}-0.1.0.json`);
const read = (stage: Stage): Recorded => JSON.parse(readFileSync(file(stage), "utf8")) as Recorded;

const endless = 1e9;

/** A service on which all is over at once, or on which nothing that moves data ever is. */
async function open(stage: Stage): Promise<void> {
  emulator = await startEmulator({ clock: { speed: 600 } });
  const ms = stage === "finished" ? 0 : endless;
  emulator.control.setPace({ creationMs: 0, phaseMs: { SCHEMA: ms, DATA: ms, VERIFICATION: ms } });
  project = await EngineProject.create({ program: javascript(stage), env: emulator.env });
}

afterEach(async () => {
  project.close();
  await emulator.close();
});

async function record(stage: Stage): Promise<void> {
  await open(stage);
  // One after another, so that the ids follow the order of the requests.
  const up = await project.up("--parallel", "1");
  expect(up.code === 0).toBe(stage === "finished");
  const requests = emulator.control.requests().filter((entry) => entry.mutating);
  const state = JSON.parse((await project.run("stack", "export", "--show-secrets")).stdout) as ExportedState;
  const recorded: Recorded = {
    requests: requests.map(({ operation, path, body }) => ({ operation, path, body })),
    state,
  };
  mkdirSync(dirname(file(stage)), { recursive: true });
  writeFileSync(file(stage), `${JSON.stringify(recorded, undefined, 2)}\n`);
}

/** Brings service and state to where the recorded run left them. */
async function restore(stage: Stage): Promise<Recorded> {
  await open(stage);
  const recorded = read(stage);
  const client = clientOf(emulator);
  for (const { operation, path, body } of recorded.requests) {
    await client.call(operation, { ...parametersIn(operation, path), ...(body ? { body } : {}) } as never);
    emulator.control.advance(60_000);
    await client.getMmsDataSource({ sourceId: "2000015" });
  }
  const stored = (recorded.state.deployment.resources ?? []).filter(({ type }) => type.endsWith(":MigrationJob"));
  const there = new Map(emulator.control.jobs().map(({ name, id }) => [name, id]));
  for (const { outputs = {} } of stored) expect(there.get(String(outputs["name"]))).toBe(outputs["jobId"]);
  await project.importState(JSON.stringify(recorded.state));
  emulator.control.clearRequests();
  return recorded;
}

const types = async (): Promise<string[]> =>
  ((await project.state()).deployment.resources ?? [])
    .filter((one: ExportedResource) => /mms:index|dynamic\/mms/.test(one.type))
    .map(({ type }) =>
      type.replace(/^(?:pulumi-nodejs:dynamic\/mms|alicloud-mms:index):/, (host) =>
        host.includes("dynamic") ? "d:" : "n:",
      ),
    );

if (process.env["MMS_RECORD_MOVES"]) {
  it.each<Stage>(["finished", "half-finished"])("records a %s stack", record);
} else {
  it("moves a finished stack to the native host and back: all is unchanged, and nothing is sent", async () => {
    const { state } = await restore("finished");
    const kinds = (state.deployment.resources ?? []).filter(({ type }) => /dynamic\/mms/.test(type)).length;
    expect(kinds).toBeGreaterThan(9);
    const program = yaml("finished");
    project.writeYaml(program);
    const moved = await project.up();
    expect(moved).toMatchObject({ code: 0 });
    expect(moved.output).not.toMatch(/\d+ (?:updated|replaced)|[~+-]+ +alicloud-mms:index/);
    expect((await types()).every((type) => type.startsWith("n:") || type === "n:Migration")).toBe(true);
    expect(await project.refresh()).toMatchObject({ code: 0 });
    project.writeYaml(program);
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });

    project.writeJavascript(javascript("finished", true));
    const back = await project.up();
    expect(back).toMatchObject({ code: 0 });
    expect((await types()).filter((type) => type.startsWith("n:"))).toEqual(["n:Migration"]);
    project.writeJavascript(javascript("finished"));
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(operationsSent(emulator)).toEqual([]);
  });

  it("moves a half-finished stack, whose jobs go on: only what was not begun is made", async () => {
    await restore("half-finished");
    emulator.control.setPace({ phaseMs: { SCHEMA: 0, DATA: 0, VERIFICATION: 0 } });
    emulator.control.advance(2 * endless);
    project.writeYaml(yaml("half-finished"));
    const moved = await project.up();
    expect(`${moved.code}: ${moved.code === 0 ? "" : moved.output}`).toBe("0: ");
    // The second wave of the component, and the job that the first run did not come to.
    expect(operationsSent(emulator)).toEqual(["CreateMmsJob", "CreateMmsJob"]);
    const names = emulator.control.jobs().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(3);
    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
    project.writeJavascript(javascript("half-finished", true));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(operationsSent(emulator)).toEqual(["CreateMmsJob", "CreateMmsJob"]);
  });
}
