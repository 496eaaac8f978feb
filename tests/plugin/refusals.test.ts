// What a check refuses, as either host gives it to the engine, which prints it after the name of the resource.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { type Plugin, startPlugin } from "../support/plugin/plugin.js";

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator();
  plugin = await startPlugin({ kind: "MigrationJob", env: emulator.env });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

it("names the whole path of everything that is wrong, at once", async () => {
  const { failures } = await plugin.check(
    {},
    { sourceId: 9007199254740992, srcDbName: "sales", tables: ["a", 7], timeouts: { create: "soon" }, onStall: "fail" },
  );
  expect(failures).toEqual([
    expect.stringMatching(/^sourceId: expected an id.*got 9007199254740992; a number this large.*as text/),
    expect.stringMatching(/^tables\[1\]: expected .*got 7$/),
    expect.stringMatching(/^timeouts\.create: expected a duration .*got "soon"$/),
    expect.stringMatching(/^onStall needs stallTimeout/),
  ]);
});
