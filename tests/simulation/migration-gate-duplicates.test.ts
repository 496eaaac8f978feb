// A gate sees when a job of its own has a double that a run which died has started.
import { Many, minute, sourceId } from "../support/sessions/many.js";
import { lifecycleOf } from "../../provider/registry.js";

let many: Many;

beforeEach(async () => {
  many = await Many.open();
});

afterEach(() => many.emulator.close());

/** Passes a gate; answers what it warned of. */
async function warnings(jobIds: readonly string[]): Promise<string[]> {
  const warned: string[] = [];
  const progress = {
    status: () => undefined,
    info: () => undefined,
    warn: (text: string) => void warned.push(text),
    report: () => undefined,
  };
  await lifecycleOf("MigrationGate").create({ sourceId, jobIds }, { ...many.context("gate"), progress });
  return warned;
}

/** Somebody makes a job of this name; on another table, since the service refuses two jobs on one. */
async function double(name: unknown): Promise<string> {
  const body = { name: String(name), srcDbName: "lake", tables: ["bronze_0009"] };
  await many.service.client.createMmsJob({ sourceId, body });
  return String(many.emulator.control.jobs().at(-1)?.id);
}

it("warns of a job that has the name of one of its own, and says who ends it", async () => {
  const [one] = await many.createJobs(2);
  const other = await double(one?.state["name"]);
  await many.clock.sleep(minute);
  const [first = ""] = await warnings([String(one?.state["jobId"])]);
  expect(first).toContain(
    `job ${other} has the name "${String(one?.state["name"])}" of job ${String(one?.state["jobId"])}`,
  );
  expect(first).toContain("pulumi up --refresh");
});

it("sees one that shows up while it waits", async () => {
  const [one] = await many.createJobs(1);
  const [warned] = await Promise.all([
    warnings([String(one?.state["jobId"])]),
    many.clock.sleep(5 * minute).then(() => double(one?.state["name"])),
  ]);
  expect(warned).toHaveLength(1);
});

it("has nothing to say of names that people chose", async () => {
  const [one] = await many.createJobs(1, { name: "nightly" });
  await double("nightly");
  expect(await warnings([String(one?.state["jobId"])])).toEqual([]);
});
