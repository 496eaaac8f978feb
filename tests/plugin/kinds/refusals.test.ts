// What a check refuses, as either host gives it to the engine, which prints it after the name of the resource.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { failure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";

let emulator: Emulator;
let plugin: Plugin;

const start = async (kind: string) => {
  plugin = await startPlugin({ kind, env: emulator.env });
};

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

it("names the whole path of everything that is wrong, at once", async () => {
  await start("MigrationJob");
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

it("names the input of a gate whose source or job is not there", async () => {
  await start("MigrationGate");
  const refused = async (inputs: object) => (await failure(plugin.create({ ...inputs }))).message;
  expect(await refused({ sourceId: "77", nameFilter: "sales" })).toContain("sourceId: there is no data source 77");
  expect(await refused({ sourceId: "2000015", jobIds: ["99"] })).toContain("jobIds: source 2000015 has no job 99");
});
