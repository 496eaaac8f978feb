import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { EventLog } from "../../../provider/hosts/serving/event-log.js";
import type { MigrationEvent } from "../../../provider/hosts/serving/event.js";
import { ResourceNotReadyError } from "../../../provider/lifecycle/not-ready.js";
import type { State } from "../../../provider/lifecycle/types.js";
import { redact, registerSecret } from "../../../provider/mms/text/redact.js";

const clock = { now: () => 1_000, sleep: async () => undefined };
const about = { verb: "create", urn: "urn:pulumi:dev::test::type::orders", kind: "MigrationJob" } as const;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mms-events-"));
  file = join(folder, "events.jsonl");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const openLog = (place: string) => EventLog.lazily(() => ({ file: place, clock, redact }))()!;

const lines = (): MigrationEvent[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as MigrationEvent);

const recorded = {
  verb: "create" as const,
  before: { sourceId: "7" },
  after: (state?: State) => state,
};
const row = (warned: string[] = []) => ({
  standing: (state: State) => state,
  warn: (text: string) => void warned.push(text),
});

it("writes a verb from its beginning to its end, with the ids once they are known", async () => {
  const log = openLog(file);
  const recording = log.recording({ ...about, wave: "facts" });
  await recording.during(
    async () => {
      recording.progress({ asyncTaskId: "8", phase: "requested" });
      recording.progress({ asyncTaskId: "8", phase: "requested" });
      recording.message("warning", "it is late");
      return { jobId: "9", phase: "DOING" };
    },
    recorded,
    row(),
  );
  const common = {
    version: 1,
    time: "1970-01-01T00:00:01.000Z",
    ...about,
    name: "orders",
    wave: "facts",
    sourceId: "7",
  };
  expect(lines()).toEqual([
    { ...common, run: expect.any(String), seq: 0, event: "start" },
    { ...common, run: expect.any(String), seq: 1, event: "progress", asyncTaskId: "8", phase: "requested" },
    {
      ...common,
      run: expect.any(String),
      seq: 2,
      event: "message",
      asyncTaskId: "8",
      level: "warning",
      message: "it is late",
    },
    {
      ...common,
      run: expect.any(String),
      seq: 3,
      event: "end",
      asyncTaskId: "8",
      jobId: "9",
      phase: "DOING",
      result: "succeeded",
    },
  ]);
});

it("says why a verb failed, without secrets, and what exists all the same", async () => {
  registerSecret("a-secret-value");
  const log = openLog(file);
  const cause = new TypeError("the service refused a-secret-value");
  const fails = () => Promise.reject(new ResourceNotReadyError("7/jobs/9", { jobId: "9", phase: "FAILED" }, cause));
  await expect(log.recording(about).during(fails, recorded, row())).rejects.toThrow("refused");
  expect(lines().at(-1)).toMatchObject({
    event: "end",
    result: "failed",
    jobId: "9",
    phase: "FAILED",
    error: { type: "TypeError", message: "the service refused ***" },
  });
  expect(readFileSync(file, "utf8")).not.toContain("a-secret-value");
});

it("says that nothing is left of what is gone", async () => {
  await openLog(file)
    .recording(about)
    .during(async () => undefined, recorded, row());
  expect(lines().at(-1)).toMatchObject({ event: "end", result: "succeeded", phase: "gone" });
});

it.each([
  ["in a folder that is not there", () => join(folder, "none", "events.jsonl"), "ENOENT"],
  ["that is a folder", () => folder, "EISDIR"],
  ["that is full", () => "/dev/full", "ENOSPC"],
])("warns once of a file %s, and fails nothing", async (_what, place, code) => {
  const warned: string[] = [];
  const log = openLog(place());
  for (const result of [{}, {}])
    expect(await log.recording(about).during(async () => result, recorded, row(warned))).toBe(result);
  expect(warned).toEqual([expect.stringContaining(code)]);
  expect(warned[0]).toContain("alicloud-mms:events");
});

it("has nothing to write to where no file is set", () => {
  expect(EventLog.lazily(() => ({ file: undefined, clock, redact }))()).toBeUndefined();
});
