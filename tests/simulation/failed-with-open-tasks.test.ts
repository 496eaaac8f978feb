// A job that reads FAILED while other tasks of it still wait or run is not at its end.
import { lifecycleOf } from "../../provider/registry.js";
import { Many, minute, sourceId } from "../support/sessions/many.js";

let many: Many;

beforeEach(async () => {
  many = await Many.open();
  many.emulator.control.setPace({ parallel: 1, phaseMs: { SCHEMA: minute, DATA: 10 * minute, VERIFICATION: minute } });
  many.emulator.control.failTasks({
    table: "bronze_0001",
    phase: "DATA",
    message: "disk full",
    times: 1,
    jobReadsFailed: true,
  });
});

afterEach(() => many.emulator.close());

const create = (more: object = {}) =>
  lifecycleOf("MigrationJob").create(
    { sourceId, srcDbName: "lake", tables: ["bronze_0001", "bronze_0002", "bronze_0003"], ...more },
    many.context("job"),
  );

const sent = () =>
  many.emulator.control
    .requests()
    .filter(({ mutating }) => mutating)
    .map(({ operation }) => operation);

it("is waited for until the other tasks have ended, and fails then", async () => {
  const began = many.clock.now();
  await expect(create({ waitFor: "completed" })).rejects.toMatchObject({
    message: expect.stringContaining("FAILED: 1 failed task"),
    state: { status: "FAILED", taskDone: 2 },
  });
  // Three tasks, one after another, each of eleven minutes or more.
  expect(many.clock.now() - began).toBeGreaterThan(30 * minute);
});

it("is stopped before it is deleted", async () => {
  const job = await create();
  await many.clock.sleep(15 * minute);
  expect(many.emulator.control.jobs()).toMatchObject([{ status: "FAILED", taskDone: 0 }]);
  await lifecycleOf("MigrationJob").delete(job, many.context("job"));
  expect(sent()).toEqual(["CreateMmsJob", "StopMmsJob", "DeleteMmsJob"]);
});
