// Ending what a program has started, down to the last grandchild.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { kill, processesOf } from "../../../tools/lib/processes.cjs";

it("ends every process of a folder, those of a parent that is gone too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "processes-"));
  // A parent that leaves a child behind, as a killed engine leaves its plugins.
  const child = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6); console.log(process.pid)"], { stdio: "inherit", detached: true }).unref()`;
  const parent = spawn(process.execPath, ["-e", child], {
    env: { ...process.env, ROOM: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(parent, "close");
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const orphan = Number(line.toString());
  expect(() => process.kill(orphan, 0)).not.toThrow();

  processesOf(folder).forEach(kill);
  // The orphan holds the pipe; that it closes says that the orphan has ended.
  await closed;
  rmSync(folder, { recursive: true });
});
