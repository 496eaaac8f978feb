// Leads rows of the lifecycle matrix through all their steps on the real engine, and holds each step against its row.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { declared, type Program } from "../engine/declared.js";
import { EngineProject, type ExportedResource, type Run } from "../engine/engine.js";
import { host } from "../hosts.js";
import type { Arguments, Control, Row, Step } from "./lifecycle-row.js";

/** What a step must come to. */
type Expected = Omit<Step, "because">;

/** One row on an emulator and a project of its own. */
class Course {
  private constructor(
    private readonly row: Row,
    private readonly emulator: Emulator,
    private readonly given: Readonly<Record<string, unknown>>,
    readonly project: EngineProject,
  ) {}

  static async begin(row: Row): Promise<Course> {
    const emulator = await startEmulator({ clock: { speed: 600 } });
    const given = row.given?.(emulator.control) ?? {};
    const project = await EngineProject.create({ program: programOf(row.kind, row.first, given), env: emulator.env });
    return new Course(row, emulator, given, project);
  }

  get control(): Control {
    return this.emulator.control;
  }

  /** Changes the arguments of the resource in the program. */
  write(args: Arguments): void {
    this.project.write(programOf(this.row.kind, args, this.given));
  }

  /** One run of the engine, which must end well and come to exactly this. The resource afterwards. */
  async step(run: () => Promise<Run>, expected: Expected): Promise<ExportedResource | undefined> {
    const before = this.sent().length;
    expect(await run()).toMatchObject({ code: 0 });
    return this.outcome(before, expected);
  }

  /** A run of the engine that must fail for a reason, and come to exactly this all the same. */
  async failingStep(
    run: () => Promise<Run>,
    reason: string,
    expected: Expected,
  ): Promise<ExportedResource | undefined> {
    const before = this.sent().length;
    const { code, output } = await run();
    expect(code).not.toBe(0);
    expect(output).toContain(reason);
    return this.outcome(before, expected);
  }

  async close(): Promise<void> {
    this.project.close();
    await this.emulator.close();
  }

  private async outcome(
    before: number,
    { sent, service, outputs, lowered = [] }: Expected,
  ): Promise<ExportedResource | undefined> {
    expect({ sent: this.sent().slice(before), service: this.row.service(this.control) }).toEqual({ sent, service });
    const { deployment } = await this.project.state();
    const subject = deployment.resources?.find(({ type }) => type.endsWith(`:${this.row.kind}`));
    if (outputs !== undefined) expect(subject?.outputs).toMatchObject(outputs);
    for (const flag of lowered) expect(subject?.outputs).not.toHaveProperty(flag);
    return subject;
  }

  private sent(): string[] {
    return this.control
      .requests()
      .filter(({ mutating }) => mutating)
      .map(({ operation }) => operation);
  }
}

const programOf = (kind: string, args: Arguments, given: Readonly<Record<string, unknown>>): Program =>
  declared({ subject: { kind, args: typeof args === "function" ? args(given) : args } });

/** Made, left alone, repaired, changed in place, replaced, destroyed. */
async function leadThroughLife(course: Course, row: Row): Promise<void> {
  const { project } = course;
  const created = await course.step(() => project.up(), row.created);
  expect(created?.id).toMatch(/./);
  const { urn, id, outputs = {} } = created as ExportedResource;
  const unchanged: Expected = { sent: [], service: row.created.service, outputs };
  await course.step(() => project.up("--expect-no-changes"), unchanged);

  row.disturb(course.control);
  await course.step(() => project.refresh(), { sent: [], ...row.refreshed });
  const isAlright = row.repaired.sent.length === 0;
  await course.step(() => project.up(...(isAlright ? ["--expect-no-changes"] : [])), row.repaired);

  course.write(row.second);
  await course.step(() => project.preview(), { sent: [], service: row.repaired.service });
  expect(await course.step(() => project.up(), row.updated)).toMatchObject({ urn, id });

  course.write(row.third);
  const replaced = await course.step(() => project.up(), row.replaced);
  expect(replaced?.urn).toBe(urn);
  expect(replaced?.id).not.toBe(id);

  expect(await course.step(() => project.destroy(), row.destroyed)).toBeUndefined();
}

/** Interrupted in the middle, gone on with, and destroyed when it is gone. */
async function leadThroughFailure(course: Course, row: Row): Promise<void> {
  const { project, control } = course;
  control.injectFault(...row.fault);
  const failed = await course.failingStep(() => project.up(), row.fault[0], row.failed);
  expect(failed?.initErrors ?? []).toHaveLength(row.failed.inState ? 1 : 0);

  const resumed = await course.step(() => project.up(), row.resumed);
  expect(resumed?.id).toMatch(/./);
  expect(resumed?.initErrors ?? []).toEqual([]);
  if (row.failed.inState) expect(resumed).toMatchObject({ urn: failed?.urn, id: failed?.id });

  row.remove(control);
  expect(await course.step(() => project.destroy(), row.destroyedGone)).toBeUndefined();
}

async function lead(row: Row, through: (course: Course, row: Row) => Promise<void>): Promise<void> {
  const course = await Course.begin(row);
  try {
    await through(course, row);
  } finally {
    await course.close();
  }
}

/** The matrix of these rows, as tests. */
export function describeMatrix(rows: readonly Row[]): void {
  describe.each(rows)(`$kind on the real engine, under the ${host} host`, (row) => {
    it("is made, left alone, repaired, changed in place, replaced and destroyed", () => lead(row, leadThroughLife));

    it("goes on with what there is after a failure, and is destroyed when that is gone", () =>
      lead(row, leadThroughFailure));
  });
}
