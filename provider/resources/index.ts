// THE REGISTRY: every kind of resource, once.
import { migrationJobLifecycle } from "./migration-job.js";

/** Lifecycles by kind; `provider/runtime.ts` serves each under its name. */
export const lifecycles = [migrationJobLifecycle] as const;
