// A migration job on the real engine: program, plugin process and CLI are Pulumi's own, the service is the emulator.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject, type ProjectOptions, type Run } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";

/** A program with one job; `properties` is the text of its arguments. */
const program = (properties: string): string => `
const mms = require("pulumi-alicloud-mms");
const job = new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "sales", ${properties} });
exports.asyncTaskId = job.asyncTaskId;
exports.jobId = job.jobId;
exports.status = job.status;
`;

let emulator: Emulator;
let project: EngineProject;

const key = (): string => emulator.env["ALIBABA_CLOUD_ACCESS_KEY_ID"] ?? "";
const secret = (): string => emulator.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] ?? "";

const mutating = () => operationsSent(emulator);

const open = async (
  javascript: string,
  env: Readonly<Record<string, string>> = emulator.env,
  config: ProjectOptions["config"] = {},
): Promise<void> => {
  project = await EngineProject.create({ program: javascript, env, config });
};

/** What a person can read of a failure: one error line a resource, and no stack. */
function expectOneSentence({ code, output }: Run): string {
  expect(code).not.toBe(0);
  expect(output).not.toMatch(/^\s+at /m);
  const [, diagnostics = ""] = output.split("Diagnostics:");
  const errors = diagnostics.split("\n").filter((line) => /^ {4}error: (?!update failed)/.test(line));
  expect(errors).toHaveLength(1);
  return errors[0] ?? "";
}

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 60 } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

describe("a migration job on the real engine", () => {
  it("starts once, hands its ids on, changes nothing when run again, survives a refresh and is destroyed", async () => {
    await open(program(`tables: ["orders"]`));
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(await project.outputs()).toEqual({
      asyncTaskId: expect.stringMatching(/^\d+$/),
      jobId: expect.stringMatching(/^\d+$/),
      status: expect.stringMatching(/^(INIT|DOING|DONE)$/),
    });
    expect(mutating()).toEqual(["CreateMmsJob"]);

    expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await project.refresh()).toMatchObject({ code: 0 });
    expect(await project.up()).toMatchObject({ code: 0 });
    expect(mutating()).toEqual(["CreateMmsJob"]);

    expect(await project.destroy()).toMatchObject({ code: 0 });
    expect(mutating().at(-1)).toBe("DeleteMmsJob");
    expect((await project.state()).deployment.resources ?? []).toEqual([]);
  });

  it("keeps no access key in the state, and one constant text under 80 characters as its provider", async () => {
    await open(program(`tables: ["orders"]`));
    expect(await project.up()).toMatchObject({ code: 0 });

    const { text, deployment } = await project.state();
    expect([key(), secret()]).not.toContain("");
    expect(text).not.toContain(key());
    expect(text).not.toContain(secret());
    const job = deployment.resources?.find((resource) => resource.type === "pulumi-nodejs:dynamic/mms:MigrationJob");
    const provider = 'exports.handler=()=>require("pulumi-alicloud-mms/runtime").MigrationJob';
    expect(provider.length).toBeLessThan(80);
    expect(job?.inputs?.["__provider"]).toBe(provider);
    expect(job?.outputs?.["__provider"]).toBe(provider);
  });

  it("runs on the configuration that @pulumi/alicloud has, and shows no secret of it", async () => {
    await open(
      program(`tables: ["orders"]`),
      { ALICLOUD_MMS_ENDPOINT: emulator.url, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" },
      {
        "alicloud:region": "cn-hangzhou",
        "alicloud:accessKey": { secret: key() },
        "alicloud:secretKey": { secret: secret() },
      },
    );
    const up = await project.up();
    expect(up).toMatchObject({ code: 0 });
    expect(up.output + (await project.state()).text).not.toContain(secret());
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });

  it("refuses wrong input at preview, by its path", async () => {
    await open(program(""));
    for (const [properties, message] of [
      [`tabels: ["orders"]`, `unknown property "tabels"; did you mean "tables"?`],
      [`tables: "orders"`, "has a problem: tables: expected a list"],
      [`tables: ["orders", 7]`, "has a problem: tables[1]: expected"],
      [`tables: ["orders"], timeouts: { create: "soon" }`, "has a problem: timeouts.create: expected a duration"],
      [`sourceId: undefined, tables: ["orders"]`, "sourceId"],
    ] as const) {
      project.writeProgram(program(properties));
      const output = expectOneSentence(await project.preview());
      expect(output).toContain(message);
      expect(output).not.toContain("<nil>");
    }
    expect(emulator.control.requests()).toEqual([]);
  });
});

describe("a service that cannot be used", () => {
  it("is named in one sentence when nothing listens there", async () => {
    const endpoint = await closedEndpoint();
    await open(program(`tables: ["orders"]`), { ...emulator.env, ALICLOUD_MMS_ENDPOINT: endpoint });
    expect(expectOneSentence(await project.up())).toContain(new URL(endpoint).host);
    expect((await project.state()).deployment.pending_operations ?? []).toEqual([]);
  });

  it("refuses a wrong key in one sentence that does not show it", async () => {
    await open(program(`tables: ["orders"]`), { ...emulator.env, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "not-the-secret" });
    const up = await project.up();
    expect(expectOneSentence(up)).toMatch(/SignatureDoesNotMatch|signature/i);
    expect(up.output).not.toContain("not-the-secret");
    expect(mutating()).toEqual([]);
  });

  it("ends in one sentence without markup when a gateway responds with its own page", async () => {
    emulator.control.injectFault("*", { kind: "html", status: 502 }, { times: 1_000 });
    await open(program(`tables: ["orders"]`));
    expect(expectOneSentence(await project.up())).not.toMatch(/<\/?\w+>/);
    expect(emulator.control.jobs()).toEqual([]);
  });

  it("creates one job although a gateway's page hid the response to its creation", async () => {
    emulator.control.injectFault("CreateMmsJob", { kind: "html", status: 502, afterEffect: true });
    await open(program(`tables: ["orders"]`));
    expect(await project.up()).toMatchObject({ code: 0 });
    const [job, ...more] = emulator.control.jobs();
    expect(more).toEqual([]);
    expect((await project.outputs())["jobId"]).toBe(job?.id);
  });
});

/** An address at which nothing listens any more. */
async function closedEndpoint(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}`;
}
