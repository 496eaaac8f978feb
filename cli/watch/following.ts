// What a watch reads in each round: of a stack the jobs that it has by then.
import { type Io, messageOf } from "../command/io.js";
import type { Target } from "../command/scope.js";

/** What is followed, read anew each round but the first. */
export class Following {
  private isFirst = true;
  private isTold = false;

  constructor(
    private target: Target,
    private readonly io: Io,
  ) {}

  /** Whether a run of Pulumi is at work on the stack, or was interrupted. */
  get isPending(): boolean {
    return this.target.stack?.isPending === true;
  }

  /** What to read now. A stack that cannot be read for once is followed as it was. */
  async next(): Promise<Target> {
    const { again } = this.target;
    if (this.isFirst || again === undefined) {
      this.isFirst = false;
      return this.target;
    }
    try {
      this.target = await again();
    } catch (error) {
      if (this.io.signal.aborted) throw error;
      if (!this.isTold) this.io.stderr.write(`${messageOf(error)}; following the jobs that are known\n`);
      this.isTold = true;
    }
    return this.target;
  }
}
