// The emulator as a process of its own, as a user would run it. It answers its parent's questions and ends with it.
import { startEmulator } from "../../dist/emulator/index.js";

/** Ten seconds of the service's time in each of ours: two tables migrate while one can watch. */
const emulator = await startEmulator({ seed: "demo", clock: { speed: 10 } });

process.on("message", () => {
  process.send?.(emulator.control.requests().map(({ operation, mutating }) => ({ operation, mutating })));
});
process.on("disconnect", async () => {
  await emulator.close();
  process.exit();
});
// Ctrl-C reaches every process of the terminal; the parent decides what it means.
process.on("SIGINT", () => undefined);
process.send?.({ url: emulator.url, env: emulator.env });
