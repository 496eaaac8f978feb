// What a program of each language needs beside the engine and its host: its libraries, the SDK of schema.json, and caches.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");

/** Languages whose programs run on the native plugin and are no part of Pulumi.yaml. */
export type CompiledLanguage = "python" | "go" | "java";

/** Whether a program is on PATH. */
export const isThere = (program: string): boolean => spawnSync("which", [program]).status === 0;

/** What a program needs to run. */
export interface Prepared {
  /** Folders for PATH. */
  readonly path?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder of the program, where that is not the project itself. */
  readonly main?: string;
}

const tool = (name: string, ...args: string[]): string =>
  execFileSync(process.execPath, [join(root, "tools", name), ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

/** Copies a program into the project, with the SDK where `pulumi package add` puts it. */
function copyWithSdk(language: "go" | "java", folder: string, project: string): string {
  cpSync(folder, project, { recursive: true });
  tool("sdk.mjs", "--generate-only", "--out", join(project, "sdks"), language);
  const sdk = join(project, "sdks", "alicloud-mms");
  cpSync(join(project, "sdks", language), sdk, { recursive: true });
  return sdk;
}

/** A path of the machine's own, since the home of a test is empty. */
const ofGo = (name: string): string => execFileSync("go", ["env", name], { encoding: "utf8" }).trim();

const languages: Readonly<Record<CompiledLanguage, (folder: string, project: string) => Prepared>> = {
  python: (folder) => {
    const [bin = "", sdk = ""] = tool("python.mjs").split("\n");
    return { path: [bin], env: { PYTHONPATH: sdk, PYTHONDONTWRITEBYTECODE: "1" }, main: folder };
  },
  go: (folder, project) => {
    copyFileSync(join(copyWithSdk("go", folder, project), "go.sum"), join(project, "go.sum"));
    const caches = { GOCACHE: ofGo("GOCACHE"), GOMODCACHE: ofGo("GOMODCACHE") };
    return { env: { ...caches, GOFLAGS: "-mod=mod -buildvcs=false", CGO_ENABLED: "0" } };
  },
  java: (folder, project) => {
    copyWithSdk("java", folder, project);
    return { env: { MAVEN_OPTS: `-Dmaven.repo.local=${join(homedir(), ".m2", "repository")}` } };
  },
};

/** Prepares the program of a folder to run in a project. */
export const prepareProgram = (language: CompiledLanguage, folder: string, project: string): Prepared =>
  languages[language](folder, project);
