// What the native protocol has beside the dynamic one: timeouts with the call, changes by element, and outputs that stay.
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { type NativePlugin, secret, startNative } from "../../support/plugin/native.js";
import { initFailure } from "../../support/plugin/plugin.js";

const forEver = 1e12;
const sales = { sourceId: "2000015", srcDbName: "sales" };

let emulator: Emulator;
let plugin: NativePlugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  plugin = await startNative(emulator.env);
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

/** Creates a resource, and compares it with what it is to become. */
async function changed(kind: string, before: Record<string, unknown>, after: Record<string, unknown>) {
  const resource = plugin.resource(kind, "subject");
  const { inputs: olds } = await resource.check(before);
  const { id, outs } = await resource.create(olds);
  const { inputs: news, failures } = await resource.check(after, olds);
  expect(failures).toEqual([]);
  const { detaileddiffMap, replacesList, stablesList } = await resource.diff(id, outs, news);
  return {
    elements: Object.fromEntries(detaileddiffMap.map(([path, { kind: how }]) => [path, how])),
    replacesList,
    stablesList,
  };
}

it("ends a wait after the seconds that the engine passes, keeps the job, and stores no timeout", async () => {
  emulator.control.setPace({ phaseMs: { SCHEMA: forEver, DATA: forEver, VERIFICATION: forEver } });
  const job = plugin.resource("MigrationJob", "sales");
  const { inputs } = await job.check({ ...sales, tables: ["orders"], waitFor: "completed" });
  const failed = await initFailure(job.create(inputs, 2));
  expect(failed.reasons.join()).toMatch(/still waiting after \d+ s/);
  expect(failed.resourceId).toBe(`2000015/jobs/${String(failed.properties["jobId"])}`);
  expect(failed.properties["timeouts"]).toBeUndefined();
});

const {
  ADD_REPLACE: addReplace,
  DELETE_REPLACE: removeReplace,
  UPDATE: update,
  UPDATE_REPLACE: updateReplace,
} = proto.PropertyDiff.Kind;

it("names the element of a list or map that changed, and what became of it", async () => {
  // A finished job is guarded: this one must not end before it is compared, however slow the machine is.
  emulator.control.setPace({ phaseMs: { SCHEMA: forEver } });
  const options = { "a.b": "1", "c.d": "2" };
  const { elements } = await changed(
    "MigrationTimer",
    { ...sales, scheduleType: "Daily", value: "02:30", stopped: true },
    { ...sales, scheduleType: "Daily", value: "03:30", stopped: true },
  );
  expect(elements).toEqual({ value: update });
  const job = await changed(
    "MigrationJob",
    { ...sales, tables: ["orders", "customers"], others: options },
    { ...sales, tables: ["orders", "products", "refunds"], others: { "a.b": "1", "e.f": "3" } },
  );
  expect(job.elements).toEqual({
    "tables[1]": updateReplace,
    "tables[2]": addReplace,
    'others["c.d"]': removeReplace,
    'others["e.f"]': addReplace,
  });
});

it("shows a rotated secret as one update, on which no id of the source depends", async () => {
  const config = { "mc.default.project": "lakehouse", "hive.metastore.urls": "thrift://a:9083" };
  const source = (password: string) => ({
    type: "HIVE",
    config,
    secretConfig: secret({ "hive.jdbc.password": password }),
  });
  const { elements, replacesList, stablesList } = await changed("DataSource", source("old"), source("new"));
  expect(Object.keys(elements)).toHaveLength(1);
  expect(Object.keys(elements)[0]).toMatch(/^secretConfig/);
  expect(replacesList).toEqual([]);
  expect(stablesList).toContain("sourceId");
});
