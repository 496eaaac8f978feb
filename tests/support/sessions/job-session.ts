// One random session with MigrationJobs: a person at the command line, a service that fails, a console in other hands.
// After every step it is checked that no job runs twice and none is lost.
import type { JobView } from "../../../emulator/index.js";
import { type Ended, EngineModel, type Resource, urnOf } from "./engine-model.js";
import { type Act, argsOf, type Crash, type Program, sourceId } from "./job-acts.js";
import { Crashed, type PluginProcess, type World } from "./world.js";

/** Ends that are right although something failed: the error says what a person has to decide. */
const forAPersonToDecide = [
  /adoptJobId: "\d+" to take it over/,
  /would run a finished migration again/,
  /onFailure is error/,
  /deletePolicy is deleteIfFinished/,
];

const open = (job: JobView): boolean => !job.deleted && job.status !== "DONE" && job.status !== "FAILED";
const live = (job: JobView): boolean => open(job) && !job.stopped;

const dayMs = 24 * 3_600_000;

export class BrokenPromise extends Error {
  override readonly name = "BrokenPromise";

  constructor(
    readonly promise: string,
    readonly facts: readonly unknown[],
  ) {
    super(`${promise}: ${facts.map((fact) => JSON.stringify(fact)).join(", ")}`);
  }
}

function must(holds: boolean, promise: string, ...facts: unknown[]): asserts holds {
  if (!holds) throw new BrokenPromise(promise, facts);
}

/** A session in progress. */
export class JobSession {
  private readonly engine = new EngineModel((now, before) => this.wrote(now, before));
  private plugin: PluginProcess | undefined;
  private program: Program = {};
  /** Jobs left on the service by a policy that says so. */
  private readonly released = new Set<string>();
  /** Jobs that other people made. */
  private readonly strangers = new Set<string>();
  /** Jobs that only a crash or a lost answer can explain; found again by the next create of the same declaration. */
  private readonly adrift = new Set<string>();
  /** Jobs that have been in the state. */
  private readonly everKept = new Set<unknown>();
  private troubled = false;
  /** What happened, for whoever reads a failure. */
  readonly story: string[] = [];

  constructor(readonly world: World) {
    this.engine.deleted = (resource) => this.wasDeleted(resource);
  }

  private declared(): Record<string, Record<string, unknown>> {
    return argsOf(this.program);
  }

  /** Jobs that can have been made by requests of ours. */
  private ours(): JobView[] {
    return this.world.control.jobs().filter(({ id }) => !this.strangers.has(id));
  }

  private kept(): readonly Resource[] {
    return [...this.engine.state, ...this.engine.pendingDeletes];
  }

  /** Ids, once known, stay; nothing is reported that the service does not show. */
  private wrote(now: Resource, before: Resource | undefined): void {
    const { outputs, id } = now;
    if (before !== undefined && before.id === id) {
      for (const key of ["jobId", "asyncTaskId"] as const) {
        // Of several jobs of one declaration the oldest stays.
        const corrected =
          outputs["adopted"] === true &&
          (key === "asyncTaskId" || BigInt(String(outputs[key])) < BigInt(String(before.outputs[key])));
        must(
          before.outputs[key] === undefined || outputs[key] === before.outputs[key] || corrected,
          `a known ${key} is kept`,
          before,
          now,
        );
      }
    }
    must(typeof outputs["__provider"] === "string", "the state can always be deleted", now);
    if (outputs["jobId"] === undefined) return;
    this.everKept.add(outputs["jobId"]);
    const job = this.world.control.jobs().find((one) => one.id === outputs["jobId"]);
    must(job !== undefined, "a job in the state exists", now);
    must(job.name === outputs["name"], "the state tells the job's own name", job, outputs);
    if (outputs["status"] === "DONE") must(job.status === "DONE", "DONE is what the service shows", job, outputs);
  }

