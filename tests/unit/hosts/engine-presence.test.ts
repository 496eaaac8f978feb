import { PassThrough } from "node:stream";

import { EngineGoneError, EnginePresence } from "../../../provider/hosts/engine-presence.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";

const open = (pipe?: PassThrough) => {
  const seen = { isThere: true, asked: 0, gone: [] as Error[] };
  const clock = new VirtualClock();
  const presence = new EnginePresence({
    clock,
    pipe,
    isThere: () => {
      seen.asked += 1;
      return Promise.resolve(seen.isThere);
    },
    gone: (reason) => seen.gone.push(reason),
  });
  return { seen, clock, presence };
};

describe("the presence of an engine", () => {
  it("ends with its pipe, and nothing may be changed from then on", async () => {
    const pipe = new PassThrough();
    const { seen, presence } = open(pipe);
    await expect(presence.ensure()).resolves.toBeUndefined();
    pipe.end();
    await new Promise((closed) => pipe.once("close", closed));
    expect(seen.gone).toEqual([expect.any(EngineGoneError)]);
    await expect(presence.ensure()).rejects.toBeInstanceOf(EngineGoneError);
  });

  it("is checked at each change, and refuses the change alone where the engine does not respond once", async () => {
    const { seen, presence } = open();
    seen.isThere = false;
    await expect(presence.ensure()).rejects.toBeInstanceOf(EngineGoneError);
    seen.isThere = true;
    await expect(presence.ensure()).resolves.toBeUndefined();
    expect(seen).toMatchObject({ asked: 2, gone: [] });
  });

  it("is checked again and again while work only waits", async () => {
    const { seen, clock, presence } = open();
    const ending = new AbortController();
    const waiting = presence.during(() => clock.sleep(Number.POSITIVE_INFINITY, ending.signal)).catch(() => "ended");
    await clock.sleep(60_000);
    expect(seen.gone).toEqual([]);
    seen.isThere = false;
    await clock.sleep(15_000);
    expect(seen.gone).toEqual([expect.any(EngineGoneError)]);
    ending.abort();
    await waiting;
    const asked = seen.asked;
    await clock.sleep(60_000);
    expect(seen.asked).toBe(asked);
  });
});
