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
  const progress = progressOf((_severity, _urn, message) => void shown.push(message), "urn", clock);
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

  it("shows the last line at once, however soon after another, and never twice", () => {
    const { progress, shown, passTo } = row();
    passTo(45, String);
    progress.status("job 7: DONE 2/2 tasks", { last: true });
    progress.status("job 7: DONE 2/2 tasks", { last: true });
    expect(shown).toEqual(["0", "10", "20", "40", "job 7: DONE 2/2 tasks"]);
  });

  it("settles when the engine has every line, and a line that is lost holds nothing up", async () => {
    const arrive: (() => void)[] = [];
    const clock = { now: () => 0, sleep: async () => undefined };
    const progress = progressOf(() => new Promise((settle) => arrive.push(settle)), "urn", clock);
    progress.info("one");
    progress.warn("two");
    let isDelivered = false;
    const delivered = progress.delivered().then(() => (isDelivered = true));
    arrive[0]?.();
    await Promise.resolve();
    expect(isDelivered).toBe(false);
    arrive[1]?.();
    expect(await delivered).toBe(true);

    const deaf = progressOf(
      () => {
        throw new Error("the engine is gone");
      },
      "urn",
      clock,
    );
    deaf.info("three");
    await deaf.delivered();
  });
});
