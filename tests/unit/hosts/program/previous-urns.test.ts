// The names before: what the hidden input of the declared aliases says, on a program that is renamed, moved and nested.
import * as pulumi from "@pulumi/pulumi";

import { packUrn } from "../../../../provider/hosts/provider-text.js";
import { DataSource, DatabaseMapping, MigrationJob, MigrationTimer } from "../../../../provider/index.js";

let hidden: Map<string, unknown>;

beforeEach(async () => {
  hidden = new Map();
  const mocks = {
    newResource: ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
      hidden.set(name, (inputs as Record<string, unknown>)["__formerly"]);
      return { id: name, state: inputs as object };
    },
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "project", "stack", false);
});

const registered = ({ urn }: pulumi.Resource) => new Promise((resolve) => urn.apply(resolve));
const job = { sourceId: "1", srcDbName: "sales" };

/** A packed URN: the kind stands in for the type. */
const packed = (name: string, parents = "") =>
  packUrn(`urn:pulumi:stack::project::${parents}pulumi-nodejs:dynamic/mms:MigrationJob::${name}`, "MigrationJob");

async function formerOf(name: string, opts: pulumi.CustomResourceOptions): Promise<unknown> {
  await registered(new MigrationJob(name, job, opts));
  return hidden.get(name);
}

class Wave extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Wave", name, {}, opts);
  }
}

it("holds nothing where nothing is declared", async () => {
  expect(await formerOf("plain", {})).toBeUndefined();
  expect(await formerOf("child", { parent: new Wave("wave") })).toBeUndefined();
});

it("holds each alias as the URN it stands for, given as a text, by its parts or later", async () => {
  const text = "urn:pulumi:other::project::pulumi-nodejs:dynamic/mms:MigrationJob::text";
  const aliases = [{ name: "old" }, text, pulumi.output({ name: "later" }), { project: "previous" }];
  expect(await formerOf("new", { aliases })).toEqual([
    packed("old"),
    "other::project::::text",
    packed("later"),
    "stack::previous::::new",
  ]);
});

it("holds the place before a move into a component, and the places of the component's own aliases", async () => {
  const outer = new Wave("now", { aliases: [{ name: "once" }] });
  const inner = new Wave("now-inner", { parent: outer, aliases: [{ parent: pulumi.rootStackResource }] });
  const moved = await formerOf("now-inner-job", { parent: inner, aliases: [{ parent: pulumi.rootStackResource }] });
  const under = (parents: string, name: string) => packed(name, `${parents}$`);
  const wave = "acme:index:Wave";
  expect(new Set(moved as string[])).toEqual(
    new Set([packed("now-inner-job"), under(wave, "now-inner-job"), under(`${wave}$${wave}`, "once-inner-job")]),
  );
});

it("follows what a transformation makes of the aliases", async () => {
  const transformations = [
    ({ name, props, opts }: pulumi.ResourceTransformationArgs) => ({
      props: props as object,
      opts: name === "job" ? pulumi.mergeOptions(opts, { aliases: [{ name: "transformed" }] }) : opts,
    }),
  ];
  const parent = new Wave("parent", { transformations });
  expect(await formerOf("job", { parent })).toEqual([packed("transformed", "acme:index:Wave$")]);
});

it("is there for what has a generated name, and for nothing else", async () => {
  const opts = { aliases: [{ name: "old" }] };
  await registered(new DataSource("source", { type: "HIVE" }, opts));
  await registered(new MigrationTimer("timer", { ...job, scheduleType: "Daily", value: "02:30" }, opts));
  await registered(new DatabaseMapping("mapping", { sourceId: "1", dbName: "sales", dstProjectName: "p" }, opts));
  expect([hidden.get("source"), hidden.get("timer"), hidden.get("mapping")]).toEqual([
    ["stack::project::::old"],
    ["stack::project::::old"],
    undefined,
  ]);
});
