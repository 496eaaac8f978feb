// Every operation's handler, by name: an operation without one does not compile.
import { dataSources } from "./sources/data-sources.js";
import type { Handlers } from "./handlers.js";
import { inventory } from "./inventory/inventory.js";
import { jobs } from "./jobs/jobs.js";
import { scans } from "./sources/scans.js";
import { tasks } from "./tasks.js";
import { timers } from "./timers.js";

export const handlers: Handlers = { ...dataSources, ...inventory, ...jobs, ...scans, ...tasks, ...timers };
