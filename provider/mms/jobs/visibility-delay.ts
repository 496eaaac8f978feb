// How long the service takes from accepting a request to listing its job, learnt from the jobs of this process: so that
// the next ones are looked for when they are there, and many of them in one look.
import { instantOf } from "../service-time.js";

/** Facts of learning. */
const learning = {
  /** Part of the expectation that is tried next after it was long enough. */
  shorter: 0.9,
  /** What remains, from lesson to lesson, of the time that was too short. */
  remembered: 0.97,
  /** Times of creation are in seconds, and requests take a moment: this much, in milliseconds, says nothing. */
  vagueMs: 1_500,
  /** Offsets of the service's clock that are further apart than this, in milliseconds, are of a clock that was set. */
  clockSetMs: 60_000,
  /** Never expected to take longer than this, in milliseconds. */
  mostMs: 30_000,
  /** Looks for jobs that take a while fall on a grid of this, in milliseconds: those made one after another share them. */
  gridMs: 2_000,
  /** Shorter than this, in milliseconds, is no while. */
  whileMs: 500,
  /** First pause after a look that came too early, in milliseconds, and how pauses grow. */
  pauseMs: 1_000,
  growth: 2,
  longestPauseMs: 10_000,
  /** A job that is not listed after so long, in milliseconds, or so many times what was expected, may not come at all. */
  doubtMs: 5_000,
  doubtTimes: 2,
} as const;

/** One job that was found. Times are in epoch milliseconds. */
interface Sighting {
  readonly acceptedAt: number;
  readonly foundAt: number;
  /** Whether an earlier look did not find it. */
  readonly missed: boolean;
}

/** What a job shows of its beginning: a time without a zone, to the second. */
interface Dated {
  readonly createTime?: string;
}

const createdAt = ({ createTime }: Dated): number => instantOf(createTime) ?? Number.NaN;

/** When to look for a job whose request was accepted, and whether one that is found can come from it. */
export class VisibilityDelay {
  /** How far the service's times are from ours at least, zone and all, in milliseconds. */
  private offsetMs = Number.NaN;

  private expectedMs = 0;
  private tooShortMs = 0;
  private learntAt = Number.NEGATIVE_INFINITY;

  /** When a job accepted at a moment is first worth a look. */
  firstLookAt(acceptedAt: number): number {
    return this.onGrid(acceptedAt + this.expectedMs);
  }

  /** When to look again after so many looks that came too early. */
  nextLookAt(now: number, looks: number): number {
    const first = Math.max(learning.pauseMs, this.expectedMs / 8);
    return this.onGrid(now + Math.min(learning.longestPauseMs, first * learning.growth ** (looks - 1)));
  }

  private onGrid(at: number): number {
    return this.expectedMs < learning.whileMs ? at : Math.ceil(at / learning.gridMs) * learning.gridMs;
  }

  /** How long a list that does not show a job is taken for one that does not show it yet, in milliseconds. */
  get doubtAfterMs(): number {
    return Math.max(learning.doubtMs, this.expectedMs * learning.doubtTimes);
  }

  /** Learns from a job that was found; of jobs that were on their way at the last lesson it learns nothing new. */
  saw({ acceptedAt, foundAt, missed }: Sighting): void {
    if (acceptedAt < this.learntAt) return;
    const tookMs = Math.max(0, foundAt - acceptedAt);
    this.tooShortMs = missed ? Math.min(this.expectedMs, tookMs) : this.tooShortMs * learning.remembered;
    this.expectedMs = missed
      ? Math.min(learning.mostMs, tookMs)
      : Math.max(this.tooShortMs, Math.min(this.expectedMs, tookMs) * learning.shorter);
    this.learntAt = foundAt;
  }

  /**
   * Learns how the service's times compare with ours, from a job that surely comes of a request accepted then. The least of
   * several counts: a job that took its time to be created would make those that took less look older than their requests.
   */
  knows(job: Dated, acceptedAt: number | undefined): void {
    const offsetMs = createdAt(job) - (acceptedAt ?? Number.NaN);
    if (Number.isNaN(offsetMs)) return;
    const isSameClock = Math.abs(offsetMs - this.offsetMs) < learning.clockSetMs;
    this.offsetMs = isSameClock ? Math.min(this.offsetMs, offsetMs) : offsetMs;
  }

  /** Whether a job is surely no older than a request accepted then. Never, before one job is known for sure. Assumes create-time-is-acceptance. */
  canBeFrom(job: Dated, acceptedAt: number | undefined): boolean {
    return createdAt(job) - this.offsetMs >= (acceptedAt ?? Number.NaN) - learning.vagueMs;
  }
}
