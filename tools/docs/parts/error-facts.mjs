// THE TABLE of errors that a user can meet: what causes each, and what to do. Its first sentence is that of the class itself.

/** @typedef {{ cause: string, fix: string }} ErrorFacts */

/** @param {string} cause @param {string} fix @returns {ErrorFacts} */
const facts = (cause, fix) => ({ cause, fix });

const runAgain = "run `pulumi up` again: it continues with what is there";

/** Classes that no user meets by name: bases, and carriers of another error's text. */
export const internal = new Set([
  "MmsError",
  "OperationError",
  "NotReadyStatus",
  "EngineGoneError",
  "ProxyFailure",
  "Refusal",
]);

/** @type {Record<string, ErrorFacts>} */
export const errorFacts = {
  AccessDeniedError: facts(
    "The key is wrong, expired or disabled; or the identity lacks the RAM action that the message names; or MaxCompute lacks a grant in the destination project. A 403 never counts as deleted.",
    "Grant the action on the ARN of the message (`ramPolicy` writes the least policy), then run again. `npx pulumi-alicloud-mms doctor` says which actions are missing.",
  ),
  ClearSecretError: facts(
    "`others` or another free setting holds a value under a key that names a secret, and the value is not marked as one.",
    "Wrap it: `pulumi.secret(value)`, or read it with `config.requireSecret`.",
  ),
  ConfigRefusedError: facts(
    "A key of `config` or `secretConfig` is unknown for the source's type, missing, or of another form.",
    "Correct the keys that the message names. `getConfigItems` lists what a type takes.",
  ),
  ConflictError: facts(
    "The object exists already, or its state does not allow the call: a table that another job moves, a source that still starts.",
    `Wait until the other work is over, or leave the table to it; then ${runAgain}.`,
  ),
  ConnectionTestError: facts(
    "MMS could not reach the source with this configuration: network link, address, user or password.",
    "Correct the configuration, then run again; or set `testConnection: false` to create it untested.",
  ),
  CreateFirstError: facts(
    "A program sets `deleteBeforeReplace: false`. A replacement that is created first would take over the old object and lose it.",
    "Leave the option out.",
  ),
  CreationUnknownError: facts(
    "The response to a request that creates was lost, and a search for what it may have created found nothing yet.",
    `Nothing is sent twice in a run. Later, ${runAgain}, and creates only what is surely absent.`,
  ),
  CredentialsError: facts(
    "No credentials: none in the stack's configuration, none in the environment, and none from the vendor's default chain.",
    "Set `alicloud-mms:accessKey` and `alicloud-mms:secretKey` with `pulumi config set --secret`, or `ALIBABA_CLOUD_ACCESS_KEY_ID` and `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, or a profile or role.",
  ),
  DataSourceError: facts(
    "The source did not start or stop. The message has the service's own reason.",
    `Correct what the reason names, then ${runAgain}.`,
  ),
  DisplacedTablesError: facts(
    "The mapping of a database was changed, which carries its tables along; some of them land elsewhere and could not be put back.",
    "Let these tables land where they did, by a `TableMapping` or in the console, then run `pulumi up` again.",
  ),
  GateFailedError: facts(
    "More tasks failed, or more row counts differ, than the gate's budget allows.",
    "Correct what the failed tasks name and run `pulumi up --refresh`: jobs retry only what failed, and the gate goes on. To let failures pass, raise `maxFailures`, `maxFailureRatio` or `maxVerificationFailures`.",
  ),
  GateStallError: facts(
    "No job of the gate made progress during `stallTimeout`.",
    "Look at the jobs of the message in the console. Nothing was stopped unless `onStall` says so; the next `pulumi up` waits on.",
  ),
  GateStoppedError: facts(
    "Every job that the gate still waits for is stopped.",
    "Run `pulumi up --refresh`, which starts again what `desiredState` wants running.",
  ),
  GoneError: facts(
    "The object that an update works on was deleted, by somebody or by an interrupted run.",
    "Run `pulumi up --refresh`: it sees that the object is gone and creates it anew.",
  ),
  HeldTwiceError: facts(
    "Two resources of a run declare one object, by its id or by a chosen name.",
    "Declare it in one of them. After a rename, give the new resource the old name in `aliases`.",
  ),
  ImportRefusedError: facts(
    "A program sets the option `import`, which Pulumi has no way to serve for dynamic resources.",
    "Remove the option; take the object over with `adoptJobId`, `adoptSourceId` or `adoptTimerId`. On the native plugin `pulumi import` works.",
  ),
  JobFailedError: facts(
    "The migration itself failed: tasks ended with the reasons that the message has, with the last line of each log.",
    "Correct the cause at the source or the destination, then run `pulumi up`: it retries only the failed tasks.",
  ),
  JobGoneError: facts(
    "A job was deleted while a run waited for it.",
    "Run `pulumi up --refresh`. `onMissing` says whether it is created again.",
  ),
  JobLostError: facts(
    "The service knows neither the job nor the async task that was to create it.",
    "Run `pulumi up` again: it searches once more, and creates the job if there is none.",
  ),
  JobNotCreatedError: facts(
    "The service accepted the request and then could not create the job; the message has its reason and what the inventory says of the names.",
    "Correct the program, or scan the source first, then run `pulumi up`. There is no job, so none runs twice.",
  ),
  JobStoppedError: facts(
    "Somebody stopped the job, again, while a run waited for it.",
    'Run `pulumi up` to start it, or set `desiredState: "stopped"` to leave it.',
  ),
  JobUnseenError: facts(
    "An earlier run sent the request and had no response; no job of that name is in sight, and it is too early to send it again.",
    "Run `pulumi up` after the moment that the message names. Until then it only searches.",
  ),
  LookupError: facts(
    "A function has arguments that it cannot work with, or found nothing, or more than one.",
    "Correct the argument that the message names; ids are exact where names are not.",
  ),
  MmsApiError: facts(
    "The service refused a request for a reason that has no error of its own here.",
    "The message has the service's code, its words and the request id to quote to the vendor's support.",
  ),
  MmsConfigError: facts(
    "A setting is missing, contradicts another, or has a value that is not valid.",
    "Set the key that the message names, for example `pulumi config set alicloud:region cn-shanghai`.",
  ),
  MmsConnectionError: facts(
    "No usable response: no route, no name, a reset, a timeout, or a page of a gateway in its place.",
    `Check the endpoint, the proxy and the network, then ${runAgain}. \`sent\` in the message says whether the service may have acted.`,
  ),
  NoJobsError: facts("The name filter of a gate matches no job.", "Correct the filter, or name the jobs by `jobIds`."),
  NotFoundError: facts(
    "The service says that the object is not there. A resource counts as deleted only when a list confirms it.",
    "Check id, region and account. If it was deleted, `pulumi refresh` takes it out of the state.",
  ),
  NotInInventoryError: facts(
    "A database or table of the program is not in the inventory, which only scans fill.",
    "Check the name; or declare a `MetadataScan` and let the resource depend on it.",
  ),
  PartitionFilterError: facts(
    "A partition filter does not parse. The message shows the place.",
    "Correct it there; the operators are in the reference of `MigrationJob`.",
  ),
  PlanLimitError: facts(
    "A migration plan has more tables, partitions or bytes than the program allows.",
    "Narrow the selection, or raise the limit if that much is meant.",
  ),
  ProxyError: facts(
    "`HTTPS_PROXY`, `ALL_PROXY` or another proxy variable is set, and its value is not the address of a proxy.",
    "Correct the variable that the message names, or unset it.",
  ),
  RemigrationRefusedError: facts(
    "A change would migrate again what is done, and the program does not say that this is meant.",
    "If it is meant, set `allowRemigration: true`; otherwise put the previous value back.",
  ),
  ResourceExistsError: facts(
    "There is already something of that name which this stack did not create, or what is to be taken over differs from the program.",
    "Take it over with the `adopt…Id` input, bring the program in line with it, or choose another name.",
  ),
  ResourceNotReadyError: facts(
    "The object exists and is not where the program wants it yet; the reason is that of another error on these pages. The state keeps its id.",
    `Correct the reason if there is anything to correct, then ${runAgain}.`,
  ),
  ScanFailedError: facts(
    "A metadata scan ended without success; the message has the service's reason.",
    "Correct it (mostly the source's access), then run `pulumi up`: it scans again.",
  ),
  StallError: facts(
    "A job made no progress during `stallTimeout`.",
    "Look at its tasks; it goes on by itself when the cause is gone. The next `pulumi up` waits on with the same job.",
  ),
  ThrottledError: facts(
    "The account's request limit was reached, and no time was left to wait. The service did nothing.",
    "Run again later, lower `--parallel`, or set `alicloud-mms:requestsPerSecond` below the limit.",
  ),
  TriggerUnknownError: facts(
    "The response to a timer's `runNow` was lost. It is not fired twice for one value.",
    "Look at the timer's jobs; to fire it again, give `runNow` another value.",
  ),
  UnconfirmedGoneError: facts(
    "One call says that an object is not there, and no second one confirms it: wrong region or account, or a list that lags.",
    "Check credentials, region and endpoint and run again. If it is really gone, `pulumi state delete` takes it out of the state.",
  ),
  UnknownNameError: facts(
    "A table, column or pattern of the program matches nothing in the inventory. Nothing was started.",
    "Correct the name; the message has the nearest one that exists.",
  ),
  UnknownSourceError: facts(
    "The data source that `sourceId` names is not there: the id is wrong, or belongs to another region or account.",
    "Give the id of a `DataSource`, the number in the console, or look it up by name with `getDataSource`; else check region, endpoint and account.",
  ),
  UnreachableError: facts(
    "The package is a dependency of a library alone, and Pulumi loads resources from the program's own folder.",
    "Add `pulumi-alicloud-mms` to the `package.json` that the message names, and install.",
  ),
  WaitTimeoutError: facts(
    "The timeout of a wait ended. Nothing was changed on the service, and the migration goes on.",
    "Run `pulumi up` to wait on; for longer waits set `timeouts`, or `wait: false` and refresh from a schedule.",
  ),
};
