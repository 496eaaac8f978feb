// What is known of one object while a verb works on it, ready to be stored at any moment.
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { inputsOf, type OutputTable, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import { type InputsOf, type OutputsOf, readInputs, readOutputs } from "../../lifecycle/properties/typed-values.js";
import type { Existing, State } from "../../lifecycle/types.js";

/** The tables of a kind. */
export interface Tables {
  readonly inputs: PropertyTable;
  readonly outputs: OutputTable;
}

/** Outputs that a record may hold; a kind with a generated name stores that too. */
export type RecordedOutputs<Kind extends Tables> = OutputsOf<Kind["outputs"]> & { readonly name?: string | undefined };

/** One object of a kind. Subclasses add what the kind shows of itself. */
export abstract class ResourceRecord<Kind extends Tables> {
  /** What the program wants, as typed values. */
  readonly desired: InputsOf<Kind["inputs"]>;

  /**
   * @param inputs Inputs as the program gives them.
   * @param outputs Outputs known so far.
   * @param pending Stored inputs that the service does not have otherwise yet: the state keeps them until it has.
   */
  protected constructor(
    private readonly tables: Kind,
    readonly inputs: State,
    protected outputs: RecordedOutputs<Kind>,
    protected pending: State = {},
  ) {
    this.desired = readInputs<Kind["inputs"]>(tables.inputs, inputs);
  }

  abstract get id(): string;

  get name(): string {
    return this.outputs.name ?? "";
  }

  get state(): State {
    return { ...inputsOf(this.tables.inputs, this.inputs), ...this.pending, ...this.raised };
  }

  get existing(): Existing {
    return { id: this.id, state: this.state };
  }

  /** The outputs without flags that are false. */
  private get raised(): State {
    const isDown = (name: string, value: unknown) => value === false && this.tables.outputs[name]?.flag === true;
    return Object.fromEntries(Object.entries(this.outputs).filter(([name, value]) => !isDown(name, value)));
  }

  /** Records outputs. */
  record(news: RecordedOutputs<Kind>): void {
    this.outputs = { ...this.outputs, ...news };
  }

  /** From now on the state holds what the program says of these inputs. */
  applied(...names: (keyof Kind["inputs"])[]): void {
    this.pending = Object.fromEntries(Object.entries(this.pending).filter(([name]) => !names.includes(name)));
  }

  /** Runs work on the object: whatever fails leaves with the id and the state known by then. */
  async withPartialState<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw new ResourceNotReadyError(this.id, this.state, error);
    }
  }
}

/** The outputs and the name of a stored state. */
export function storedOutputs<Kind extends Tables>(tables: Kind, state: State): RecordedOutputs<Kind> {
  const { name } = state;
  const outputs = readOutputs<Kind["outputs"]>(tables.outputs, state);
  return typeof name === "string" ? { ...outputs, name } : outputs;
}
