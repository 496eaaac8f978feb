// Assumptions about the service that can be played false: `startEmulator({ assumptions: { "job-name-filter": false } })`.
import type { AssumptionId } from "../provider/mms/assumptions/index.js";

/** What is played where an assumption does not hold. */
export const switches = {
  "job-name-filter": "The name filter of jobs compares with the name of the data source.",
  "like-wildcards-only": "A name filter with a hyphen finds nothing.",
  "name-kept-verbatim": "Names of jobs are cut after 16 characters.",
  "job-appears-in-minutes": "A job takes 20 minutes to appear.",
  "live-job-always-listed": "A job is not listed any more ten minutes after it was requested.",
  "unfiltered-list-complete": "A list of jobs without a filter leaves stopped ones out.",
  "no-effect-on-throttle": "A request that is throttled takes effect all the same.",
  "no-effect-on-4xx": "A request that is refused with HTTP 4xx by a fault takes effect all the same.",
  "async-object-is-job": "`objectId` of an async task is its own id.",
  "async-end": "An async task reads DOING for ever.",
  "async-fail-means-no-job": "A job is made although its async task fails.",
  "empty-scope-makes-a-job": "No job is made of a request of which everything is DONE.",
  "config-echo-verbatim": "A job shows its tables with their database.",
  "list-has-config": "Lists of jobs leave `config` out.",
  "job-ids-grow": "Ids are counted downwards.",
  "create-time-is-acceptance": "Times of creation are told by the hour.",
  "page-size-1000": "Pages of more than 100 items fail with HTTP 500.",
  "total-is-true": "`total` counts the items of the page.",
  "overlap-refused": "A second job on the same tables is made.",
  "stopped-job-frees-tables": "A stopped job keeps its tables until it is deleted.",
  "starts-by-itself": "A job waits for StartMmsJob.",
  "delete-hides-at-once": "A deleted job is listed for ten more minutes.",
  "deleted-still-readable": "A deleted job is not found by its id.",
  "delete-while-running": "Deleting a running job is refused.",
  "failed-is-terminal": "A job reads FAILED from the first failed task on, while others go on.",
  "done-is-complete": "A job reads DONE although tasks failed.",
  "verification-default-off": "Rows are compared unless a request says otherwise.",
  "task-filters-exact": "The filters of tasks by job and status let everything through.",
  "task-logs-oldest-first": "The newest line of a task's log comes first.",
  "stopped-means-quiet": "Tasks run on for five minutes after their job reads stopped.",
  "stop-any-state": "Stopping a job that is stopped or has ended is refused with HTTP 400.",
  "retry-keeps-done-work": "A retried job moves everything again.",
  "verification-retry-is-cheap": "A retried task begins anew.",
  "retry-shows-in-a-minute": "A retried job reads FAILED for five more minutes.",
  "retry-task-on-done-job": "A task of a job that reads DONE cannot be retried.",
  "idle-is-zero-tasks": "A job with nothing to move has tasks for the schema.",
  "not-found-codes": "What is not there is answered with HTTP 400 and a code that does not say so.",
  "failures-have-status-or-code": "Refusals of the service are HTTP 200 with `success: false` and no code.",
  "conflict-codes": "What a state does not allow is HTTP 400 with a code that does not say so.",
  "second-scan-refused": "A scan beside a running one is HTTP 400.",
  "throttle-form": "Throttling is HTTP 503.",
  "permission-form": "What a fault forbids reads as not found.",
  "stopped-filter-word": "Only `stopped=true` finds stopped jobs.",
  "status-filter-hides-stopped": "A status filter lets stopped jobs through.",
  "china-zone": "Times are in UTC.",
  "done-is-skipped": "A job moves again what is DONE.",
  "changed-counts-as-open": "A job leaves out what changed since it was migrated.",
  "init-rearms": "Setting a status has no effect.",
  "db-mapping-carries-tables": "Mapping a database leaves its tables where they land.",
  "job-dst-ignored": "Tasks land in the destination that their job names.",
  "secrets-in-clear": "Secrets of a source come as stars.",
  "update-config-merge": "UPDATE_CONFIG replaces the configuration.",
  "source-type-case": "Types of sources are compared with their letter case.",
  "scan-words": "A scan ends as SUCCESS, without a time.",
  "timer-log-is-async-task": "Lines of a timer's log have ids of their own.",
  "trigger-when-stopped": "A paused timer cannot be triggered.",
  "nothing-new-no-job": "A run of a timer with nothing to move makes an empty job.",
  "timer-jobs-by-filter": "The filter by timer lets all jobs through.",
  "timer-config-echo": "A timer shows its tables with their database.",
  "timer-delete-keeps-jobs": "The jobs of a timer are deleted with it.",
} as const satisfies Partial<Record<AssumptionId, string>>;

/** An assumption that can be played false. */
export type SwitchId = keyof typeof switches;

export const switchIds = Object.keys(switches) as SwitchId[];

/** Which assumptions hold on the emulated service; those left out do. */
export type Assumptions = Readonly<Partial<Record<SwitchId, boolean>>>;

/** The ids of those that do not hold. */
export const deniedIn = (given: Assumptions): ReadonlySet<SwitchId> =>
  new Set(switchIds.filter((id) => given[id] === false));
