// One data source in the hands of a verb: what is known of it so far, ready to be stored at any moment.
import { canonicalInput, inputsOf } from "../../lifecycle/properties/property-table.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import type { DataSource } from "../../mms/models.js";
import { redact } from "../../mms/text/redact.js";
import { textOf } from "../base/answers.js";
import { type Config, wholeConfig } from "./config/config.js";
import { dataSourceInputs } from "./schema.js";
import type { Existing, State } from "../../lifecycle/types.js";

/** Outputs that no answer shows again. */
interface Remembered {
  readonly requestId?: string | undefined;
  readonly adopted: boolean;
  /** `passed` once the configuration now on the service was tested. */
  readonly connectionTest?: "passed" | undefined;
}

/** Inputs that are changed on the service one by one: until one is, the state holds what it was. */
type Changing = "name" | "config" | "secretConfig";

/** What a source shows of itself, in state. Its texts may quote its configuration. */
function shownBy(source: DataSource): State {
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

/** What is known of a data source. Its id on the service is its id in Pulumi. */
export class SourceRecord {
  private constructor(
    readonly inputs: State,
    readonly sourceId: string,
    private remembered: Remembered,
    /** Present outputs of the stored state, until the source is seen. */
    private shown: State,
    private held: Partial<Record<Changing, unknown>>,
  ) {}

  /** A source that has just been made or found; one that was found may have any configuration. */
  static fresh(inputs: State, sourceId: string, name: string, requestId?: string): SourceRecord {
    const adopted = requestId === undefined;
    const held = adopted ? { config: undefined, secretConfig: undefined } : {};
    return new SourceRecord(inputs, sourceId, { requestId, adopted }, { name }, held);
  }

  /** Takes up a source where a stored state left it. */
  static from({ id, state }: Existing, inputs: State): SourceRecord {
    const { name, config, secretConfig, requestId, adopted, connectionTest } = state;
    const remembered = {
      requestId: textOf(requestId),
      adopted: adopted === true,
      connectionTest: connectionTest === "passed" ? ("passed" as const) : undefined,
    };
    const isShown = (key: string) =>
      !Object.hasOwn(dataSourceInputs, key) || key === "name" || (key === "networklink" && isEmpty(inputs[key]));
    const shown = Object.fromEntries(Object.entries(state).filter(([key]) => isShown(key)));
    return new SourceRecord(inputs, id, remembered, shown, { name, config, secretConfig });
  }

  get name(): string {
    return String(this.shown["name"] ?? "");
  }

  get tested(): boolean {
    return this.remembered.connectionTest === "passed";
  }

  /** The configuration that the service was last given, as far as is known. */
  get sentConfig(): Config {
    return wholeConfig(this.state);
  }

  get state(): State {
    const { sourceId, shown, held, remembered } = this;
    return { ...inputsOf(dataSourceInputs, this.inputs), ...held, ...shown, sourceId, ...remembered };
  }

  get existing(): Existing {
    return { id: this.sourceId, state: this.state };
  }

  see(source: DataSource): void {
    // Of a network that the program names the service may show another form; a refresh compares the two.
    const networklink = isEmpty(this.inputs["networklink"]) ? textOf(source.networklink) : undefined;
    const network = networklink === undefined ? {} : { networklink };
    this.shown = { ...shownBy(source), ...network, name: source.name ?? this.name };
  }

  record(news: Partial<Remembered>): void {
    this.remembered = { ...this.remembered, ...news };
  }

  /** From now on the state holds the program's values of these. */
  applied(...changed: Changing[]): void {
    this.held = Object.fromEntries(Object.entries(this.held).filter(([key]) => !changed.includes(key as Changing)));
  }

  /** What secrets the service has now cannot be told: a masked one is not taken for any that was sent. */
  doubt(): void {
    this.held = { ...this.held, secretConfig: undefined };
  }

  /** An input's value, its default where it is absent. */
  desired(name: keyof typeof dataSourceInputs): unknown {
    return canonicalInput(dataSourceInputs, this.inputs, name);
  }
}
