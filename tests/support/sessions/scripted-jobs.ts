// The jobs of one source as a scripted service tells them, alone and in lists, with a virtual clock for who looks.
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { createJobReader } from "../../../provider/mms/jobs/job-reader.js";
import type { Job } from "../../../provider/mms/models.js";
import { type Asked, pageOf, type Reply, type ScriptedService, startService } from "../service/service.js";
import { VirtualClock } from "../service/virtual-clock.js";
import type { JobReader } from "../../../provider/mms/jobs/job-reads.js";

/** A job under way. */
export const job = (id: number | string, more: Job = {}): Job => ({
  id: `${id}`,
  name: `job-${id}`,
  status: "DOING",
  taskDone: 0,
  taskNum: 10,
  ...more,
});

/** Ids from 1. */
export const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);

export class ScriptedJobs {
  /** Jobs as the service has them now. */
  readonly jobs = new Map<string, Job>();
  /** Jobs as the list shows them, where it lags. */
  listed: (() => Job[]) | undefined;
  mostPerPage = 1_000;
  refuse: ((asked: Asked) => Reply | undefined) | undefined;
  readonly clock = new VirtualClock();
  private service: ScriptedService | undefined;

  async open(): Promise<void> {
    this.service = await startService((asked) => this.answer(asked));
  }

  async close(): Promise<void> {
    await this.service?.close();
  }

  put(...all: Job[]): void {
    for (const one of all) this.jobs.set(one.id ?? "", one);
  }

  /** Somebody of its own who looks. */
  observer(): JobReader {
    if (this.service === undefined) throw new Error("open it first");
    const config = resolveConfig({ get: () => undefined, env: this.service.env });
    return createJobReader(createMmsClient(config, this.clock), this.clock);
  }

  /** How many pages of the list were asked for. */
  lists(): number {
    return this.count("ListMmsJobs");
  }

  /** How often one job was asked for. */
  gets(): number {
    return this.count("GetMmsJob");
  }

  private count(wanted: string): number {
    return this.service?.asked.filter(({ operation }) => operation === wanted).length ?? 0;
  }

  private answer(asked: Asked): Reply {
    const refusal = this.refuse?.(asked);
    if (refusal) return refusal;
    const id = /jobs\/(\d+)$/.exec(asked.path)?.[1];
    if (id !== undefined) {
      const data = this.jobs.get(id);
      return data
        ? { body: { requestId: "R", data } }
        : { status: 404, body: { code: "JOB_NOT_FOUND", message: "no such job", requestId: "R" } };
    }
    const { query } = asked;
    const all = (this.listed?.() ?? [...this.jobs.values()]).filter(({ name }) => (query["name"] ?? name) === name);
    return pageOf(query, all, this.mostPerPage);
  }
}
