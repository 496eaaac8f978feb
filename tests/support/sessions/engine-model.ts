// Pulumi's engine as far as a resource can tell: what it calls, in which order, and what it writes down. Read from the
// engine's source and confirmed on the real one; the rules that matter most stand beside the code.
import type { dynamic } from "@pulumi/pulumi";

import { providerKey, providerText, typeOf, urnKey } from "../../../provider/hosts/provider-text.js";
import { Crashed, type PluginProcess } from "./world.js";
import { lifecycleOf } from "../../../provider/registry.js";

type Values = Record<string, unknown>;

/** One resource in the state of a stack. */
export interface Resource {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly initErrors: readonly string[];
}

/** How a run ended: what failed, by resource. A run that crashed has no end. */
export interface Ended {
  readonly errors: Readonly<Record<string, string>>;
  readonly changed: boolean;
}

/** A failure that leaves something behind, as the plugin hands it over. */
interface InitFailure {
  readonly id: string;
  readonly properties: Values;
  readonly reasons: readonly string[];
}

const isInitFailure = (error: unknown): error is Error & InitFailure => error instanceof Error && "id" in error;

const wire = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

export const urnOf = (name: string): string => `urn:pulumi:dev::model::${typeOf("MigrationJob")}::${name}`;

const argsOf = (urn: string, args: Values): Values => ({
  ...args,
  [urnKey]: urn,
  [providerKey]: providerText("MigrationJob"),
});

/** One stack and its engine. */
export class EngineModel {
  private resources = new Map<string, Resource>();
  /** Replaced resources that are still to be deleted. */
  private doomed: Resource[] = [];

  /** @param wrote Called with every state written, and the one before. */
  constructor(private readonly wrote: (now: Resource, before: Resource | undefined) => void) {}

  /** Whether the engine dies between the end of the next verb and its state being written. */
  diesBeforeWriting = false;

  get state(): readonly Resource[] {
    return [...this.resources.values()];
  }

  get pendingDeletes(): readonly Resource[] {
    return this.doomed;
  }

  find(urn: string): Resource | undefined {
    return this.resources.get(urn);
  }

  /** `pulumi preview`: check and diff only. */
  async preview(program: Readonly<Record<string, Values>>, plugin: PluginProcess): Promise<Ended> {
    const errors: Record<string, string> = {};
    let changed = this.doomed.length > 0;
    for (const [name, args] of Object.entries(program)) {
      const urn = urnOf(name);
      try {
        const known = this.resources.get(urn);
        const inputs = await this.check(urn, args, plugin);
        const diff = known && (await plugin.run((provider) => this.diff(provider, known, inputs)));
        changed ||= diff?.changes !== false || (known?.initErrors.length ?? 0) > 0;
      } catch (error) {
        errors[urn] = told(error);
      }
    }
    return { errors, changed };
  }

  /** `pulumi up`: steps of different resources run side by side; deletions come last. */
  async up(program: Readonly<Record<string, Values>>, plugin: PluginProcess): Promise<Ended> {
    const errors: Record<string, string> = {};
    let changed = false;
    await this.deleteDoomed(plugin, errors);
    const steps = Object.entries(program).map(async ([name, args]) => {
      const urn = urnOf(name);
      changed = (await this.attempt(urn, errors, () => this.step(urn, args, plugin))) === true || changed;
    });
    await settle(steps);
    const undeclared = this.state.filter(({ urn }) => !Object.keys(program).some((name) => urnOf(name) === urn));
    for (const resource of undeclared) {
      await this.attempt(resource.urn, errors, () => this.remove(resource, plugin));
    }
    await this.deleteDoomed(plugin, errors);
    return { errors, changed };
  }

  /** `pulumi up --replace`: no diff is asked for, and only the resource's own option says what goes first. */
  async upReplacing(name: string, args: Values, plugin: PluginProcess): Promise<Ended> {
    const errors: Record<string, string> = {};
    const urn = urnOf(name);
    await this.attempt(urn, errors, async () => {
      const known = this.resources.get(urn);
      const inputs = await this.check(urn, args, plugin);
      if (known) await this.replace(known, inputs, lifecycleOf("MigrationJob").deletesFirst === true, plugin);
    });
    await this.deleteDoomed(plugin, errors);
    return { errors, changed: true };
  }

  /** `pulumi refresh`. Init errors are forgotten: what is still wrong, the next diff must see by itself. */
  async refresh(plugin: PluginProcess): Promise<Ended> {
    const errors: Record<string, string> = {};
    const steps = this.state.map((resource) =>
      this.attempt(resource.urn, errors, async () => {
        const { id, urn, outputs } = resource;
        const seen = await this.call(plugin, (provider) => provider.read?.(id, wire(outputs)) ?? Promise.reject());
        if (seen.id === undefined || seen.id === "") return void this.resources.delete(urn);
        const inputs = wire((seen.inputs as Values | undefined) ?? resource.inputs);
        this.write({ urn, id: seen.id, inputs, outputs: wire(seen.props as Values), initErrors: [] });
      }),
    );
    await settle(steps);
    return { errors, changed: false };
  }

  /** `pulumi destroy`. */
  async destroy(plugin: PluginProcess): Promise<Ended> {
    const errors: Record<string, string> = {};
    await this.deleteDoomed(plugin, errors);
    await settle(this.state.map((one) => this.attempt(one.urn, errors, () => this.remove(one, plugin))));
    return { errors, changed: true };
  }

