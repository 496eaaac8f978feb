// What stands in the state of every stack and on the service under a name that was computed: a change of one byte of it makes
// a second job, or loses the first. A change here needs a migration of stored states, never another expectation.
import * as pulumi from "@pulumi/pulumi";

import { startEmulator } from "../../emulator/index.js";
import * as mms from "../../provider/index.js";
import { startPlugin } from "../support/plugin/plugin.js";
import { hive } from "../support/service/seeded.js";

type Values = Record<string, unknown>;

describe("generated names are pinned", () => {
  it.each<[kind: string, inputs: Values, name: string]>([
    [
      "MigrationJob",
      { sourceId: 2000015, srcDbName: "sales", tables: ["orders", "customers"], waitFor: "submitted" },
      "Stra-e-7-orders-4a2974ff-e220719c",
    ],
    [
      "MigrationJob",
      { sourceId: "2000015", srcDbName: "sales", triggers: [1], enableVerification: true },
      "Stra-e-7-orders-4a2974ff-12f5b5a8",
    ],
    [
      "MigrationTimer",
      { sourceId: "2000015", srcDbName: "sales", scheduleType: "Daily", value: "02:30" },
      "Stra-e-7-orders-4ee59614-d8be4544",
    ],
    ["DataSource", hive, "Stra-e-7-orders-f9376585-89293d7e"],
  ])("%s %j", async (kind, inputs, name) => {
    const emulator = await startEmulator({ clock: { speed: 600 } });
    const plugin = await startPlugin({ kind, env: emulator.env, name: "Straße 7/orders" });
    try {
      const checked = await plugin.check({}, inputs);
      expect(checked.failures).toEqual([]);
      expect((await plugin.create(checked.inputs)).outs["name"]).toBe(name);
    } finally {
      await plugin.stop();
      await emulator.close();
    }
  });
});

describe("what every state says of a resource is pinned", () => {
  it("type token, provider text and packed URN", async () => {
    const registered: Values[] = [];
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs }) => {
          registered.push({ type, provider: inputs.__provider, urn: inputs.__urn });
          return { id: name, state: inputs };
        },
        call: ({ inputs }) => inputs,
      },
      "shop",
      "dev",
    );
    const sourceId = "2000015";
    const parent = new pulumi.ComponentResource("acme:index:Data", "all");
    const job = new mms.MigrationJob("sales", { sourceId, srcDbName: "sales" }, { parent });
    await new Promise((resolve) => job.urn.apply(resolve));
    expect(registered.at(-1)).toEqual({
      provider: 'exports.handler=()=>require("pulumi-alicloud-mms/runtime").MigrationJob',
      type: "pulumi-nodejs:dynamic/mms:MigrationJob",
      urn: "dev::shop::acme:index:Data$::sales",
    });
  });
});
