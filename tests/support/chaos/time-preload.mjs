// Loaded into the processes of a run before anything else: time passes several times as fast in them, so that a minute of
// polling takes seconds. Neither the provider nor the engine knows of it; only Node's clock and timers are changed.
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import timers from "node:timers";
import promises from "node:timers/promises";
import { promisify } from "node:util";

const [speed = 1, begun = 0] = (process.env["MMS_FAST_TIME"] ?? "").split(":").map(Number);

const machineNow = Date.now;
const now = () => begun + (machineNow() - begun) * speed;

globalThis.Date = new Proxy(Date, {
  construct: (target, args, self) => Reflect.construct(target, args.length > 0 ? args : [now()], self),
  apply: () => new Date(now()).toString(),
  get: (target, key, self) => (key === "now" ? now : Reflect.get(target, key, self)),
});

const { setTimeout, setInterval } = timers;
const later = promises.setTimeout;
promises.setTimeout = (ms, ...rest) => later(ms / speed, ...rest);
timers.setTimeout = (work, ms, ...rest) => setTimeout(work, ms / speed, ...rest);
timers.setTimeout[promisify.custom] = promises.setTimeout;
timers.setInterval = (work, ms, ...rest) => setInterval(work, ms / speed, ...rest);
globalThis.setTimeout = timers.setTimeout;
globalThis.setInterval = timers.setInterval;

const within = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => within(Math.max(1, Math.round(ms / speed)));

const setSocketTimeout = net.Socket.prototype.setTimeout;
net.Socket.prototype.setTimeout = function (ms, ...rest) {
  return setSocketTimeout.call(this, ms > 0 ? Math.max(1, ms / speed) : ms, ...rest);
};

syncBuiltinESMExports();
