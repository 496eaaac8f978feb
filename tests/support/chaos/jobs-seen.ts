// Follows what becomes of the jobs on the service while runs come and go.
import type { Emulator } from "../../../emulator/index.js";
import type { JobEntity } from "../../../emulator/state/entities.js";
import { statusOf } from "../../../emulator/state/progress.js";

const isLive = (job: JobEntity): boolean => !job.deleted && !job.stopped && !["DONE", "FAILED"].includes(statusOf(job));

/** Name of the resource that declares a job: each migrates one table of its own name. */
export const declaredAs = (job: JobEntity): string => (job.body.tables as readonly string[] | undefined)?.[0] ?? "?";

const describe = (job: JobEntity): string =>
  `job ${job.id} of ${declaredAs(job)} (${statusOf(job)}${job.stopped ? ", stopped" : ""}${job.deleted ? ", deleted" : ""})`;

export class JobsSeen {
  private lastLook: number | undefined;
  /** Tables that more than one job moves, and for how long, in milliseconds of the history's time. */
  private readonly twice = new Map<string, number>();

  constructor(private readonly emulator: Emulator) {}

  get all(): JobEntity[] {
    return this.emulator.control.store.jobs.all();
  }

  liveOf(name: string): JobEntity[] {
    return this.all.filter((job) => declaredAs(job) === name && isLive(job));
  }

  get live(): JobEntity[] {
    return this.all.filter(isLive);
  }

  get kept(): JobEntity[] {
    return this.all.filter(({ deleted }) => !deleted);
  }

  /** Id of the job that a state names: directly, or by the async task whose result it is where nobody waited for it. */
  namedBy(state: Record<string, unknown> | undefined): string | undefined {
    if (typeof state?.["jobId"] === "string") return state["jobId"];
    const task = this.emulator.control.store.asyncTasks.all().find(({ id }) => id === state?.["asyncTaskId"]);
    return task?.objectId;
  }

  /** Ids of finished jobs that are deleted. */
  get finishedAndDeleted(): string[] {
    return this.all.filter((job) => job.deleted && statusOf(job) === "DONE").map(({ id }) => id);
  }

  /** The longest time for which two jobs moved the same table. */
  get longestTwice(): { readonly name: string; readonly ms: number } | undefined {
    const [longest] = [...this.twice].sort(([, one], [, other]) => other - one);
    return longest && { name: longest[0], ms: longest[1] };
  }

  look(): void {
    const now = this.emulator.control.now();
    const passed = now - (this.lastLook ?? now);
    this.lastLook = now;
    const moving = this.live.filter(({ running }) => running.size > 0).map(declaredAs);
    for (const name of new Set(moving.filter((one, index) => moving.indexOf(one) !== index))) {
      this.twice.set(name, (this.twice.get(name) ?? 0) + passed);
    }
  }

  describe(jobs: readonly JobEntity[] = this.all): string {
    return jobs.map(describe).join("; ");
  }
}
