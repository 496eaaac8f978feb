// States that released versions have left, held against this one without an engine: no resource shows a change of the program it had.
// tests/long/recorded-states.test.ts leads the same states on.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { ExportedResource } from "../support/engine/engine.js";
import { startPlugin } from "../support/plugin/plugin.js";
import { host } from "../support/hosts.js";
import { recordedVersions, type Recording, recordingOf } from "../support/states/recording.js";
import { scenarios } from "../support/states/scenarios.js";

type Values = Record<string, unknown>;

/** Types of resources; the component's own row has no plugin behind it. */
const ours = /^(?:pulumi-nodejs:dynamic\/mms|alicloud-mms:index):(?!Migration$)(\w+)$/;
const kindOf = ({ type }: ExportedResource): string | undefined => ours.exec(type)?.[1];

/** The one secret of the recorded programs, which only the stack's passphrase opens. */
const secretConfig = { "hive.jdbc.password": "recorded-secret" };

/** Values as a plugin gets them, with their secrets opened. */
function opened(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if ("ciphertext" in value) return secretConfig;
  if (Array.isArray(value)) return value.map(opened);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner)]));
}

const resourcesOf = ({ state }: Recording): readonly ExportedResource[] =>
  (state as { deployment: { resources?: ExportedResource[] } }).deployment.resources ?? [];

const stored = recordedVersions().flatMap((version) =>
  Object.keys(scenarios).flatMap((name) => {
    const recording = recordingOf(version, host, name);
    if (recording === undefined || recording.fails) return [];
    const all = resourcesOf(recording).filter((one) => kindOf(one) !== undefined);
    return all.map((resource) => ({ version, name, kind: kindOf(resource) ?? "", resource }));
  }),
);

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ clock: "manual" });
});

afterAll(() => emulator.close());

it.each([...new Set(stored.map(({ kind }) => kind))])("sees no change in a recorded %s", async (kind) => {
  const plugin = await startPlugin({ kind, env: emulator.env });
  try {
    for (const { resource, version, name } of stored.filter((one) => one.kind === kind)) {
      const [inputs, outputs] = [opened(resource.inputs), opened(resource.outputs)] as [Values, Values];
      const checked = await plugin.check(inputs, inputs);
      const { changes } = await plugin.diff(resource.id ?? "", outputs, checked.inputs);
      expect({ version, name, failures: checked.failures, changes }).toEqual({
        version,
        name,
        failures: [],
        changes: false,
      });
    }
  } finally {
    await plugin.stop();
  }
});