  private wasDeleted({ outputs }: Resource): void {
    const policy = outputs["deletePolicy"] ?? "stopAndDelete";
    const isIt = ({ id, name }: JobView) =>
      outputs["jobId"] === undefined ? name === outputs["name"] : id === outputs["jobId"];
    const jobs = this.ours().filter(isIt);
    if (policy === "abandon") {
      // What a refresh has found besides is let go with it, and told.
      const surplus = (outputs["duplicateJobs"] as string[] | undefined) ?? [];
      return [...jobs.map(({ id }) => id), ...surplus].forEach((id) => this.released.add(id));
    }
    const job = jobs.at(-1);
    if (job === undefined) return;
    must(!live(job), `nothing runs after a delete with ${String(policy)}`, job);
    if (policy === "stop") return void this.released.add(job.id);
    must(job.deleted, `the job is gone after a delete with ${String(policy)}`, job);
  }

  private explain(): void {
    this.troubled = true;
    const known = new Set(this.kept().map(({ outputs }) => outputs["jobId"]));
    for (const job of this.ours()) if (open(job) && !known.has(job.id)) this.adrift.add(job.id);
  }

  /**
   * Whether a second job of this name can be anybody's: of a name that a person chose, nobody can tell whose a job is that
   * came up within the seconds around a crash, or from a request that the network delivered twice. The service is thought
   * to refuse such a job; where it does not, it is only told.
   */
  private isAnybodys(name: string): boolean {
    return this.world.overlap === "allowed" && this.troubled && name.startsWith("mine-");
  }

  /**
   * Whether a job can only be of a program before this one: a run died as it was asked for, under a name that a person
   * chose, and the program says something else since. Nothing that is left could tell whose it is.
   */
  private isOfAnotherProgram({ id, name }: JobView): boolean {
    if (!this.troubled || !name.startsWith("mine-") || this.everKept.has(id)) return false;
    const asked = this.world.control.store.jobs.get(id, sourceId)?.body.tables;
    const declared = Object.values(this.declared()).find((args) => args["name"] === name)?.["tables"];
    return JSON.stringify(asked) !== JSON.stringify(declared);
  }

  /**
   * Whether a name's second job may still be unseen: a job shows up seconds after its request, and who asks again in
   * these seconds, after a crash, and does not wait until a job is there (`waitFor: submitted`), cannot know of both.
   */
  private notWaitedFor(name: string): boolean {
    if (this.isAnybodys(name)) return true;
    const stored = this.engine.state.find(({ outputs }) => outputs["name"] === name);
    if (stored === undefined || stored.initErrors.length > 0) return true;
    return stored.outputs["waitFor"] === "submitted" || stored.outputs["duplicateJobs"] !== undefined;
  }

  /** What holds at every moment. */
  check(): void {
    const known = new Set<unknown>();
    const pending = new Set<unknown>();
    for (const { outputs } of this.kept()) {
      if (outputs["jobId"] === undefined) pending.add(outputs["name"]);
      else known.add(outputs["jobId"]);
      this.released.delete(String(outputs["jobId"]));
    }
    const byName = new Map<string, JobView[]>();
    for (const job of this.ours().filter(live)) byName.set(job.name, [...(byName.get(job.name) ?? []), job]);
    for (const [name, jobs] of byName) {
      const counted = jobs.filter((job) => !this.released.has(job.id) && !this.isOfAnotherProgram(job));
      const unseen = this.notWaitedFor(name);
      must(counted.length <= 1 || unseen, "one declaration is one live job", name, jobs);
    }
    for (const job of this.ours().filter(open)) {
      // A service may show a name cut short.
      const isPending = [...pending].some((name) => String(name).startsWith(job.name));
      const explained = known.has(job.id) || isPending || this.released.has(job.id);
      must(
        explained || this.adrift.has(job.id) || this.isAnybodys(job.name) || this.isOfAnotherProgram(job),
        "every job is in the state, or will be found",
        job,
        this.kept(),
      );
    }
    // What is in the state under a name is the only one of that name.
    for (const { outputs, initErrors } of this.engine.state) {
      if (initErrors.length > 0 || this.notWaitedFor(String(outputs["name"]))) continue;
      const others = this.ours().filter(
        (job) => live(job) && job.name === outputs["name"] && job.id !== outputs["jobId"] && !this.released.has(job.id),
      );
      const another = others.filter((job) => !this.isOfAnotherProgram(job));
      must(another.length === 0, "the job in the state is the only one of its declaration", outputs, another);
    }
  }

