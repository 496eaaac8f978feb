import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import { operationsSent } from "../../support/service/requests.js";

const inputs = { sourceId: "2000015", srcDbName: "sales", tables: ["orders", "customers"] };

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 60 }, ids: "beyondDoubles" });
  plugin = await startPlugin({ kind: "MigrationJob", env: emulator.env });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const mutating = () => operationsSent(emulator);

describe("MigrationJob in Pulumi's plugin process", () => {
  it("creates one job and hands over its ids, whatever their size", async () => {
    const { id, outs } = await plugin.create(inputs);
    const [job, ...more] = emulator.control.jobs();
    expect(more).toEqual([]);
    expect(outs).toMatchObject({
      ...inputs,
      jobId: job?.id,
      asyncTaskId: expect.stringMatching(/^90071992547\d+$/),
    });
    expect(id).toBe(`2000015/jobs/${job?.id}`);
  });

  it("creates no second job when the engine calls create again", async () => {
    const first = await plugin.create(inputs);
    const again = await plugin.create(inputs);
    expect(again.id).toBe(first.id);
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });

  it("follows the job to its end, reads it back unchanged, and removes it", async () => {
    const wish = { ...inputs, waitFor: "completed" };
    const { id, outs } = await plugin.create(wish);
    expect(outs).toMatchObject({ status: "DONE", taskNum: 2, taskDone: 2 });
    expect(await plugin.diff(id, outs, wish)).toEqual({ changes: false, replaces: [], deleteBeforeReplace: false });
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    await plugin.delete(id, outs);
    await plugin.delete(id, outs);
    expect(emulator.control.jobs().map((job) => job.deleted)).toEqual([true]);
  });

  it("ends at once when the engine is done with it", async () => {
    await plugin.create(inputs);
    expect(await plugin.interrupt()).toBe(0);
  });
});
