// States of stacks as a version left them: how they are recorded, and how the service they know of is brought back.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { operationOf, type OperationName } from "../../../provider/mms/operations.js";
import { EngineProject, type Run } from "../engine/engine.js";
import { whileTimePasses } from "../engine/passing-time.js";
import { operationsSent } from "../service/requests.js";
import { clientOf } from "../program.js";
import { type Host, textFor } from "./programs.js";
import { type Command, type Scenario, type ScenarioName, scenarios } from "./scenarios.js";

/** A request that has changed something. */
interface Sent {
  /** Epoch milliseconds on the service's clock. */
  readonly at: number;
  readonly operation: OperationName;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What is kept of a stack. */
export interface Recording {
  /** Version of the package that wrote the state. */
  readonly version: string;
  readonly program: string;
  /** What the service was told and sent until then, from which it is brought back. */
  readonly commands: readonly Command[];
  readonly sent: readonly Sent[];
  readonly until: number;
  readonly laterMs: number;
  readonly fails: boolean;
  /** What each later step sends, in order. */
  readonly then: Readonly<Record<"up" | "refresh" | "destroy", readonly string[]>>;
  readonly state: object;
}

const folder = resolve(__dirname, "../../fixtures/states");
const fileOf = (version: string, host: Host, name: string): string => join(folder, version, `${host}-${name}.json`);

/** Versions whose states are kept. */
export const recordedVersions = (): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** What was recorded of a scenario; `undefined` where that version did not know it. */
export function recordingOf(version: string, host: Host, name: string): Recording | undefined {
  const file = fileOf(version, host, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Recording) : undefined;
}

/** Where in a checkout a resource was declared: nothing reads it, and it names a machine's folders. */
const placesOfCode = new Set(["sourcePosition", "stackTrace"]);

const open = (host: Host, program: string, emulator: Emulator): Promise<EngineProject> =>
  EngineProject.create({ program: host === "native" ? { yaml: program } : program, env: emulator.env });

function command(emulator: Emulator, [name, ...args]: Command): void {
  (emulator.control[name] as (...given: unknown[]) => unknown)(...args);
}

/** A stack that is led on, and what each step of it sends. */
export class Course {
  constructor(
    readonly emulator: Emulator,
    readonly project: EngineProject,
  ) {}

  /** One run of the engine while time passes on the service, and what it has sent. */
  async step(run: (project: EngineProject) => Promise<Run>): Promise<{ readonly run: Run; readonly sent: string[] }> {
    const before = operationsSent(this.emulator).length;
    const ended = await whileTimePasses(this.emulator, run(this.project));
    return { run: ended, sent: operationsSent(this.emulator).slice(before) };
  }

  async close(): Promise<void> {
    this.project.close();
    await this.emulator.close();
  }
}

/** Leads a scenario to its state, keeps that, and then leads it on as later versions must be able to. */
export async function record(version: string, host: Host, name: ScenarioName): Promise<void> {
  const scenario: Scenario = scenarios[name];
  const emulator = await startEmulator({ clock: "manual" });
  scenario.commands?.forEach((one) => command(emulator, one));
  const made = (await scenario.made?.(clientOf(emulator), emulator)) ?? {};
  const programs = scenario.programs(made).map((program) => textFor(host, program));
  const course = new Course(emulator, await open(host, programs[0] ?? "", emulator));
  try {
    for (const [index, program] of programs.entries()) {
      if (host === "native") course.project.writeYaml(program);
      else course.project.writeProgram(program);
      const { run } = await course.step((project) => project.up());
      const mayFail = scenario.fails === true && index === programs.length - 1;
      if ((run.code === 0) === mayFail) throw new Error(`${host} ${name}: up ended with ${run.code}:\n${run.output}`);
    }
    const state = JSON.parse((await course.project.state()).text) as object;
    const kept = { commands: scenario.commands ?? [], sent: sentTo(emulator), until: emulator.control.now() };
    const laterMs = scenario.laterMs ?? 0;
    emulator.control.advance(laterMs);
    const then = await lead(course);
    const program = programs.at(-1) ?? "";
    const recording = { version, program, ...kept, laterMs, fails: scenario.fails === true, then, state };
    const file = fileOf(version, host, name);
    mkdirSync(dirname(file), { recursive: true });
    const withoutPlaces = (key: string, value: unknown) => (placesOfCode.has(key) ? undefined : value);
    writeFileSync(file, `${JSON.stringify(recording, withoutPlaces, 1)}\n`);
  } finally {
    await course.close();
  }
}

const ending = async (course: Course, run: (project: EngineProject) => Promise<Run>): Promise<string[]> => {
  const { run: ended, sent } = await course.step(run);
  if (ended.code !== 0) throw new Error(`a later step ended with ${ended.code}:\n${ended.output}`);
  return sent;
};

const lead = async (course: Course): Promise<Recording["then"]> => ({
  up: await ending(course, (project) => project.up()),
  refresh: await ending(course, (project) => project.refresh("--expect-no-changes")),
  destroy: await ending(course, (project) => project.destroy()),
});

const sentTo = ({ control }: Emulator): Sent[] =>
  control
    .requests()
    .filter(({ mutating: changes, status }) => changes && status < 400)
    .map(({ at, operation, path, query, body }) => ({ at, operation, path, query, body }));

/** Starts the service as it was when a state was recorded, and the stack in that state. */
export async function restore(host: Host, recording: Recording): Promise<Course> {
  const emulator = await startEmulator({ clock: "manual" });
  recording.commands.forEach((one) => command(emulator, one));
  const client = clientOf(emulator);
  for (const { at, operation, path, query, body } of recording.sent) {
    emulator.control.advance(at - emulator.control.now());
    await client.call(operation, {
      ...parametersIn(operation, path),
      query,
      // The journal shows an empty body where there was none, and some requests may not have one.
      ...(Object.keys(body ?? {}).length === 0 ? {} : { body }),
    } as never);
  }
  emulator.control.advance(recording.until + recording.laterMs - emulator.control.now());
  const project = await open(host, recording.program, emulator);
  await project.importState(JSON.stringify(recording.state));
  return new Course(emulator, project);
}

/** The parameters in the path of a request. */
export function parametersIn(operation: OperationName, path: string): Record<string, string> {
  const names = operationOf(operation).path.split("/");
  const values = path.split("/").slice(-names.length);
  const pairs = names.flatMap((name, index) =>
    name.startsWith("{") ? [[name.slice(1, -1), values[index] ?? ""]] : [],
  );
  return Object.fromEntries(pairs) as Record<string, string>;
}