  private async run(
    what: string,
    work: (plugin: PluginProcess) => Promise<Ended>,
    crash?: Crash,
  ): Promise<Ended | undefined> {
    const plugin = await this.world.newProcess();
    this.plugin = plugin;
    if (crash?.kind === "process") this.plugin.crashAfter(crash.requests, crash.at);
    this.engine.diesBeforeWriting = crash?.kind === "engine";
    try {
      const ended = await work(this.plugin);
      this.story.push(`${what}: ${JSON.stringify(ended)}`);
      if (Object.keys(ended.errors).length > 0) this.explain();
      return ended;
    } catch (error) {
      if (!(error instanceof Crashed)) throw error;
      this.story.push(`${what}: crashed`);
      await this.plugin.silent();
      this.explain();
      return undefined;
    } finally {
      this.engine.diesBeforeWriting = false;
      for (const { message, ephemeral } of plugin.said) if (!ephemeral) this.story.push(`  said: ${message}`);
      plugin.kill();
    }
  }

  up(crash?: Crash): Promise<Ended | undefined> {
    return this.run("up", (plugin) => this.engine.up(this.declared(), plugin), crash);
  }

  async act(act: Act): Promise<void> {
    this.story.push(JSON.stringify(act));
    const { control, clock } = this.world;
    if (act.kind === "up") {
      this.program = act.program ?? this.program;
      await this.up(act.crash);
    } else if (act.kind === "refresh") {
      await this.run("refresh", (plugin) => this.engine.refresh(plugin), act.crash);
    } else if (act.kind === "destroy") {
      await this.run("destroy", (plugin) => this.engine.destroy(plugin), act.crash);
    } else if (act.kind === "replace") {
      const args = this.declared()[act.name];
      if (args) await this.run("replace", (plugin) => this.engine.upReplacing(act.name, args, plugin), act.crash);
    } else if (act.kind === "preview") {
      await this.preview();
    } else if (act.kind === "fault") {
      this.troubled ||= act.fault.kind === "deliveredTwice";
      control.injectFault(act.operation, act.fault, { skip: act.skip });
    } else if (act.kind === "failTasks")
      control.failTasks({ table: act.table, phase: act.phase, message: "no", times: 1 });
    else if (act.kind === "pass") await clock.sleep(act.ms);
    else if (act.kind === "stranger") await this.meet(act.name);
    else this.interfere(act.does, act.which);
    this.check();
  }

  /** A preview asks the service nothing. */
  private async preview(): Promise<Ended | undefined> {
    const asked = this.world.control.requests().length;
    const ended = await this.run("preview", (plugin) => this.engine.preview(this.declared(), plugin));
    must(this.world.control.requests().length === asked, "a preview asks the service nothing");
    return ended;
  }

  private interfere(does: "stop" | "start" | "retry" | "delete", which: number): void {
    const { control } = this.world;
    const jobs = this.ours().filter(({ deleted }) => !deleted);
    const job = jobs[which % Math.max(1, jobs.length)];
    if (job === undefined) return;
    const verbs = {
      stop: control.stopJob,
      start: control.startJob,
      retry: control.retryJob,
      delete: control.deleteJob,
    };
    // The console stops a job before it deletes it.
    if (does === "delete") control.stopJob(job.id);
    verbs[does](job.id);
    // Whoever starts or retries in the console a job that nothing here stands for any more, has it.
    if (does !== "delete" && !this.kept().some(({ outputs }) => outputs["jobId"] === job.id))
      this.strangers.add(job.id);
  }

