// Libraries that only verbs need. Loaded at the first use: importing the package into a program must not cost them.
import type { Dayjs } from "dayjs";

type Dates = (text: string, format?: string, strict?: boolean) => Dayjs;

let dates: Dates | undefined;

/** Dates: as people write them, and as the service does. */
export function dayjs(...given: Parameters<Dates>): Dayjs {
  if (dates === undefined) {
    const library = require("dayjs") as typeof import("dayjs");
    library.extend(require("dayjs/plugin/customParseFormat.js") as typeof import("dayjs/plugin/customParseFormat.js"));
    dates = library;
  }
  return dates(...given);
}

/** A stretch of time in words. */
export const humanize = (ms: number, options: import("humanize-duration").Options): string =>
  (require("humanize-duration") as typeof import("humanize-duration"))(ms, options);

/** Milliseconds of a duration such as "1h30m". */
export const parseDuration = (text: string): number | null | undefined =>
  (require("parse-duration") as typeof import("parse-duration").default)(text);
