// The ledger: every fact of MMS that this package relies on and that was never seen on the live service. Code that relies on one
// names its id in a comment; docs/assumptions.md is written from it.
import { responses } from "./responses.js";
import { type Assumption, guarantees } from "./assumption.js";
import { creation } from "./creation.js";
import { inventory } from "./inventory.js";
import { presence } from "./presence.js";
import { progress } from "./progress.js";
import { sources } from "./sources.js";
import { timers } from "./timers.js";

/** The ledger by subject, in the order of docs/assumptions.md. */
export const subjects = {
  "What a request makes": creation,
  "Which jobs there are": presence,
  "What a status means": progress,
  "Errors, responses and rights": responses,
  "Inventory, mappings and scope": inventory,
  "Sources and scans": sources,
  Timers: timers,
} as const;

const all = { ...creation, ...presence, ...progress, ...responses, ...inventory, ...sources, ...timers } as const;

export type AssumptionId = keyof typeof all;

/** Every assumption by its id. */
export const assumptions: Readonly<Record<AssumptionId, Assumption>> = all;

export const assumptionIds = Object.keys(assumptions) as AssumptionId[];

/** Headings in docs/guarantees.md of the promises that do not hold where an assumption is false. */
export const carriedBy = (id: AssumptionId): string[] => (assumptions[id].carries ?? []).map((key) => guarantees[key]);
