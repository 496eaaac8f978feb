// What a migration says of itself: how far it is, and what its gates saw in total.
import * as pulumi from "@pulumi/pulumi";

import type { MigrationGate } from "../migration-gate/resource.js";

/** How far a migration is. */
export interface MigrationProgress {
  /** Number of waves. */
  waves: number;
  /** Number of waves whose gate has passed. */
  wavesPassed: number;
  /** Number of jobs, those that have not started included. */
  jobs: number;
  /** Number of jobs that finished well, as the gates saw them last. */
  jobsDone: number;
  /** Number of tasks of the jobs that have started. */
  tasks: number;
  /** Number of finished tasks. */
  tasksDone: number;
  /** Number of failed tasks. */
  tasksFailed: number;
}

/** All waves in total. A total of what is known of only some jobs is the total of those. */
export interface MigrationTotals {
  /** Number of jobs. */
  jobs: number;
  /** Number of finished tasks. */
  tasks: number;
  /** Number of tables, where the inventory shows it. */
  tables: number;
  /** Rows in the source, as digits, where the inventory shows it. */
  numRows: string;
  /** Bytes in the source, as digits, where the inventory shows it. */
  size: string;
  /** Number of failed tasks, which the gates let pass. */
  failedTasks: number;
  /** Seconds all gates waited, one after another. */
  waitedSeconds: number;
}

/** A list of a child's that a run which leaves the child out does not have. */
export const orNone = <Item>(list: readonly Item[] | undefined): readonly Item[] => list ?? [];

const addUp = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((all, one) => all + (one ?? 0), 0);
const addDigits = (values: readonly (string | undefined)[]): string =>
  values.reduce<bigint>((all, one) => all + BigInt(one ?? 0), 0n).toString();

/** What a gate says of its wave; a gate that a run leaves out says nothing. */
type Outputs = readonly [
  passed?: boolean,
  jobDone?: number,
  taskNum?: number,
  taskDone?: number,
  failedTaskCount?: number,
];

/** What the component publishes of where it stands. */
interface Standing {
  readonly progress: MigrationProgress;
  readonly passed: boolean;
  readonly phase: "migrating" | "completed";
  /** Name of the first wave that has not passed. */
  readonly wave: string | undefined;
}

/** Where a migration of these waves and so many jobs stands. */
export function standingOf(
  gates: readonly MigrationGate[],
  waves: readonly { readonly name: string }[],
  jobs: number,
): pulumi.Output<Standing> {
  const outputs = gates.map((gate) =>
    pulumi.all([gate.passed, gate.jobDone, gate.taskNum, gate.taskDone, gate.failedTaskCount]),
  );
  return pulumi.all(outputs).apply((all: readonly Outputs[]): Standing => {
    const sum = (at: 1 | 2 | 3 | 4) => addUp(all.map((one) => one[at]));
    const wavesPassed = all.filter(([passed]) => passed === true).length;
    const passed = wavesPassed === waves.length;
    return {
      passed,
      phase: passed ? "completed" : "migrating",
      wave: waves[all.findIndex((one) => one[0] !== true)]?.name,
      progress: {
        waves: waves.length,
        wavesPassed,
        jobs,
        jobsDone: sum(1),
        tasks: sum(2),
        tasksDone: sum(3),
        tasksFailed: sum(4),
      },
    };
  });
}

export function totalsOf(gates: readonly MigrationGate[]): pulumi.Output<MigrationTotals> {
  const count = (of: (gate: MigrationGate) => pulumi.Output<number | undefined>) =>
    pulumi.all(gates.map(of)).apply((all) => addUp(all));
  const digits = (of: (gate: MigrationGate) => pulumi.Output<string | undefined>) =>
    pulumi.all(gates.map(of)).apply((all) => addDigits(all));
  return pulumi.output({
    jobs: count((gate) => gate.jobNum),
    tasks: count((gate) => gate.taskDone),
    tables: count((gate) => gate.tables),
    numRows: digits((gate) => gate.numRows),
    size: digits((gate) => gate.size),
    failedTasks: count((gate) => gate.failedTaskCount),
    waitedSeconds: count((gate) => gate.waitedSeconds),
  });
}

/** Whether all row counts agreed; `undefined` where no job was verified. */
export const verifiedOf = (gates: readonly MigrationGate[]): pulumi.Output<boolean | undefined> =>
  pulumi.all(gates.map(({ verified }) => verified)).apply((all) => {
    const compared = all.filter((one) => one !== undefined);
    return compared.length === 0 ? undefined : compared.every(Boolean);
  });
