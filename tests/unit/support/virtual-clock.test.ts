import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { VirtualClock } from "../../support/service/virtual-clock.js";

test("sleepers wake in the order of their times, and an hour takes no time", async () => {
  const clock = new VirtualClock(0);
  const order: string[] = [];
  await Promise.all([
    clock.sleep(3_600_000).then(() => order.push("hour")),
    clock.sleep(1_000).then(() => order.push("second")),
  ]);
  expect(order).toEqual(["second", "hour"]);
  expect(clock.now()).toBe(3_600_000);
});

test("an abort ends a sleep with its reason, and the time stands still", async () => {
  const clock = new VirtualClock(0);
  const ending = new AbortController();
  const sleep = clock.sleep(1_000, ending.signal);
  ending.abort(new Error("enough"));
  await expect(sleep).rejects.toThrow("enough");
  expect(clock.now()).toBe(0);
});

test("a step of the time of day wakes nobody", async () => {
  const clock = new VirtualClock(0);
  const sleep = clock.sleep(1_000);
  clock.step(3_600_000);
  await sleep;
  expect(clock.sleptMs).toBe(1_000);
  expect(clock.now()).toBe(3_601_000);
});

test("time does not jump past a request that is under way, unless its server sleeps on the same clock", async () => {
  const clock = new VirtualClock(0);
  const server = createServer((_request, response) => {
    void clock.sleep(500).then(() => response.end(String(clock.now())));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const answer = new Promise<string>((resolve) => {
    get({ port, host: "127.0.0.1", agent: false }, (response) => resolve(text(response)));
  });
  const late = clock.sleep(10_000).then(() => clock.now());
  expect(await answer).toBe("500");
  expect(await late).toBe(10_000);
  server.close();
});
