// In which phases a job's tasks are: asked for now and then, and only while few jobs are followed.
import type { MmsContext } from "../service.js";

const doing = { SCHEMA_DOING: "schema", DATA_DOING: "data", VERIFICATION_DOING: "verification" } as const;

/** Least time between two counts of one job. */
const everyMs = 60_000;

/** How long a count may take: nobody waits for a live line. */
const patienceMs = 5_000;

/** Jobs followed at once beyond which phases are no longer counted: a run of hundreds must not pay for a live line. */
const fewJobs = 3;

/** Counts the tasks of one job by phase. Never fails: without an answer there is nothing to tell. */
export class PhaseCount {
  private counted = "";
  private countedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly sourceId: string,
    private readonly jobId: string,
    private readonly context: MmsContext,
  ) {}

  /** For example `data 3, verification 1`; empty where nothing is known. */
  async words(status: string | undefined): Promise<string> {
    const { service, clock } = this.context;
    if (status !== "DOING" || service.followed.inFlight > fewJobs) return "";
    const now = clock.now();
    if (now - this.countedAt < everyMs) return this.counted;
    this.countedAt = now;
    try {
      const counts = await Promise.all(Object.keys(doing).map((one) => this.count(one as keyof typeof doing)));
      const named = Object.values(doing).map((phase, index) => ({ phase, count: counts[index] ?? 0 }));
      this.counted = named.flatMap(({ phase, count }) => (count > 0 ? [`${phase} ${count}`] : [])).join(", ");
    } catch {
      this.counted = "";
    }
    return this.counted;
  }

  private async count(status: keyof typeof doing): Promise<number> {
    const { service, signal, clock } = this.context;
    const query = { jobId: this.jobId, status, pageNum: 1, pageSize: 1 } as const;
    const options = { signal, deadline: clock.now() + patienceMs };
    return (await service.client.listMmsTasks({ sourceId: this.sourceId, query }, options)).data.total ?? 0;
  }
}
