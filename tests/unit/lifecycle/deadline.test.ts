// How long a verb may take: as the program says, else as the engine says, else by default.
import { deadlineOf, withDeadline } from "../../../provider/lifecycle/deadline.js";
import { lifecycleOf } from "../../../provider/registry.js";

const job = lifecycleOf("MigrationJob");
const hour = 3_600_000;

describe("the deadline of a verb", () => {
  it("is the program's timeout of that verb", () => {
    expect(deadlineOf(job, "create", { timeouts: { create: "1h", delete: "1m" } }, 5)).toBe(5 + hour);
    expect(deadlineOf(job, "delete", { timeouts: { create: "1h", delete: "1m" } }, 5)).toBe(5 + 60_000);
  });

  it("is the engine's timeout where the program states none at all", () => {
    expect(deadlineOf(job, "update", {}, 0, 90)).toBe(90_000);
    expect(deadlineOf(job, "update", { timeouts: { create: "1h" } }, 0, 90)).toBe(hour / 3);
  });

  it.each([
    ["MigrationJob", "create", {}, hour / 3],
    ["MigrationJob", "update", { waitFor: "completed" }, 24 * hour],
    ["MigrationJob", "delete", { waitFor: "completed" }, hour / 3],
    ["MigrationGate", "create", {}, 24 * hour],
    ["DataSource", "create", {}, hour / 3],
    ["TableMapping", "create", {}, Number.POSITIVE_INFINITY],
  ] as const)("of a %s's %s with %j is by default %d", (kind, verb, inputs, expected) => {
    expect(deadlineOf(lifecycleOf(kind), verb, inputs, 0)).toBe(expected);
  });
});

it("a retry of a call shows on the row", () => {
  const lines: string[] = [];
  const progress = {
    status: (line: string) => void lines.push(line),
    info: () => {},
    warn: () => {},
    report: () => {},
  };
  const base = { progress, signal: new AbortController().signal, service: {}, urn: "", clock: undefined as never };
  const { call, deadline } = withDeadline(base, 7);
  expect([call.deadline, deadline]).toEqual([7, 7]);
  call.onRetry({ reason: "throttled", waitMs: 1_200 });
  expect(lines).toEqual(["next attempt in 2 s: throttled"]);
});
