// What a kind of resource is, as facts: read by the class a program uses, the verbs, the reference and the schema.
import type { OutputTable, PropertyTable } from "./properties/property-table.js";
import type { Existing, Naming, State } from "./types.js";

/** Facts of a kind of resource. Loads nothing of what the kind does. */
export interface ResourceSchema {
  /** Name of the kind in Pulumi, for example `MigrationJob`. */
  readonly kind: string;
  readonly inputs: PropertyTable;
  readonly outputs: OutputTable;
  /** Absent where nothing has a generated name. Verbs never see a generated name among the inputs: only the state has it. */
  readonly naming?: Naming;
  /**
   * Whether a replacement is made only once the old one is gone, whoever requested it: a create that looks before it creates
   * would otherwise find the old one, take it over, and lose it to the delete that follows.
   */
  readonly deletesFirst?: true;
  /** Whether a create or update waits for a migration to end, which may take a day. */
  waitsForMigration?(inputs: State): boolean;
  /** What distinguishes the resource's object from others for all its life, where its id does not; two resources never have one. */
  identity?(existing: Existing): string;
}
