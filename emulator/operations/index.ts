// Every operation's handler, by name.
import type { Handlers } from "./handlers.js";
import { asyncTasks, jobs, sources, tasks } from "./jobs.js";

export const handlers: Handlers = { ...jobs, ...asyncTasks, ...tasks, ...sources };
