// One line of the file of events, as others read it: docs/events.md and migration-events.schema.json are written from this type.
import type { Standing } from "../../lifecycle/lifecycle.js";

/** What Pulumi does with a resource. */
export type EventVerb = "create" | "read" | "update" | "delete";

/** What happened with one resource. Further fields may come within version 1; a field that changes its meaning makes version 2. */
export interface MigrationEvent extends Standing {
  /** Version of this format. */
  readonly version: 1;
  /** When, ISO 8601 in UTC. */
  readonly time: string;
  /** The process that wrote it: a run of Pulumi has one for each provider. */
  readonly run: string;
  /** Number of the event among those of the same `run`, from 0; none is left out. */
  readonly seq: number;
  /** A verb begins (`start`), its work is further than before (`progress`), it says something (`message`), or it is over (`end`). */
  readonly event: "start" | "progress" | "message" | "end";
  /** What Pulumi does with the resource; a refresh is `read`. */
  readonly verb: EventVerb;
  /** URN of the resource. */
  readonly urn: string;
  /** Kind of the resource, for example `MigrationJob`. */
  readonly kind: string;
  /** Name of the resource in its program. */
  readonly name: string;
  /** Name of the wave, of a job or gate that a `Migration` declares. */
  readonly wave?: string;
  /** Of a `message`: how much it matters. */
  readonly level?: "info" | "warning";
  /** Of a `message`: its text, without secrets. */
  readonly message?: string;
  /** Of an `end`: how it ended. */
  readonly result?: "succeeded" | "failed";
  /** Of an `end` that failed: why. */
  readonly error?: {
    /** Class of the error, for example `JobFailedError`. */
    readonly type: string;
    /** Its text, without secrets. */
    readonly message: string;
  };
}
