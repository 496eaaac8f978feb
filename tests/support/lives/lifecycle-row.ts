// What one row of the lifecycle matrix says: a kind of resource, and what each step of its life comes to.
import type { Emulator } from "../../../emulator/index.js";
import type { Fault, FaultOptions } from "../../../emulator/http/faults.js";
import type { OperationName } from "../../../provider/mms/operations.js";

export type Control = Emulator["control"];

type Values = Readonly<Record<string, unknown>>;

/** Arguments of a resource; some name what was put on the service before. */
export type Arguments = Values | ((given: Values) => Values);

/** What a step comes to besides its requests. */
interface Outcome {
  /** What {@link Row.service} shows afterwards. */
  readonly service: unknown;
  /** Outputs of the resource afterwards, at least these. */
  readonly outputs?: Values;
  /** Flags that the resource does not have afterwards: they are stored only where they are true. */
  readonly lowered?: readonly string[];
}

/** A step that changes something on the service: exactly these operations, in this order. */
interface Sends extends Outcome {
  readonly sent: readonly [OperationName, ...OperationName[]];
}

/** A step that changes nothing on the service, which needs a reason. */
interface Silent extends Outcome {
  readonly sent: readonly [];
  readonly because: string;
}

export type Step = Sends | Silent;

export interface Row {
  readonly kind: string;
  /** Puts on the service what the resource presupposes; the arguments are given what it returns. */
  readonly given?: (control: Control) => Values;
  /** Arguments of the resource: at first, changed in place, and changed so that it is replaced. */
  readonly first: Arguments;
  readonly second: Arguments;
  readonly third: Arguments;
  /** What is on the service of this resource, in as few words as tell one step from the next. */
  readonly service: (control: Control) => unknown;
  readonly created: Step;
  /** Somebody else at work, on the resource just created. */
  readonly disturb: (control: Control) => void;
  /** What a refresh makes of that. It sends nothing, whatever the kind. */
  readonly refreshed: Outcome;
  readonly repaired: Step;
  readonly updated: Step;
  readonly replaced: Step;
  readonly destroyed: Step;
  /** What goes wrong in the middle of a creation. */
  readonly fault: readonly [OperationName, Fault, FaultOptions?];
  /** The failed run; `inState` tells whether there is a resource to go on with. */
  readonly failed: Step & { readonly inState: boolean };
  readonly resumed: Step;
  /** Takes from the service all that the resource stands for. */
  readonly remove: (control: Control) => void;
  /** Destroying what is gone. */
  readonly destroyedGone: Step;
}
