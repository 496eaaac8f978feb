import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { type Plugin, startPlugin } from "../../support/plugin/plugin.js";

const sourceId = "2000015";
const inputs = { sourceId, srcDbName: "sales", waveNum: 2 };

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
  plugin = await startPlugin({ kind: "WavePlan", env: emulator.env, name: "plan" });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

type Waves = readonly (readonly string[])[];

const wavesOf = (outs: Record<string, unknown>): Waves => outs["waves"] as Waves;
const without = (waves: Waves, table: string): Waves => waves.map((wave) => wave.filter((name) => name !== table));

/** Tables grow the other way round, so that a fresh split would be another one. */
const upsideDown = () => {
  const tables = emulator.control.store.tables.of(sourceId);
  tables.forEach((table, index) => Object.assign(table, { size: 10 ** (index % 12) }));
};

describe("WavePlan in Pulumi's plugin process", () => {
  it("moves no table from wave to wave for changed lists", async () => {
    const { id, outs } = await plugin.create(inputs);
    const planned = wavesOf(outs);
    const [out = ""] = planned.at(-1) ?? [];
    upsideDown();
    const shorter = await plugin.update(id, outs, { ...inputs, tableBlackList: [out] });
    expect(wavesOf(shorter)).toEqual(without(planned, out));
    const back = await plugin.update(id, shorter, inputs);
    expect(without(wavesOf(back), out)).toEqual(without(planned, out));
    expect(wavesOf(back).flat()).toContain(out);
  });

  it("takes the previous split up again where the number of waves is changed back", async () => {
    const { id, outs } = await plugin.create(inputs);
    upsideDown();
    const three = await plugin.update(id, outs, { ...inputs, waveNum: 3 });
    expect(wavesOf(three)).toHaveLength(3);
    const two = await plugin.update(id, three, inputs);
    expect(wavesOf(two)).toEqual(wavesOf(outs));
  });

  it("plans anew for changed triggers, from what the inventory has now", async () => {
    const { id, outs } = await plugin.create(inputs);
    upsideDown();
    const anew = await plugin.update(id, outs, { ...inputs, triggers: ["now"] });
    expect(wavesOf(anew)).not.toEqual(wavesOf(outs));
    expect([...wavesOf(anew).flat()].sort()).toEqual([...wavesOf(outs).flat()].sort());
    expect(anew).not.toHaveProperty("previousWaves.2");
  });

  it("splits what is left where changed lists would leave a wave empty", async () => {
    const { id, outs } = await plugin.create(inputs);
    const [first = [], second = []] = wavesOf(outs);
    const rest = await plugin.update(id, outs, { ...inputs, tableBlackList: [...first] });
    expect(wavesOf(rest).every((wave) => wave.length > 0)).toBe(true);
    expect([...wavesOf(rest).flat()].sort()).toEqual([...second].sort());
  });
});
