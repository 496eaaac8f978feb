// A create looks for what an earlier run made before the resource was renamed or moved, as its aliases say.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { packUrn } from "../../provider/hosts/provider-text.js";
import { startPlugin } from "../support/plugin/plugin.js";
import { hive } from "../support/service/seeded.js";

type Values = Record<string, unknown>;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterEach(() => emulator.close());

/** Creates as a new run does, under a name; what it makes is in no state that another run sees. */
async function create(kind: string, name: string, inputs: Values, aliases: readonly string[] = []) {
  const plugin = await startPlugin({ kind, env: emulator.env, name });
  try {
    const previous = aliases.map((alias) => packUrn(plugin.urn.replace(/[^:]+$/, alias), kind));
    const hidden = previous.length > 0 ? { __formerly: previous } : {};
    const { inputs: checked } = await plugin.check({}, { ...inputs, ...hidden });
    const made = await plugin.create(checked);
    const again = await plugin.check(checked, { ...inputs, ...hidden });
    return { ...made, diff: await plugin.diff(made.id, made.outs, again.inputs), lines: plugin.lines };
  } finally {
    await plugin.stop();
  }
}

const asked = (operation: string) =>
  emulator.control.requests().filter((entry) => entry.operation === operation).length;

it.each<[kind: string, operation: string, inputs: Values]>([
  ["DataSource", "CreateMmsDataSource", hive],
  [
    "MigrationTimer",
    "CreateMmsTimer",
    { sourceId: "2000015", srcDbName: "sales", scheduleType: "Daily", value: "02:30" },
  ],
])(
  "finds a %s under the name of an alias, makes no second, and sees no change in its name",
  async (kind, operation, inputs) => {
    const first = await create(kind, "before", inputs);
    const second = await create(kind, "after", inputs, ["long-before", "before"]);
    expect(second.id).toBe(first.id);
    expect(second.outs["name"]).toBe(first.outs["name"]);
    expect(second.diff).toMatchObject({ changes: false, replaces: [] });
    expect(second.lines.map(({ message }) => message).join("\n")).toMatch(/found .* from an earlier attempt/);
    expect(asked(operation)).toBe(1);

    const stranger = await create(kind, "stranger", inputs);
    expect(stranger.id).not.toBe(first.id);
    expect(asked(operation)).toBe(2);
  },
);
