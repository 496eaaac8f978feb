// What a declaration with aliases hands its provider: the URNs that the resource had before.
import * as pulumi from "@pulumi/pulumi";

import { unpackUrn } from "../../../provider/hosts/contract.js";
import { MigrationJob } from "../../../provider/index.js";

const inputsOf = new Map<string, Record<string, unknown>>();

beforeEach(async () => {
  inputsOf.clear();
  const mocks = {
    newResource: ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
      inputsOf.set(name, inputs as Record<string, unknown>);
      return { id: name, state: inputs as object };
    },
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "project", "stack", false);
});

const type = "pulumi-nodejs:dynamic/mms:MigrationJob";
const args = { sourceId: "1", srcDbName: "sales" };

/** The earlier URNs of a job, as its provider gets them. */
async function formerOf(opts: pulumi.CustomResourceOptions): Promise<string[] | undefined> {
  const job = new MigrationJob("sales", args, opts);
  await new Promise((resolve) => job.urn.apply(resolve));
  const packed = inputsOf.get("sales")?.["__formerly"] as string[] | undefined;
  return packed?.map((urn) => unpackUrn(urn, "MigrationJob"));
}

class Team extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Team", name, {}, opts);
  }
}

it("is nothing where it declares none", async () => {
  expect(await formerOf({})).toBeUndefined();
});

it("is the URN of an earlier name", async () => {
  expect(await formerOf({ aliases: [{ name: "revenue" }] })).toEqual([`urn:pulumi:stack::project::${type}::revenue`]);
});

it("is a URN that it names whole", async () => {
  const urn = `urn:pulumi:stack::project::${type}::whole`;
  expect(await formerOf({ aliases: [urn] })).toEqual([urn]);
});

it("is the URN outside of a component that it was moved into", async () => {
  const opts = { parent: new Team("team"), aliases: [{ parent: pulumi.rootStackResource }] };
  expect(await formerOf(opts)).toEqual([`urn:pulumi:stack::project::${type}::sales`]);
});

it("is the URN inside of its component's earlier name", async () => {
  const parent = new Team("sales-team", { aliases: [{ name: "team" }] });
  expect(await formerOf({ parent })).toEqual([`urn:pulumi:stack::project::test:index:Team$${type}::sales`]);
});
