// What is known of one scan while a verb works on it.
import type { Scan } from "../../mms/models.js";
import { redact } from "../../mms/text/redact.js";
import { textOf } from "../base/answers.js";
import { type RecordedOutputs, ResourceRecord, storedOutputs } from "../base/record.js";
import { metadataScanSchema as schema } from "./schema.js";
import { countsOf, scanningInputs } from "./scan.js";
import type { Existing, State } from "../../lifecycle/types.js";

/** How this resource came to a scan. */
export interface ScanRef {
  readonly scanId: string;
  readonly requestId?: string | undefined;
  /** Whether it was begun elsewhere. */
  readonly reused: boolean;
}

/** Reads a Pulumi id: the source, and the first scan of the resource. */
export function parseScanId(id: string): { sourceId: string; scanId: string } {
  const [, sourceId, scanId] = /^(\d+)\/scans\/(\d+)$/.exec(id) ?? [];
  if (sourceId === undefined || scanId === undefined) {
    throw new Error(`"${id}" is not the id of a MetadataScan: expected <sourceId>/scans/<scanId>`);
  }
  return { sourceId, scanId };
}

/** What is known of a scan. The Pulumi id keeps the first one; `scanId` is the latest. */
export class ScanRecord extends ResourceRecord<typeof schema> {
  private constructor(
    inputs: State,
    readonly sourceId: string,
    readonly id: string,
    outputs: RecordedOutputs<typeof schema>,
    pending: State = {},
  ) {
    super(schema, inputs, outputs, pending);
  }

  static fresh(inputs: State, sourceId: string, begun: ScanRef): ScanRecord {
    return new ScanRecord(inputs, sourceId, `${sourceId}/scans/${begun.scanId}`, { ...begun });
  }

  static from({ id, state }: Existing, inputs: State): ScanRecord {
    const { sourceId, scanId } = parseScanId(id);
    return new ScanRecord(inputs, sourceId, id, { scanId, ...storedOutputs(schema, state) }, scanningInputs(state));
  }

  get scanId(): string {
    return this.outputs.scanId ?? "";
  }

  get finishedAt(): string | undefined {
    return this.outputs.finishedAt;
  }

  /** Whether the scan was begun elsewhere. */
  get isReused(): boolean {
    return this.outputs.reused === true;
  }

  /** Another scan is the one that counts from now on. */
  begin(begun: ScanRef): void {
    this.outputs = { ...begun };
    this.pending = {};
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
