// Plays a history on the real engine, then lets everything calm down and says what is not as it must be.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import type { JobEntity } from "../../../emulator/state/entities.js";
import { operationNames, operationOf } from "../../../provider/mms/operations.js";
import { EngineProject, type Run, type Running } from "../engine/engine.js";
import { eventually, type FastTime } from "./fast-time.js";
import type { History, Kill, Program, Step, Trouble } from "./history.js";
import { declaredAs, JobsSeen } from "./jobs-seen.js";
import { killAll, processesOf, runKey } from "./processes.js";
import { programText } from "./program.js";
import { type Sent, Wire } from "./wire.js";

/** A run that takes longer hangs; a plugin that lives longer outlives its engine. Milliseconds of the machine. */
const runEndsWithinMs = 150_000;
const pluginEndsWithinMs = 10_000;

/** Requests that were on their way when their engine died. */
const graceMs = 2_000;

/** Long enough for the service to show what it was asked for, in the history's time. */
const appearsWithinMs = 15_000;

const changing = new Set<string>(operationNames.filter((name) => operationOf(name).mutates));

type Verb = "up" | "refresh" | "destroy";

interface RunOfHistory {
  readonly id: string;
  readonly wire: Wire;
  readonly running: Running;
}

export class Player {
  readonly violations: string[] = [];
  /** What was done and what came of it, for a reader. */
  readonly story: string[] = [];
  private readonly jobs: JobsSeen;
  private readonly runs: RunOfHistory[] = [];
  private readonly deaths = new Map<string, number>();
  /** Runs whose plugin is known to live on, so that nobody waits for it again. */
  private readonly outliving = new Set<string>();
  private readonly outputs: string[] = [];
  private readonly states: string[] = [];
  private readonly adopted = new Map<string, string>();
  private program: Program;
  /** Whether a lock may lie about that no living run holds. */
  private locked = false;
  /** Jobs that a program declared, and a later one does not. */
  private readonly takenOut = new Set<string>();
  /** Finished jobs that a destroy or a changed program removes. */
  private mayRemoveFinished = false;

  private constructor(
    private readonly history: History,
    private readonly time: FastTime,
    private readonly emulator: Emulator,
    private readonly project: EngineProject,
  ) {
    this.program = history.program;
    this.jobs = new JobsSeen(emulator);
  }

  /** Plays a history from its beginning to its calm end. */
  static async play(history: History, time: FastTime): Promise<Player> {
    const emulator = await startEmulator({ overlap: history.overlap });
    const { dataMs } = history;
    emulator.control.setPace({ phaseMs: { SCHEMA: 2_000, DATA: dataMs, VERIFICATION: 2_000 }, queueMs: 2_000 });
    const env = { ...emulator.env, ...time.env };
    const project = await EngineProject.create({ program: programText(history.program, new Map()), env });
    const player = new Player(history, time, emulator, project);
    const looking = setInterval(() => player.jobs.look(), 30);
    try {
      player.states.push((await project.state()).text);
      for (const step of history.steps) await player.step(step);
      await player.calmDown();
      await player.tearDown();
    } finally {
      clearInterval(looking);
      project.close();
      await Promise.all(player.runs.map(({ wire }) => wire.close()));
      await emulator.close();
    }
    return player;
  }

  private must(holds: boolean, what: string): void {
    if (!holds) this.violations.push(what);
    if (!holds) this.story.push(`VIOLATION: ${what}`);
  }

  private async step(step: Step): Promise<void> {
    this.story.push(JSON.stringify(step));
    if (step.kind === "run") await this.disturbedRun(step.verb, step.troubles, step.kill);
    else if (step.kind === "twoRuns") await this.twoRuns(step);
    else if (step.kind === "program") this.declare(step.program);
    else if (step.kind === "pass") await this.time.sleep(step.ms);
    else await this.restore(step.after);
    const needed = this.history.steps.some((one) => one.kind === "restore" && one.after >= this.states.length);
    if (needed) this.states.push((await this.project.state()).text);
  }

