// Runs the shell steps of a pipeline's file as its runner does: read out of the YAML, in a shell of their own, without a terminal.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

/** How a step ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A step that is still going on. */
export interface Step {
  /** Sends what the runner sends to the step's own process. */
  signal(signal: NodeJS.Signals): void;
  /** Settles when it has printed something that matches, or has ended. */
  printed(pattern: RegExp): Promise<void>;
  readonly done: Promise<Ended>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Runs one script in a folder. */
export function startStep(script: string, cwd: string, env: Env): Step {
  const file = join(cwd, "..", "step.sh");
  writeFileSync(file, script);
  const child: ChildProcess = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", file], {
    cwd,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const watchers = new Set<() => void>();
  const take = (text: string): void => {
    output += text;
    watchers.forEach((look) => look());
  };
  child.stdout?.setEncoding("utf8").on("data", take);
  child.stderr?.setEncoding("utf8").on("data", take);
  const done = new Promise<Ended>((settle, fail) => {
    child.on("error", fail);
    child.on("exit", (code, signal) => signal && settle({ code, output }));
    child.on("close", (code) => settle({ code, output }));
  });
  const printed = (pattern: RegExp): Promise<void> =>
    new Promise((settle) => {
      const look = (): void => void (pattern.test(output) && settle());
      watchers.add(look);
      look();
      void done.then(() => settle());
    });
  return { signal: (signal) => void child.kill(signal), printed, done };
}

const root = resolve(__dirname, "../../..");

export const read = (place: string): unknown => parse(readFileSync(join(root, place), "utf8"));

/** The script of each named step of a workflow of GitHub Actions. */
export function githubSteps(place: string): Readonly<Record<string, string>> {
  const { jobs } = read(place) as { jobs: Record<string, { steps: { name?: string; run?: string }[] }> };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  return Object.fromEntries(steps.flatMap(({ name, run }) => (name && run ? [[name, run]] : [])));
}

interface GitlabJob {
  readonly extends?: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
}

/** The scripts of a job of GitLab CI: what it does, and what it does afterwards. */
export function gitlabJob(place: string, name: string): { readonly script: string; readonly after: string } {
  const jobs = read(place) as Record<string, GitlabJob>;
  const own = jobs[name] ?? {};
  const job: GitlabJob = { ...jobs[own.extends ?? ""], ...own };
  const { before_script: before = [], script = [], after_script: after = [] } = job;
  return { script: [...before, ...script].join("\n"), after: after.join("\n") };
}
