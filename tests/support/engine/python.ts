// Whether this machine can run Python programs: one for Node alone has no Python, and nothing here can bring it one.
import { spawnSync } from "node:child_process";

export const hasPython = spawnSync("python3", ["-m", "venv", "--help"]).status === 0;