  private declare(program: Program): void {
    const kept = new Set(program.jobs.map(({ name }) => name));
    for (const { name } of this.program.jobs.filter((job) => !kept.has(job.name))) {
      this.takenOut.add(name);
      this.mayRemoveFinished = true;
    }
    this.program = program;
    this.project.writeProgram(programText(program, this.adopted));
  }

  private async restore(after: number): Promise<void> {
    await this.unlock();
    await this.project.importState(this.states[Math.min(after, this.states.length - 1)] as string);
  }

  private async start(verb: Verb, troubles: readonly Trouble[], ...more: string[]): Promise<RunOfHistory> {
    const id = `${process.pid}-${this.runs.length + 1}`;
    const wire = await Wire.open(this.emulator.url, this.time, troubles, (sent) => this.arrived(id, sent));
    const project = this.project.withEnv({ ALICLOUD_MMS_ENDPOINT: wire.url, [runKey]: id });
    const running = project.start(verb, "--yes", "--skip-preview", ...more);
    const run = { id, wire, running };
    this.runs.push(run);
    return run;
  }

  private arrived(id: string, { operation, path }: Sent): void {
    this.jobs.look();
    const died = this.deaths.get(id);
    if (died === undefined || !changing.has(operation)) return;
    const lateMs = performance.now() - died;
    this.must(lateMs < graceMs, `run ${id} sent ${operation} ${path} although its engine was dead`);
  }

  /** Waits until a run is over. */
  private async ended({ id, running }: RunOfHistory, what: string): Promise<Run> {
    let run: Run | undefined;
    void running.done.then((one) => (run = one));
    const inTime = await eventually(() => run !== undefined, runEndsWithinMs);
    this.must(inTime, `${what} does not end`);
    if (!inTime) {
      running.kill9();
      this.locked = true;
      this.deaths.set(id, performance.now());
    }
    const { code, output } = await running.done;
    this.outputs.push(output);
    this.story.push(`  ${what} (run ${id}): ${code}; ${this.jobs.describe()}`);
    if (code !== 0 || process.env["MMS_CHAOS_OUTPUT"]) this.story.push(output.replace(/^/gm, "    | "));
    return { code, output, stdout: "" };
  }

  private async disturbedRun(verb: Verb, troubles: readonly Trouble[], kill?: Kill): Promise<void> {
    await this.unlock();
    if (verb === "destroy") this.mayRemoveFinished = true;
    const run = await this.start(verb, troubles);
    if (kill) {
      await Promise.race([run.wire.reached(kill.at), run.running.done]);
      this.kill(run, kill.victim);
    }
    await this.ended(run, verb);
  }

  private kill({ id, running }: RunOfHistory, victim: Kill["victim"]): void {
    if (victim !== "engine") return killAll(processesOf(id, victim));
    running.kill9();
    this.deaths.set(id, performance.now());
    this.locked = true;
  }

  private async twoRuns({ at, troubles }: Extract<Step, { kind: "twoRuns" }>): Promise<void> {
    await this.unlock();
    const first = await this.start("up", troubles);
    await Promise.race([first.wire.reached(at), first.running.done]);
    this.locked = true;
    await this.unlock();
    const second = await this.start("up", []);
    await Promise.all([this.ended(first, "the first up"), this.ended(second, "the second up")]);
    this.locked = true;
  }

  private async unlock(): Promise<void> {
    if (this.locked) await this.project.run("cancel", "--yes");
    this.locked = false;
  }

  /** No plugin process outlives its engine. */
  private async processesEnded(): Promise<void> {
    const alive = () =>
      this.runs.filter(({ id }) => !this.outliving.has(id) && processesOf(id, "plugin").length > 0).map(({ id }) => id);
    const ended = await eventually(() => alive().length === 0, pluginEndsWithinMs);
    for (const id of ended ? [] : alive()) {
      this.must(false, `the plugin of run ${id} outlives its engine`);
      this.outliving.add(id);
    }
  }