  /** Someone makes a job of the name that the program would give. */
  private async meet(name: "a" | "b"): Promise<void> {
    const before = new Set(this.world.control.jobs().map(({ id }) => id));
    const body = { name: `mine-${name}`, srcDbName: "sales", tables: ["returns"] };
    await this.world.console.createMmsJob({ sourceId, body }).catch(() => undefined);
    for (const { id } of this.world.control.jobs()) if (!before.has(id)) this.strangers.add(id);
  }

  /** The trouble ends; the same program runs until nothing is left to do, and then nothing more is changed. */
  async calmDown(): Promise<void> {
    const { control, clock } = this.world;
    control.clearFaults();
    control.store.failures.length = 0;
    let ended: Ended | undefined;
    // An unanswered request is sent again only after a quarter of an hour.
    const began = clock.now();
    // A wait that times out after a day has shown that nothing more comes.
    for (let run = 0; run < 24 && clock.now() - began < dayMs; run += 1) {
      await clock.sleep(60_000);
      ended = await this.up();
      this.check();
      if (ended && Object.keys(ended.errors).length === 0) break;
      await this.run("refresh", (plugin) => this.engine.refresh(plugin));
      this.check();
    }
    const errors = Object.values(ended?.errors ?? {});
    const undecided = errors.filter((text) => !forAPersonToDecide.some((pattern) => pattern.test(text)));
    must(undecided.length === 0, "an undisturbed `pulumi up` succeeds in the end", undecided);
    if (errors.length === 0) await this.staysCalm();
  }

  private async staysCalm(): Promise<void> {
    const known = new Set(this.kept().map(({ outputs }) => outputs["jobId"]));
    for (const { urn, outputs } of this.engine.state) {
      const job = this.world.control.jobs().find(({ id }) => id === outputs["jobId"]);
      if (outputs["waitFor"] === "completed" && outputs["desiredState"] !== "stopped") {
        const mayFail = outputs["onFailure"] === "warn" && job?.status === "FAILED";
        must(mayFail || job?.status === "DONE", "a job that was waited for is done", urn, job);
      }
      const adrift = this.ours().filter((one) => one.name === outputs["name"] && live(one) && !known.has(one.id));
      const isExcused = (one: JobView) =>
        this.released.has(one.id) || this.isAnybodys(one.name) || this.isOfAnotherProgram(one);
      const lost = adrift.filter((one) => !isExcused(one));
      must(lost.length === 0 || outputs["jobId"] === undefined, "a job that was adrift is found again", outputs, lost);
    }
    const done = this.engine.state.every(({ outputs }) => outputs["status"] === "DONE");
    const since = this.world.control.requests().length;
    const again = await this.up();
    if (done) must(again?.changed === false, "a second `pulumi up` does nothing", again);
    await this.run("refresh", (plugin) => this.engine.refresh(plugin));
    await this.preview();
    const changes = this.world.mutating(since);
    // A job that fails or finishes meanwhile is followed; what fails is retried, which is a change that is meant.
    must(changes.filter((name) => name !== "RetryMmsJob").length === 0, "a second run changes nothing", changes);
  }

  /** In the end everything is destroyed, as the policies say. */
  async tearDown(): Promise<void> {
    let ended: Ended | undefined;
    for (let run = 0; run < 3; run += 1) {
      ended = await this.run("destroy", (plugin) => this.engine.destroy(plugin));
      this.check();
      if (ended && Object.keys(ended.errors).length === 0) return;
      await this.world.clock.sleep(300_000);
    }
    const errors = Object.values(ended?.errors ?? {});
    const undecided = errors.filter((text) => !forAPersonToDecide.some((pattern) => pattern.test(text)));
    must(undecided.length === 0, "an undisturbed `pulumi destroy` succeeds in the end", undecided, urnOf("a"));
  }
}
