// What is known of one data source while a verb works on it. Its id on the service is its id in Pulumi.
import { isEmpty } from "../../lifecycle/properties/values.js";
import { consoleUrl, type ServicePlace } from "../../mms/config/console.js";
import type { DataSource } from "../../mms/models.js";
import { redact } from "../../mms/text/redact.js";
import { textOf } from "../base/answers.js";
import { ResourceRecord, storedOutputs, type RecordedOutputs } from "../base/record.js";
import { type Config, wholeConfig } from "./config/config.js";
import { dataSourceSchema as schema } from "./schema.js";
import type { Existing, State } from "../../lifecycle/types.js";

type Outputs = RecordedOutputs<typeof schema> & { readonly networklink?: string | undefined };

/** What a source shows of itself, in state. Its texts may quote its configuration. */
function shownBy(source: DataSource): Outputs {
  const errMsg = textOf(source.errMsg);
  return {
    status: source.status,
    errMsg: errMsg === undefined ? undefined : redact(errMsg),
    region: source.region,
    agentIsOnline: source.agentIsOnline,
    dstProject: source.dstProject,
    dstProjects: source.dstProjects,
    createTime: source.createTime?.trim(),
    lastUpdateTime: source.lastUpdateTime?.trim(),
    scanId: source.scanId,
    dbNum: source.dbNum,
    tableNum: source.tableNum,
    partitionNum: source.partitionNum,
  };
}

/** What a source's row ends with: the source as last seen. */
export function outcomeOf({ sourceId, status, connectionTest }: State): string {
  const tested = connectionTest === "passed" ? ", connection test passed" : "";
  return `data source ${String(sourceId)}: ${String(status ?? "no status shown")}${tested}`;
}

/** What is known of a data source. */
export class SourceRecord extends ResourceRecord<typeof schema> {
  private constructor(
    inputs: State,
    readonly sourceId: string,
    outputs: Outputs,
    pending: State,
  ) {
    super(schema, inputs, { ...outputs, sourceId }, pending);
  }

  /** A source that has just been created or found; one that was found may have any configuration. */
  static fresh(inputs: State, sourceId: string, name: string, requestId?: string): SourceRecord {
    const adopted = requestId === undefined;
    const pending = adopted ? { config: undefined, secretConfig: undefined } : {};
    return new SourceRecord(inputs, sourceId, { name, requestId, adopted }, pending);
  }

  /** Takes up a source where a stored state left it. */
  static from({ id, state }: Existing, inputs: State): SourceRecord {
    const { name, config, secretConfig, networklink } = state;
    const outputs = { ...storedOutputs(schema, state), ...networkOf(inputs, networklink) };
    return new SourceRecord(inputs, id, outputs, { name, config, secretConfig });
  }

  get id(): string {
    return this.sourceId;
  }

  get isTested(): boolean {
    return this.outputs.connectionTest === "passed";
  }

  /** The configuration that the service was last given, as far as is known. */
  get sentConfig(): Config {
    return wholeConfig(this.state);
  }

  /** Records what the service shows of the source; `place` is where it was read. */
  see(source: DataSource, place: ServicePlace): void {
    const { name = this.name } = source;
    const network = networkOf(this.inputs, source.networklink);
    this.record({ ...shownBy(source), ...network, consoleUrl: consoleUrl(place), name });
  }

  /** What secrets the service has now is not known: a masked one is not taken for any that was sent. */
  doubtSecrets(): void {
    this.pending = { ...this.pending, secretConfig: undefined };
  }
}

/** Of a network that the program names the service may show another form; a refresh compares the two. */
function networkOf({ networklink: given }: State, shown: unknown): Pick<Outputs, "networklink"> {
  const networklink = isEmpty(given) ? textOf(shown) : undefined;
  return networklink === undefined ? {} : { networklink };
}