  private async check(urn: string, args: Values, plugin: PluginProcess): Promise<Values> {
    const olds = this.resources.get(urn)?.inputs ?? {};
    const { inputs, failures } = await plugin.run(
      (provider) => provider.check?.(wire(olds), wire(argsOf(urn, args))) ?? Promise.reject(),
    );
    if (failures?.length) throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("; "));
    return inputs as Values;
  }

  /** Olds are the old outputs, not the old inputs. */
  private async diff(provider: dynamic.ResourceProvider, known: Resource, inputs: Values): Promise<dynamic.DiffResult> {
    return provider.diff?.(known.id, wire(known.outputs), wire(inputs)) ?? Promise.reject();
  }

  /** One resource of the program. Answers whether anything was done. */
  private async step(urn: string, args: Values, plugin: PluginProcess): Promise<boolean> {
    const inputs = await this.check(urn, args, plugin);
    const known = this.resources.get(urn);
    if (known === undefined) return this.create(urn, inputs, plugin);
    const diff = await plugin.run((provider) => this.diff(provider, known, inputs));
    if (diff.replaces?.length) return this.replace(known, inputs, diff.deleteBeforeReplace === true, plugin);
    // A resource that failed to initialise is updated even where nothing differs.
    if (diff.changes === true || known.initErrors.length > 0) return this.update(known, inputs, plugin);
    // Nothing to do: new inputs are kept beside the old outputs.
    this.write({ ...known, inputs: wire(inputs) });
    return false;
  }

  private async replace(
    known: Resource,
    inputs: Values,
    deleteFirst: boolean,
    plugin: PluginProcess,
  ): Promise<boolean> {
    if (deleteFirst) {
      await this.remove(known, plugin);
      return this.create(known.urn, inputs, plugin);
    }
    try {
      return await this.create(known.urn, inputs, plugin);
    } finally {
      if (this.resources.get(known.urn) !== known) this.doomed.push(known);
    }
  }

  private async create(urn: string, inputs: Values, plugin: PluginProcess): Promise<boolean> {
    try {
      const { id, outs } = await this.call(plugin, (provider) => provider.create(wire(inputs)));
      this.write({ urn, id, inputs: wire(inputs), outputs: wire(outs as Values), initErrors: [] });
    } catch (error) {
      if (!isInitFailure(error)) throw error;
      // Something exists: id and properties are kept. A plain error leaves nothing in the state.
      const { id, properties, reasons } = error;
      this.write({ urn, id, inputs: wire(inputs), outputs: wire(properties), initErrors: reasons });
      throw error;
    }
    return true;
  }

  private async update(known: Resource, inputs: Values, plugin: PluginProcess): Promise<boolean> {
    const { urn, id } = known;
    try {
      const { outs } = await this.call(plugin, (provider) =>
        provider.update
          ? provider.update(id, wire(known.outputs), wire(inputs))
          : Promise.reject(new Error("no update")),
      );
      this.write({ urn, id, inputs: wire(inputs), outputs: wire(outs as Values), initErrors: [] });
    } catch (error) {
      if (!isInitFailure(error)) throw error;
      // A partial failure of an update keeps the old inputs beside the new outputs.
      this.write({ ...known, outputs: wire(error.properties), initErrors: error.reasons });
      throw error;
    }
    return true;
  }

  private async remove(resource: Resource, plugin: PluginProcess): Promise<void> {
    await this.call(plugin, (provider) => provider.delete?.(resource.id, wire(resource.outputs)) ?? Promise.reject());
    if (this.resources.get(resource.urn) === resource) this.resources.delete(resource.urn);
    this.doomed = this.doomed.filter((other) => other !== resource);
    this.deleted(resource);
  }

  private async deleteDoomed(plugin: PluginProcess, errors: Record<string, string>): Promise<void> {
    for (const resource of this.doomed) await this.attempt(resource.urn, errors, () => this.remove(resource, plugin));
  }

  /** Set by whoever wants to know what a delete came to. */
  deleted: (resource: Resource) => void = () => undefined;

  private write(resource: Resource): void {
    const before = this.resources.get(resource.urn);
    this.resources.set(resource.urn, resource);
    this.wrote(resource, before);
  }

  /** A verb that may change something. The engine may die once it has ended and before that is written down. */
  private async call<Result>(
    plugin: PluginProcess,
    verb: (provider: dynamic.ResourceProvider) => Promise<Result>,
  ): Promise<Result> {
    const settled = plugin.run(verb);
    await settled.catch(() => undefined);
    if (this.diesBeforeWriting && !plugin.isDead) {
      this.diesBeforeWriting = false;
      plugin.kill();
    }
    if (plugin.isDead) throw new Crashed("the engine died before it wrote its state");
    return settled;
  }

  private async attempt<Result>(
    urn: string,
    errors: Record<string, string>,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Crashed) throw error;
      errors[urn] = told(error);
      return undefined;
    }
  }
}

/** What a person is told of a failure: of one that left something behind, only the reasons. */
function told(error: unknown): string {
  if (isInitFailure(error)) return error.reasons.join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** Waits for all steps, then throws what a crash threw. */
async function settle(steps: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(steps);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
