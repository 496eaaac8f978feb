import { progressOf } from "../../../provider/hosts/engine-log.js";

const { CI } = process.env;
beforeEach(() => void (process.env["CI"] = "true"));
afterEach(() => {
  if (CI === undefined) delete process.env["CI"];
  else process.env["CI"] = CI;
});

/** A row of a log, to which one says something every second. */
function row() {
  let second = 0;
  const shown: string[] = [];
  const clock = { now: () => second * 1_000, sleep: async () => undefined };
  const progress = progressOf((_severity, _urn, message) => shown.push(message), "urn", clock);
  const passTo = (last: number, say: (second: number) => string) => {
    for (; second < last; second += 1) progress.status(say(second));
  };
  return { progress, shown, passTo };
}

describe("progress in a log", () => {
  it("leaves ever longer between live lines, up to a minute", () => {
    const { shown, passTo } = row();
    passTo(240, String);
    expect(shown.map(Number)).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 124, 184]);
  });

  it("leaves out a line that says the same again", () => {
    const { shown, passTo } = row();
    passTo(100, () => "DOING 1/2 tasks");
    expect(shown).toEqual(["DOING 1/2 tasks"]);
  });

  it("shows the last line, however soon after another", () => {
    const { progress, shown, passTo } = row();
    passTo(1, () => "DOING 1/2 tasks");
    progress.status("DONE 2/2 tasks", { last: true });
    expect(shown).toEqual(["DOING 1/2 tasks", "DONE 2/2 tasks"]);
  });
});
