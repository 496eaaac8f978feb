// What can happen in a random session with MigrationJobs: programs, crashes, faults, and people at a console.
import type { Fault } from "../../../emulator/index.js";
import type { OperationName } from "../../../provider/mms/operations.js";
import type { CrashPoint } from "./world.js";

/** What a program says of one job. */
export interface DesiredJob {
  readonly explicitName: boolean;
  readonly scope: number;
  readonly triggers: number;
  readonly control: Readonly<Record<string, unknown>>;
}

/** The resources of a program, by name; one that is absent is not declared. */
export type Program = Readonly<Partial<Record<"a" | "b", DesiredJob>>>;

export type Crash =
  { readonly kind: "process"; readonly at: CrashPoint; readonly requests: number } | { readonly kind: "engine" };

export type Act =
  | { readonly kind: "up"; readonly program?: Program; readonly crash?: Crash }
  | { readonly kind: "refresh"; readonly crash?: Crash }
  | { readonly kind: "destroy"; readonly crash?: Crash }
  | { readonly kind: "replace"; readonly name: "a" | "b"; readonly crash?: Crash }
  | { readonly kind: "preview" }
  | { readonly kind: "fault"; readonly operation: OperationName | "*"; readonly fault: Fault; readonly skip: number }
  | { readonly kind: "failTasks"; readonly table: string; readonly phase: "SCHEMA" | "DATA" }
  | { readonly kind: "console"; readonly does: "stop" | "start" | "retry" | "delete"; readonly which: number }
  | { readonly kind: "stranger"; readonly name: "a" | "b" }
  | { readonly kind: "pass"; readonly ms: number };

/** Tables of a resource; the two never share any, as the service refuses jobs that do. */
const scopes = {
  a: [["orders", "customers"], ["orders"], ["customers", "order_items"]],
  b: [["products"], ["payments", "products"], ["refunds", "payments"]],
} as const;

export const sourceId = "2000015";

function argsOfOne(name: "a" | "b", { explicitName, scope, triggers, control }: DesiredJob): Record<string, unknown> {
  return {
    sourceId,
    srcDbName: "sales",
    tables: [...(scopes[name][scope] ?? [])],
    ...(explicitName ? { name: `mine-${name}` } : {}),
    ...(triggers > 0 ? { triggers: [triggers] } : {}),
    timeouts: { create: "3m", update: "3m", delete: "2m" },
    ...control,
  };
}

/** The arguments that a program gives each of its resources. */
export function argsOf(program: Program): Record<string, Record<string, unknown>> {
  const wishes = Object.entries(program) as ["a" | "b", DesiredJob][];
  return Object.fromEntries(wishes.map(([name, wish]) => [name, argsOfOne(name, wish)]));
}
