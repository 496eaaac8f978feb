// What a module of the tools answers. The tools are ES modules, which the tests' own loader does not take.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = resolve(__dirname, "../../..");

/**
 * The value of an expression over a module's exports, which it knows as `it`.
 *
 * @throws {Error} with what was thrown there
 */
export function toolSays(module: string, expression: string): unknown {
  const from = JSON.stringify(pathToFileURL(join(root, module)).href);
  const script = `import * as it from ${from}; process.stdout.write(JSON.stringify(await (${expression})) ?? "null");`;
  const node = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" });
  if (node.status !== 0) throw new Error(node.stderr);
  return JSON.parse(node.stdout);
}
