// Waits in tests on the real engine, whose processes have clocks of their own.
import type { Emulator } from "../../../emulator/index.js";

/** How often a test looks whether something has come about. */
const glanceMs = 10;
const glance = () => new Promise((resume) => setTimeout(resume, glanceMs));

/** Settles when something holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await glance();
}

/** Lets a service whose clock stands still get on with it while an engine runs. */
export async function whileTimePasses<Result>(emulator: Emulator, work: Promise<Result>): Promise<Result> {
  let over = false;
  const settled = work.finally(() => (over = true));
  const passing = (async () => {
    while (!over) {
      emulator.control.advance(1_000);
      await glance();
    }
  })();
  const result = await settled;
  await passing;
  return result;
}