  /** An undisturbed run; a person does what its errors say. */
  private async calmRun(verb: Verb, ...more: string[]): Promise<Run> {
    const what = ["calm", verb, ...more].join(" ");
    for (let attempt = 1; ; attempt += 1) {
      await this.unlock();
      const run = await this.ended(await this.start(verb, [], ...more), what);
      const taken = [...run.output.matchAll(/adoptJobId: "(\d+)"/g)].map(([, id]) => id as string);
      const adoptable = this.jobs.kept.filter(({ id }) => taken.includes(id));
      if (run.code === 0 || adoptable.length === 0 || attempt === 4) return run;
      for (const job of adoptable) this.adopted.set(declaredAs(job), job.id);
      this.declare(this.program);
    }
  }

  private async calmDown(): Promise<void> {
    await Promise.all(this.runs.map(({ wire }) => wire.release()));
    await this.time.sleep(appearsWithinMs);
    const plain = await this.calmRun("up");
    this.must(plain.code === 0, "an undisturbed up fails");
    await this.noneUnknown("after an undisturbed up");
    await this.calmRun("up", "--refresh");
    const last = await this.calmRun("up", "--refresh");
    this.must(last.code === 0, "the second undisturbed up --refresh fails");
    await this.declarationsHaveOneJob();
    await this.noneUnknown("in the end");
    const { finishedAndDeleted } = this.jobs;
    this.must(
      this.mayRemoveFinished || finishedAndDeleted.length === 0,
      `finished jobs were deleted: ${finishedAndDeleted.join(", ")}`,
    );
  }

  private readonly stateOfJobs = async (): Promise<Map<string, Record<string, unknown>>> => {
    const { resources = [] } = (await this.project.state()).deployment;
    const jobs = resources.filter(({ type }) => type.endsWith("MigrationJob"));
    return new Map(jobs.map(({ urn, outputs = {} }) => [urn.split("::").at(-1) ?? "", outputs]));
  };

  private async declarationsHaveOneJob(): Promise<void> {
    const states = await this.stateOfJobs();
    for (const { name } of this.program.jobs) {
      const state = states.get(name);
      const job = this.jobs.all.find(({ id }) => id === this.jobs.namedBy(state));
      // A finished job stays finished, also where an interrupted destroy has removed it.
      const isThere =
        job !== undefined && (!job.deleted || state?.["missing"] === true || state?.["status"] === "DONE");
      this.must(
        isThere && !(job.stopped && !job.deleted),
        `${name}: the state names no job that is there: ${this.jobs.describe()}`,
      );
      const others = this.jobs.liveOf(name).filter(({ id }) => id !== job?.id);
      this.must(
        others.length === 0 || this.named(others),
        `${name}: more than one live job: ${this.jobs.describe(others)}`,
      );
    }
  }

  private readonly named = (jobs: readonly { readonly id: string }[]): boolean =>
    jobs.every(({ id }) => this.outputs.some((text) => new RegExp(`\\b${id}\\b`).test(text)));

  /**
   * Whether nobody could know of a job: its run died before the state was written, and the next program does not declare it.
   * Pulumi warns of the pending operation. See "A changed program after a crash" in docs/guarantees.md.
   */
  private readonly isForgotten = (job: JobEntity): boolean => {
    const name = declaredAs(job);
    const warning = `MigrationJob::${name}, interrupted while creating`;
    return this.takenOut.has(name) && this.outputs.some((text) => text.includes(warning));
  };

  /** Every live job is in the state, or some output has named it. */
  private async noneUnknown(when: string): Promise<void> {
    const inState = new Set([...(await this.stateOfJobs()).values()].map((state) => this.jobs.namedBy(state)));
    const unknown = this.jobs.live.filter(
      (job) => !inState.has(job.id) && !this.named([job]) && !this.isForgotten(job),
    );
    this.must(unknown.length === 0, `${when}: nobody has named ${this.jobs.describe(unknown)}`);
  }

  private async tearDown(): Promise<void> {
    const run = await this.calmRun("destroy");
    this.must(run.code === 0, "an undisturbed destroy fails");
    const left = this.jobs.kept.filter((job) => !this.isForgotten(job));
    this.must(left.length === 0, `left after destroy: ${this.jobs.describe(left)}`);
    await this.processesEnded();
    const twice = this.jobs.longestTwice;
    if (twice) this.story.push(`two jobs moved ${twice.name} for ${Math.round(twice.ms / 1_000)} s`);
  }
}
