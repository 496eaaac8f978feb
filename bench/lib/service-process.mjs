// The emulator as a process of its own. It says where it listens, and ends with the process that started it.
import { startEmulator } from "../../dist/emulator/index.js";

/** @type {import("./service.mjs").ServiceOptions} */
const { speed = 1, pace, requestsPerSecond } = JSON.parse(process.argv[2] ?? "{}");
const limit = requestsPerSecond === undefined ? {} : { requestsPerSecond };
const emulator = await startEmulator({ clock: speed === 0 ? "manual" : { speed }, ...limit });
if (pace) emulator.control.setPace(pace);
process.send?.({ env: emulator.env });
process.on("disconnect", async () => {
  await emulator.close();
  process.exit();
});
