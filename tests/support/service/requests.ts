// What an emulator was sent.
import type { Emulator } from "../../../emulator/index.js";
import type { OperationName } from "../../../provider/mms/operations.js";

/** Requests so far that change something. */
export const mutatingOf = ({ control }: Emulator) => control.requests().filter(({ mutating }) => mutating);

/** Their operations, in order. */
export const operationsSent = (emulator: Emulator): string[] => mutatingOf(emulator).map(({ operation }) => operation);

/** How often the service was asked for something. */
export const asked = ({ control }: Emulator, operation: OperationName): number =>
  control.requests().filter((entry) => entry.operation === operation).length;
