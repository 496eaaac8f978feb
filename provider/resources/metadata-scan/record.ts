// One scan in the hands of a verb: what is known of it so far, ready to be stored at any moment.
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import type { Scan } from "../../mms/models.js";
import { redact } from "../../mms/text/redact.js";
import { textOf } from "../base/answers.js";
import { metadataScanInputs, metadataScanOutputs } from "./schema.js";
import { countsOf, scanningInputs } from "./scan.js";
import type { Existing, State } from "../../lifecycle/types.js";

/** How this resource came to a scan. */
export interface ScanRef {
  readonly scanId: string;
  readonly requestId?: string | undefined;
  /** Whether somebody else started it. */
  readonly reused: boolean;
}

/** Reads a Pulumi id: the source, and the first scan of the resource. */
export function parseScanId(id: string): { sourceId: string; scanId: string } {
  const [, sourceId, scanId] = /^(\d+)\/scans\/(\d+)$/.exec(id) ?? [];
  if (sourceId === undefined || scanId === undefined) {
    throw new Error(`"${id}" is no id of a MetadataScan: expected <sourceId>/scans/<scanId>`);
  }
  return { sourceId, scanId };
}

/** What is known of a scan. The Pulumi id keeps the first one; `scanId` is the latest. */
export class ScanRecord {
  private constructor(
    readonly inputs: State,
    readonly sourceId: string,
    private readonly id: string,
    private outputs: State,
    /** What the state goes on saying until another scan has begun. */
    private held: State,
  ) {}

  static fresh(inputs: State, sourceId: string, begun: ScanRef): ScanRecord {
    return new ScanRecord(inputs, sourceId, `${sourceId}/scans/${begun.scanId}`, { ...begun }, {});
  }

  static from({ id, state }: Existing, inputs: State): ScanRecord {
    const { sourceId, scanId } = parseScanId(id);
    const known = Object.keys(metadataScanOutputs).map((name) => [name, state[name]]);
    return new ScanRecord(
      inputs,
      sourceId,
      id,
      { scanId, ...(Object.fromEntries(known) as State) },
      scanningInputs(state),
    );
  }

  get scanId(): string {
    return String(this.outputs["scanId"]);
  }

  get finishedAt(): string | undefined {
    return textOf(this.outputs["finishedAt"]);
  }

  get state(): State {
    return { ...inputsOf(metadataScanInputs, this.inputs), ...this.held, ...this.outputs };
  }

  get existing(): Existing {
    return { id: this.id, state: this.state };
  }

  /** Another scan is the one that counts from now on. */
  begin(begun: ScanRef): void {
    this.outputs = { ...begun };
    this.held = {};
  }

  see(scan: Scan, finishedAt = this.finishedAt): void {
    const errorMsg = textOf(scan.errorMsg);
    this.outputs = {
      ...this.outputs,
      status: scan.status,
      ...countsOf(scan.result),
      errorMsg: errorMsg === undefined ? undefined : redact(errorMsg),
      startTime: scan.startTime?.trim(),
      endTime: scan.endTime?.trim(),
      finishedAt,
    };
  }
}
