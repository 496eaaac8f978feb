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
  it("leaves ten seconds between live lines, ever longer, up to a minute", () => {
    const { shown, passTo } = row();
    passTo(240, String);
    expect(shown.map(Number)).toEqual([0, 10, 20, 40, 80, 140, 200]);
  });

  it("leaves out a line that says the same again", () => {
    const { shown, passTo } = row();
    passTo(100, () => "DOING 1/2 tasks");
    expect(shown).toEqual(["DOING 1/2 tasks"]);
  });

  it("shows the last line as soon as ten seconds are over, however long the others wait", () => {
    const { progress, shown, passTo } = row();
    passTo(45, String);
    progress.status("DONE 2/2 tasks", { last: true });
    expect(shown).toEqual(["0", "10", "20", "40"]);
    passTo(51, () => "40");
    progress.status("DONE 2/2 tasks", { last: true });
    expect(shown.at(-1)).toBe("DONE 2/2 tasks");
  });
});
