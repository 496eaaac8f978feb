// The life of one resource, in this process and on a virtual clock, with a key of its own.
import type { Clock } from "../../../provider/clock.js";
import { deadlineOf, type Verb, withDeadline } from "../../../provider/lifecycle/deadline.js";
import type { Lifecycle } from "../../../provider/lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../../provider/lifecycle/not-ready.js";
import { AccessDeniedError } from "../../../provider/mms/errors.js";
import type { MmsConfig } from "../../../provider/mms/config/config.js";
import { createMmsService, type MmsContext, type MmsService } from "../../../provider/resources/base/service.js";
import type { Existing, State } from "../../../provider/lifecycle/types.js";

/** The refusal behind an error, where there is one. */
export function denied(error: unknown): AccessDeniedError | undefined {
  if (error instanceof AccessDeniedError) return error;
  return error instanceof Error ? denied(error.cause) : undefined;
}

/** Calls the verbs of a kind as a host does. What is not ready yet is kept, unless a permission is missing. */
export class Life {
  private existing: Existing = { id: "", state: {} };
  private readonly context: Omit<MmsContext, "deadline" | "call">;

  constructor(
    private readonly lifecycle: Lifecycle<MmsService>,
    config: MmsConfig,
    clock: Clock,
    told: string[],
  ) {
    const tell = (text: string) => void told.push(text);
    this.context = {
      service: createMmsService(config, clock),
      clock,
      signal: new AbortController().signal,
      urn: `urn:pulumi:dev::test::pulumi-nodejs:dynamic/mms:${lifecycle.kind}::life`,
      progress: { status: () => undefined, info: tell, warn: tell, report: () => undefined },
    };
  }

  async create(inputs: State): Promise<State> {
    return this.keeping(() => this.lifecycle.create(inputs, this.timed("create", inputs)));
  }

  async update(inputs: State): Promise<State> {
    const { id } = this.existing;
    const context = this.timed("update", inputs);
    return this.keeping(async () => ({ id, state: await this.lifecycle.update(this.existing, inputs, context) }));
  }

  async read(): Promise<State | undefined> {
    return (await this.lifecycle.read(this.existing, this.timed("update", this.existing.state)))?.state;
  }

  async delete(): Promise<void> {
    await this.lifecycle.delete(this.existing, this.timed("delete", this.existing.state));
  }

  private timed(verb: Verb, values: State): MmsContext {
    return withDeadline(this.context, deadlineOf(this.lifecycle, verb, values, this.context.clock.now()));
  }

  private async keeping(verb: () => Promise<Existing>): Promise<State> {
    try {
      this.existing = await verb();
    } catch (error) {
      if (!(error instanceof ResourceNotReadyError) || denied(error) !== undefined) throw error;
      this.existing = { id: error.id, state: error.state };
    }
    return this.existing.state;
  }
}
