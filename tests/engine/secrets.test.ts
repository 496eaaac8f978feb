// A value that a program marks as secret: sent to the service, and written down nowhere in clear.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { declared, secretOf } from "../support/engine/declared.js";
import { EngineProject } from "../support/engine/engine.js";

const secret = "s3cret-of-the-program";

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 60 } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

describe("a secret among a job's settings", () => {
  it("reaches the service, and stays encrypted in state and hidden in what is printed", async () => {
    const others = secretOf({ "spark.token": secret });
    const args = { sourceId: "2000015", srcDbName: "sales", tables: ["orders"], others };
    const outputs = { others: "sales.others", jobId: "sales.jobId" };
    const program = declared({ sales: { kind: "MigrationJob", args } }, outputs);
    project = await EngineProject.create({ program, env: emulator.env });
    const up = await project.up();
    expect(up).toMatchObject({ code: 0 });
    const refreshed = await project.refresh();
    expect(refreshed).toMatchObject({ code: 0 });
    const { text } = await project.state();
    expect([text, up.output, refreshed.output].filter((told) => told.includes(secret))).toEqual([]);
    const made = emulator.control.requests().find(({ operation }) => operation === "CreateMmsJob");
    expect(made?.body).toMatchObject({ others: { "spark.token": secret } });
    expect(await project.outputs()).toEqual({ jobId: emulator.control.jobs()[0]?.id, others: "[secret]" });
  });
});
