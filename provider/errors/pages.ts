// The pages of the errors that users meet: docs/errors/<name>.md, of which the site of the documentation makes <name>.html.
import { homepage } from "../version.js";

/** Every error with a page, by the name of its class. `npm run generate` holds the list against the classes and the pages. */
const names = [
  "AccessDeniedError",
  "ClearSecretError",
  "ConfigRefusedError",
  "ConflictError",
  "ConnectionTestError",
  "CreateFirstError",
  "CreationUnknownError",
  "CredentialsError",
  "DataSourceError",
  "DisplacedTablesError",
  "GateFailedError",
  "GateStallError",
  "GateStoppedError",
  "GoneError",
  "HeldTwiceError",
  "ImportRefusedError",
  "JobFailedError",
  "JobGoneError",
  "JobLostError",
  "JobNotCreatedError",
  "JobStoppedError",
  "JobUnseenError",
  "LookupError",
  "MmsApiError",
  "MmsConfigError",
  "MmsConnectionError",
  "NoJobsError",
  "NotFoundError",
  "NotInInventoryError",
  "PartitionFilterError",
  "PlanLimitError",
  "ProxyError",
  "RemigrationRefusedError",
  "ResourceExistsError",
  "ResourceNotReadyError",
  "ScanFailedError",
  "StallError",
  "ThrottledError",
  "TriggerUnknownError",
  "UnconfirmedGoneError",
  "UnknownNameError",
  "UnknownSourceError",
  "UnreachableError",
  "WaitTimeoutError",
];

/** Where each error is explained, by its name. */
export const errorPages: ReadonlyMap<string, string> = new Map(
  names.map((name) => [name, new URL(`docs/errors/${name}.html`, homepage).href]),
);

/** A full stop after an address would be taken for a part of it. */
const endsSentence = /(?:[.!?]|https?:\/\/\S+)$/;

/** Fields of an error, of whichever realm it is. */
type Fields = { readonly name?: unknown; readonly message?: unknown; readonly cause?: unknown } | null | undefined;

/** The page of an error; of one that only says that something exists already, the page of its cause. */
function pageOf(error: unknown): string | undefined {
  const { name, cause } = (error as Fields) ?? {};
  const ofCause = name === "ResourceNotReadyError" ? pageOf(cause) : undefined;
  return ofCause ?? errorPages.get(String(name));
}

/** A message of an error, with the address of the error's page at its end where it has one. */
export function withPage(error: unknown, message: string): string {
  const page = pageOf(error);
  if (page === undefined || message.endsWith(page)) return message;
  return `${message}${endsSentence.test(message) ? "" : "."} See ${page}`;
}

/** What a person is shown of whatever was thrown. */
export const describeError = (thrown: unknown): string =>
  withPage(thrown, String((thrown as Fields)?.message ?? thrown));
