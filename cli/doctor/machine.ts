// Checks of this machine: Node, Pulumi, the package and the proxy.
import { createRequire } from "node:module";
import { join } from "node:path";

import { type Io, messageOf } from "../command/io.js";
import { pulumi } from "../command/pulumi.js";
import type { Check } from "./check.js";

const oldestNode = 20;
const oldestPulumi = [3, 139] as const;

export function nodeCheck(version: string): Check {
  const seen = `Node ${version}`;
  if (Number.parseInt(version, 10) >= oldestNode) return { name: "node", outcome: "ok", seen };
  return { name: "node", outcome: "fail", seen, fix: `install Node ${oldestNode} or later` };
}

/** The engine, which `pulumi up` needs and this command does not. */
export async function pulumiCheck(io: Io): Promise<Check> {
  const least = `${oldestPulumi.join(".")} or later`;
  try {
    const seen = (await pulumi(["version"], io.cwd, io)).trim();
    const [major = 0, minor = 0] = seen.replace(/^v/, "").split(".").map(Number);
    const isOld = major < oldestPulumi[0] || (major === oldestPulumi[0] && minor < oldestPulumi[1]);
    if (!isOld) return { name: "pulumi", outcome: "ok", seen: `Pulumi ${seen}` };
    return { name: "pulumi", outcome: "fail", seen: `Pulumi ${seen}`, fix: `install Pulumi ${least}` };
  } catch (error) {
    return {
      name: "pulumi",
      outcome: "fail",
      seen: messageOf(error),
      fix: `install Pulumi ${least}, and put it on PATH`,
    };
  }
}

/** Whether the program in the folder finds the package and Pulumi's SDK. */
export function packageCheck(folder: string, own: string): Check {
  const from = createRequire(join(folder, "index.js"));
  const versionOf = (name: string) => (from(`${name}/package.json`) as { version: string }).version;
  try {
    const seen = `pulumi-alicloud-mms ${versionOf("pulumi-alicloud-mms")}, @pulumi/pulumi ${versionOf("@pulumi/pulumi")}`;
    return { name: "package", outcome: "ok", seen };
  } catch {
    const seen = `this command is ${own}; a Node program in ${folder} would not find pulumi-alicloud-mms or @pulumi/pulumi`;
    return {
      name: "package",
      outcome: "?",
      seen,
      fix: "npm install pulumi-alicloud-mms @pulumi/pulumi, in the program's folder",
    };
  }
}

/** Proxy variables, without what may stand in them of a user and a password. */
export function proxyCheck(env: NodeJS.ProcessEnv): Check {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  const set = names.flatMap((name) => (env[name] ? [`${name}=${env[name].replace(/\/\/[^@/]*@/, "//***@")}`] : []));
  return { name: "proxy", outcome: "ok", seen: set.length === 0 ? "none" : set.join(", ") };
}
