// Drives the real Pulumi engine on a private project: file backend, home of its own, nothing of the user's in sight.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

import { javascript, openSandbox, writePlugin } from "../../../tools/lib/sandbox.cjs";
import type { Program } from "./declared.js";
import { type CompiledLanguage, prepareProgram } from "./languages.js";

const root = resolve(__dirname, "../../..");
const stack = "test";
const name = "engine-test";

/** Languages whose programs run on the native plugin. */
export type Language = "yaml" | CompiledLanguage;

const engineDirs = new Map<string, string>();

/** The engine's folder, as `tools/engine.mjs` finds it, with the host of a language in it. */
function engine(language?: Language): string {
  const key = language ?? "";
  const known = engineDirs.get(key);
  if (known !== undefined) return known;
  const args = [join(root, "tools/engine.mjs"), "--print-path", ...(language ? ["--with", language] : [])];
  const dir = execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  engineDirs.set(key, dir);
  return dir;
}

/** How one call of `pulumi` ended. */
export interface Run {
  /** Exit code; `null` when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  /** Everything it printed, in order. */
  readonly output: string;
}

/** A call of `pulumi` that is still going on. */
export interface Running {
  /** Settles when it has printed something that matches. */
  printed(pattern: RegExp): Promise<void>;
  /** Ends the engine as a crash would: at once, and without a word to its plugins. */
  kill9(): void;
  /** Ctrl-C. */
  interrupt(): void;
  /** What a container is sent before it is killed. */
  terminate(): void;
  readonly done: Promise<Run>;
}

/** One resource as `pulumi stack export` shows it. */
export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly provider?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly initErrors?: readonly string[];
  /** Replaced, and not deleted yet. */
  readonly delete?: boolean;
}

/** The state of a stack. */
export interface ExportedState {
  readonly deployment: {
    readonly resources?: readonly ExportedResource[];
    readonly pending_operations?: ReadonlyArray<{ readonly type: string; readonly resource: ExportedResource }>;
  };
}

/** What a project is made of. */
export interface ProjectOptions {
  /**
   * JavaScript of the program, or the folder of one; Pulumi YAML runs on the native plugin of the checkout, or on the one
   * installed in a folder that is put on PATH, out of sight of any node_modules.
   */
  readonly program: string | { readonly folder: string } | { readonly yaml: string; readonly installed?: string };
  /** Variables beside those of the harness, such as `emulator.env`. */
  readonly env: Readonly<Record<string, string>>;
  /** Stack configuration, by full key. */
  readonly config?: Readonly<Record<string, string | { readonly secret: string }>>;
}

