// The file of events: one JSON a line, appended by every process that is given its name. Losing an event never fails the work.
import { randomBytes } from "node:crypto";
import { closeSync, constants, openSync, writeSync } from "node:fs";

import type { Clock } from "../../clock.js";
import type { Standing } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import type { State } from "../../lifecycle/types.js";
import type { EventVerb, MigrationEvent } from "./event.js";

/** What a log of events is made of. */
export interface EventLogOptions {
  /** Absent where no events are wanted. */
  readonly file: string | undefined;
  readonly clock: Clock;
  /** Takes secrets out of a text. */
  redact(text: string): string;
}

/** What records the progress and the messages of one verb. */
export interface Recorder {
  progress(standing: Standing): void;
  message(level: "info" | "warning", text: string): void;
}

/** What is recorded of a verb: its name, and the states that it begins and ends with. */
export interface Recorded<Result> {
  readonly verb: EventVerb;
  readonly before: State;
  /** `undefined` where nothing of the resource is left. */
  readonly after: (result: Result) => State | undefined;
}

/** What a resource has for its events. */
interface Row {
  standing(state: State): Standing;
  /** Says on the resource's row that events cannot be written. */
  warn(message: string): void;
}

type About = Pick<MigrationEvent, "verb" | "urn" | "kind" | "wave">;
type Said = Pick<MigrationEvent, "event"> & Partial<MigrationEvent>;

/** Appends without waiting: a pipe without a reader is a failure, and not the end of the run. O_NONBLOCK is not on Windows. */
const appending =
  constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** The events of one process. */
export class EventLog {
  private readonly run: string;
  private seq = 0;
  private hasFailed = false;
  /** Whether the last line is not whole, so that the next one begins with a line of its own. */
  private isTorn = false;

  private constructor(
    private readonly file: string,
    private readonly options: EventLogOptions,
  ) {
    const began = new Date(options.clock.now()).toISOString();
    this.run = `${began}/${randomBytes(4).toString("hex")}`;
  }

  /** The log of a process, made at its first event: before that its settings may not be known. */
  static lazily(options: () => EventLogOptions): () => EventLog | undefined {
    let made: { readonly log: EventLog | undefined } | undefined;
    return () => {
      if (made === undefined) {
        const given = options();
        made = { log: given.file === undefined ? undefined : new EventLog(given.file, given) };
      }
      return made.log;
    };
  }

  recording(about: About): Recording {
    return new Recording(about, this);
  }

  /** A text without secrets. */
  clean(text: string): string {
    return this.options.redact(text);
  }

  /** Appends an event; what prevents that is said once in a process. */
  write(event: Omit<MigrationEvent, "version" | "time" | "run" | "seq">, warn: (message: string) => void): void {
    const time = new Date(this.options.clock.now()).toISOString();
    const whole: MigrationEvent = { version: 1, time, run: this.run, seq: this.seq, ...event };
    try {
      this.append(`${JSON.stringify(whole)}\n`);
      this.seq += 1;
    } catch (error) {
      if (this.hasFailed) return;
      this.hasFailed = true;
      warn(
        `events: "${this.file}" cannot be written: ${(error as Error).message}. The run goes on without them; give ` +
          "alicloud-mms:events (or ALICLOUD_MMS_EVENTS) a file in a folder that is there and may be written to",
      );
    }
  }

  /** One write a line: the system lets no other process's line into it. */
  private append(line: string): void {
    const bytes = Buffer.from(this.isTorn ? `\n${line}` : line);
    const descriptor = openSync(this.file, appending, 0o644);
    try {
      const written = writeSync(descriptor, bytes);
      this.isTorn = written < bytes.length;
      if (this.isTorn) throw new Error(`only ${written} of ${bytes.length} bytes fitted`);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** What a failure was: the cause, where an error only says that something exists already. */
const causeOf = (error: unknown): unknown => (error instanceof ResourceNotReadyError ? error.cause : error);

/** The events of one verb on one resource. */
export class Recording implements Recorder {
  private ids: Standing = {};
  private last = "";
  private warn: Row["warn"] = () => undefined;

  constructor(
    private readonly about: About,
    private readonly log: EventLog,
  ) {}

  /** Records a verb from its beginning to its end. */
  async during<Result>(
    work: () => Promise<Result>,
    { before, after }: Recorded<Result>,
    { standing, warn }: Row,
  ): Promise<Result> {
    this.warn = warn;
    this.see(standing(before));
    this.write({ event: "start" });
    try {
      const result = await work();
      const left = after(result);
      this.end({ result: "succeeded", ...(left === undefined ? { phase: "gone" } : standing(left)) });
      return result;
    } catch (error) {
      const left = error instanceof ResourceNotReadyError ? standing(error.state) : {};
      this.end({ result: "failed", ...left, error: this.described(causeOf(error)) });
      throw error;
    }
  }

  progress(standing: Standing): void {
    this.see(standing);
    const mark = JSON.stringify(standing);
    if (mark !== this.last) this.write({ event: "progress", ...standing });
    this.last = mark;
  }

  message(level: "info" | "warning", text: string): void {
    this.write({ event: "message", level, message: this.log.clean(text) });
  }

  private end(said: Omit<Said, "event">): void {
    this.see(said);
    this.write({ event: "end", ...said });
  }

  private described(cause: unknown): NonNullable<MigrationEvent["error"]> {
    const [type, text] = cause instanceof Error ? [cause.name, cause.message] : ["Error", String(cause)];
    return { type, message: this.log.clean(text) };
  }

  /** Keeps the ids, which every later event of the verb has. */
  private see({ sourceId, jobId, asyncTaskId }: Standing): void {
    const known = Object.entries({ sourceId, jobId, asyncTaskId }).filter(([, id]) => id !== undefined);
    this.ids = { ...this.ids, ...(Object.fromEntries(known) as Standing) };
  }

  private write(said: Said): void {
    const { urn } = this.about;
    const name = urn.split("::").at(-1) ?? urn;
    this.log.write({ ...this.about, name, ...this.ids, ...said }, this.warn);
  }
}
