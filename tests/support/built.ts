// Jest's global set-up of the test layers that run the built package: what lies in dist/ is what the sources say.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

export default function build(): void {
  execFileSync(process.execPath, [resolve(__dirname, "../../tools/setup.mjs")], { stdio: ["ignore", 2, 2] });
}