/** A Pulumi project with one stack. */
export class EngineProject {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly env: Record<string, string>,
  ) {}

  private get folder(): string {
    return join(this.sandbox.folder, "project");
  }

  /** Makes the project and its stack; {@link close} removes both. */
  static async create(options: ProjectOptions): Promise<EngineProject> {
    const sandbox = testSandbox();
    const project = new EngineProject(sandbox, { ...sandbox.env, ...options.env });
    project.prepare(options.program);
    await project.must("stack", "init", stack);
    for (const [key, value] of Object.entries(options.config ?? {})) {
      const given = typeof value === "string" ? [value] : [value.secret, "--secret"];
      await project.must("config", "set", key, ...given);
    }
    return project;
  }

  /** Where and with which variables a user calls a tool on this project. */
  get shell(): { readonly cwd: string; readonly env: Readonly<Record<string, string>> } {
    return { cwd: this.folder, env: this.env };
  }

  private prepare(program: ProjectOptions["program"]): void {
    if (typeof program === "object" && "yaml" in program) {
      if (program.installed === undefined) return this.writeYaml(program.yaml);
      this.useInstalled(program.installed);
      return this.writeSettings("yaml", program.yaml);
    }
    const own = typeof program === "string";
    const main = own ? this.folder : program.folder;
    this.settings(own ? javascript(name) : settingsIn(main), main);
    if (own) this.addNodeModules();
    if (own) this.writeProgram(program);
  }

  private settings(text: string, main?: string): void {
    this.sandbox.project("project", text, main);
  }

  private addNodeModules(): void {
    writeFileSync(join(this.folder, "package.json"), "{}");
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"), "dir");
  }

  /** Puts the JavaScript or TypeScript program of a folder in place of the present one. */
  useFolder(folder: string): void {
    this.settings(named(settingsIn(folder)), folder);
  }

  /** The same project, with further variables for what runs in it. */
  withEnv(env: Readonly<Record<string, string>>): EngineProject {
    return new EngineProject(this.sandbox, { ...this.env, ...env });
  }

  /** Puts a program for the host that this run of the tests is about in place of the present one. */
  write(program: Program): void {
    if (typeof program === "string") this.writeProgram(program);
    else this.writeYaml(program.yaml);
  }

  /** Puts another program in place of the present one. */
  writeProgram(javascript: string): void {
    writeFileSync(join(this.folder, "index.js"), javascript);
  }

  /** Puts a program in Pulumi YAML in place of the present one, which the native plugin serves. */
  writeYaml(text: string): void {
    this.env["PATH"] = [engine("yaml"), this.env["PATH"]].join(delimiter);
    this.writeSettings("yaml", `${this.plugin()}${text}`);
  }

  /** Settings that name the plugin of the checkout. */
  private plugin(): string {
    const path = writePlugin(this.sandbox.place("plugin"), "alicloud-mms", join(root, "dist/provider/plugin.js"));
    return `plugins:\n  providers:\n    - name: alicloud-mms\n      path: ${path}\n`;
  }

  /** Puts a Pulumi.yaml in place of the present one, which is the whole program in some languages. */
  writeSettings(runtime: string, text: string): void {
    const own = text.replace(/^(?:name|runtime|description): .*\n/gm, "");
    this.settings(`name: ${name}\nruntime: ${runtime}\n${own}`);
  }

  /** What lies in the project's folder, but for the settings of its stack. */
  files(): string[] {
    return readdirSync(this.folder).filter((name) => !/^Pulumi\..+\.yaml$/.test(name));
  }

  /** Makes PATH that of somebody who has installed the package, and nothing of the checkout. */
  private useInstalled(bin: string): void {
    const others = (this.env["PATH"] ?? "").split(delimiter).filter((one) => !one.includes("node_modules"));
    this.env["PATH"] = [bin, engine("yaml"), ...others].join(delimiter);
  }

  /** Puts the program of a folder in another language in place of the present one, which the native plugin serves too. */
  useProgram(language: CompiledLanguage, folder: string): void {
    const { path = [], env, main } = prepareProgram(language, folder, this.folder);
    this.env["PATH"] = [...path, engine(language), this.env["PATH"]].join(delimiter);
    Object.assign(this.env, env);
    this.settings(`${named(settingsIn(folder))}\n${this.plugin()}`, main);
  }

  /** Takes the YAML program away again, so that the next one is JavaScript. */
  writeJavascript(program: string): void {
    if (!existsSync(join(this.folder, "node_modules"))) this.addNodeModules();
    this.writeProgram(program);
    this.settings(javascript(name), this.folder);
  }

  preview(...more: string[]): Promise<Run> {
    return this.run("preview", ...more);
  }

  up(...more: string[]): Promise<Run> {
    return this.run("up", "--yes", "--skip-preview", ...more);
  }

  refresh(...more: string[]): Promise<Run> {
    return this.run("refresh", "--yes", "--skip-preview", ...more);
  }

  destroy(...more: string[]): Promise<Run> {
    return this.run("destroy", "--yes", "--skip-preview", ...more);
  }

  /** The stack's outputs. */
  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.must("stack", "output", "--json")).stdout) as Record<string, unknown>;
  }

  /** The stack's state, as text and as an object. */
  async state(): Promise<ExportedState & { readonly text: string }> {
    const text = (await this.must("stack", "export")).stdout;
    return { ...(JSON.parse(text) as ExportedState), text };
  }

  /** Resources in the file of the state as it lies there now, while a run may be writing it. */
  stored(): readonly ExportedResource[] {
    const file = this.sandbox.checkpoint(name, stack);
    try {
      const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
        checkpoint: { latest?: ExportedState["deployment"] };
      };
      return checkpoint.latest?.resources ?? [];
    } catch {
      return [];
    }
  }

  /** Sets the stack back to an exported state. */
  async importState(text: string): Promise<void> {
    const file = join(this.sandbox.place("tmp"), "state.json");
    writeFileSync(file, text);
    await this.must("stack", "import", "--file", file);
  }

  /** Imports resources, and gives the code that Pulumi generates for them. */
  async import(resources: readonly object[]): Promise<{ readonly run: Run; readonly code: string }> {
    const [list, out] = [join(this.sandbox.place("tmp"), "import.json"), join(this.sandbox.place("tmp"), "generated")];
    writeFileSync(list, JSON.stringify({ resources }));
    const run = await this.run("import", "--file", list, "--out", out, "--yes", "--skip-preview", "--protect=false");
    return { run, code: existsSync(out) ? readFileSync(out, "utf8") : "" };
  }

  /** Runs `pulumi` to its end. */
  run(...args: string[]): Promise<Run> {
    return this.start(...args).done;
  }

  /** Starts `pulumi` and returns at once. */
  start(...args: string[]): Running {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return follow(child);
  }

  /** Process ids of this project's plugins. */
  plugins(): number[] {
    return this.processes(/dynamic-provider\/|pulumi-resource-alicloud-mms/);
  }

  /** Ids of this project's processes whose command line matches. Linux only, where processes show their environment. */
  processes(commandLine: RegExp): number[] {
    return this.sandbox.processes(commandLine);
  }

  /** Ends the plugin process of this project as a crash would. */
  killPlugin(): void {
    const plugins = this.plugins();
    if (plugins.length === 0) throw new Error("this project has no plugin process now");
    plugins.forEach((pid) => process.kill(pid, "SIGKILL"));
  }

  /** Removes the project and ends whatever a killed engine has left running. */
  close(): void {
    this.sandbox.close();
  }

  private async must(...args: string[]): Promise<Run> {
    const run = await this.run(...args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${run.code}:\n${run.output}`);
    return run;
  }
}

type Sandbox = ReturnType<typeof openSandbox>;

/** Settings under the name that the tests' project has. */
const named = (settings: string): string => settings.replace(/^name: .*/m, `name: ${name}`);

/** Settings of a program, in its folder or above it, where it brings any: its name, and the defaults of its configuration. */
function settingsIn(folder: string): string {
  const file = join(folder, "Pulumi.yaml");
  if (existsSync(file)) return readFileSync(file, "utf8");
  return dirname(folder) === folder ? javascript(name) : settingsIn(dirname(folder));
}

/** A sandbox with the engine on PATH, and nothing else of this process's environment. */
export function testSandbox(): Sandbox {
  const path = [engine(), process.env["PATH"] ?? "", join(root, "node_modules/@pulumi/pulumi")];
  const sandbox = openSandbox("test", { PATH: path.join(delimiter) });
  return { ...sandbox, env: { ...sandbox.env, PULUMI_STACK: stack } };
}

function follow(child: ChildProcess): Running {
  let stdout = "";
  let output = "";
  const watchers = new Set<() => void>();
  const take = (text: string): void => {
    output += text;
    watchers.forEach((look) => look());
  };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    take(text);
  });
  child.stderr?.setEncoding("utf8").on("data", take);
  const done = new Promise<Run>((settle, fail) => {
    child.on("error", fail);
    // A killed engine's plugins hold its pipes open, so its own end is what counts then.
    child.on("exit", (code, signal) => signal && settle({ code, stdout, output }));
    child.on("close", (code) => settle({ code, stdout, output }));
  });
  const printed = (pattern: RegExp): Promise<void> =>
    new Promise((settle, fail) => {
      const look = (): void => {
        if (pattern.test(output)) settle();
      };
      watchers.add(look);
      look();
      void done.then(() => fail(new Error(`pulumi ended and never printed ${pattern}:\n${output}`)), fail);
    });
  const send = (signal: NodeJS.Signals) => () => child.kill(signal);
  return { printed, done, kill9: send("SIGKILL"), interrupt: send("SIGINT"), terminate: send("SIGTERM") };
}
