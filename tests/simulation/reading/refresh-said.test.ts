// What a refresh says while it looks for a minute.
import { lifecycleOf } from "../../../provider/registry.js";
import { Many, minute, sourceId } from "../../support/sessions/many.js";

let many: Many;

beforeEach(async () => {
  many = await Many.open();
});

afterEach(() => many.emulator.close());

/** Reads a job back in a new process; what it said, and how long it took. */
async function refresh(job: { id: string; state: Record<string, unknown> }) {
  many.startAgain();
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const progress = { status: say, info: say, warn: say, report: () => undefined };
  const context = { ...many.context("job"), service: many.service, progress };
  const began = many.clock.now();
  const seen = await lifecycleOf("MigrationJob").read(job, context);
  return { seen, said, tookMs: many.clock.now() - began };
}

it("says that a job can be read and is not listed, and for how long it lists again", async () => {
  const [job] = await many.createJobs(1);
  many.emulator.control.deleteJob(String(job?.state["jobId"]));
  const { seen, said, tookMs } = await refresh(job!);
  expect(seen).toBeUndefined();
  expect(tookMs).toBeGreaterThanOrEqual(minute);
  expect(said[0]).toMatch(/^job \d+ can be read, but its source does not list it; listing again for up to a minute$/);
});

it("says that it waits for a job that the service is still making", async () => {
  many.emulator.control.setPace({ creationMs: 45_000 });
  const inputs = { sourceId, srcDbName: "lake", tables: ["bronze_0001"], waitFor: "submitted" };
  const job = await lifecycleOf("MigrationJob").create(inputs, many.context("job"));
  const { seen, said, tookMs } = await refresh(job);
  expect(seen?.state["jobId"]).toBe(many.emulator.control.jobs()[0]?.id);
  expect(tookMs).toBeGreaterThan(0.5 * minute);
  expect(said[0]).toMatch(/async task \d+/);
});
