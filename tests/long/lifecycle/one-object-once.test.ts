// Two resources and one job, source or timer, on the real engine: by a chosen name, by adoption, and under a previous name.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";

jest.setTimeout(300_000);

const unmoving = { stopMs: 0, phaseMs: { SCHEMA: 86_400_000, DATA: 86_400_000, VERIFICATION: 0 } };
const start = `const pulumi = require("@pulumi/pulumi");\nconst mms = require("pulumi-alicloud-mms");\nconst sourceId = "2000015";\n`;
const scope = `sourceId, srcDbName: "sales"`;
const job = (name: string, more = "") =>
  `exports.${name} = new mms.MigrationJob("${name}", { ${scope}, tables: ["orders"], ${more} }).jobId;\n`;

let emulator: Emulator;
let project: EngineProject;

async function open(program: string): Promise<void> {
  emulator = await startEmulator({ clock: { speed: 60 } });
  emulator.control.setPace(unmoving);
  project = await EngineProject.create({ program: start + program, env: emulator.env });
}

const run = (program: string): Promise<{ code: number | null; output: string }> => {
  project.writeProgram(start + program);
  return project.up();
};

afterEach(async () => {
  project.close();
  await emulator.close();
});

const live = () => emulator.control.jobs().filter(({ deleted }) => !deleted);
const changes = () => operationsSent(emulator);

it.each([
  ["job", (name: string) => `new mms.MigrationJob("${name}", { ${scope}, tables: ["orders"], name: "one" });`],
  [
    "data source",
    (name: string) =>
      `new mms.DataSource("${name}", { type: "HIVE", config: { "mc.default.project": "p" }, name: "one" });`,
  ],
  [
    "timer",
    (name: string) =>
      `new mms.MigrationTimer("${name}", { ${scope}, scheduleType: "Daily", value: "02:30", name: "one" });`,
  ],
])(
  "refuses two declarations of a %s of one chosen name, with both names, before anything is sent",
  async (what, declare) => {
    await open(declare("a") + declare("b"));
    const refused = await project.preview();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(new RegExp(`"(a|b)" and \\w+ "(a|b)" both declare ${what} named "one"`));
    expect(changes()).toEqual([]);
  },
);

it("lets a job pass to a resource that adopts it, and deletes it with neither", async () => {
  await open(job("a"));
  expect(await project.up()).toMatchObject({ code: 0 });
  const { a: jobId } = await project.outputs();
  const moved = await run(job("b", `adoptJobId: "${String(jobId)}"`));
  expect(moved).toMatchObject({ code: 0 });
  expect(moved.output).toMatch(/is left as it is: MigrationJob "b" has taken it over/);
  expect(live()).toMatchObject([{ id: jobId, stopped: false }]);
  expect(await project.outputs()).toEqual({ b: jobId });
  expect(changes()).toEqual(["CreateMmsJob"]);
});

it("refuses to adopt a job that another resource of the program has, and leaves it to that one", async () => {
  await open(job("a"));
  expect(await project.up()).toMatchObject({ code: 0 });
  const { a: jobId } = await project.outputs();
  const refused = await run(job("a") + job("b", `adoptJobId: "${String(jobId)}"`));
  expect(refused.code).not.toBe(0);
  expect(refused.output).toMatch(
    /MigrationJob "[ab]" and MigrationJob "[ab]" are both \S+, and each would undo the other/,
  );
  expect(await run(job("a"))).toMatchObject({ code: 0 });
  expect(live()).toMatchObject([{ id: jobId, stopped: false }]);
  expect(changes()).toEqual(["CreateMmsJob"]);
});

it("finds a source and a timer again that were renamed and moved after the state was lost", async () => {
  const both = (prefix: string, options: (previous: string) => string) => `
exports.source = new mms.DataSource("${prefix}src", { type: "HIVE", config: { "mc.default.project": "p", "hive.metastore.urls": "thrift://a:9083" } }, ${options("src")}).sourceId;
exports.timer = new mms.MigrationTimer("${prefix}nightly", {
  ${scope}, scheduleType: "Daily", value: "02:30",
}, ${options("nightly")}).timerId;
`;
  await open(both("", () => "{}"));
  const { text } = await project.state();
  expect(await project.up()).toMatchObject({ code: 0 });
  const before = await project.outputs();
  const made = changes();
  await project.importState(text);
  const parent = `const parent = new pulumi.ComponentResource("acme:index:Team", "team");\n`;
  const previous = (name: string) => `{ parent, aliases: [{ name: "${name}", parent: pulumi.rootStackResource }] }`;
  const found = await run(parent + both("team-", previous));
  expect(found).toMatchObject({ code: 0 });
  expect(await project.outputs()).toEqual(before);
  expect(changes()).toEqual(made);
  expect(await project.refresh()).toMatchObject({ code: 0 });
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(changes()).toEqual(made);
});
