// Time that passes several times as fast, alike in this process and in the processes of every run.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as pause } from "node:timers/promises";

const machineNow = Date.now.bind(Date);

/** One time for a service, its wires and all runs. */
export class FastTime {
  private readonly begun = machineNow();

  constructor(readonly speed: number) {}

  /** Epoch milliseconds in the time of the history. */
  readonly now = (): number => this.begun + (machineNow() - this.begun) * this.speed;

  /** Waits milliseconds of the history's time. */
  readonly sleep = (ms: number): Promise<void> => pause(ms / this.speed);

  /** Variables that give a Node process this time. */
  get env(): Record<string, string> {
    const preload = pathToFileURL(join(__dirname, "time-preload.mjs")).href;
    return { NODE_OPTIONS: `--import ${preload}`, MMS_FAST_TIME: `${this.speed}:${this.begun}` };
  }
}

/** How long the test waits at most for something that must come about, in milliseconds of the machine. */
export async function eventually(holds: () => boolean, withinMs: number): Promise<boolean> {
  const end = machineNow() + withinMs;
  while (!holds()) {
    if (machineNow() > end) return false;
    await pause(20);
  }
  return true;
}
