// Figures as people read them.
import humanizeDuration from "humanize-duration";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A number with its thousands apart. */
export const number = (value: number): string => whole.format(value);

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;

/** Bytes in decimal units, as storage is sold: 812 TB. */
export function bytes(digits: string): string {
  const value = Number(digits);
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const options = { style: "unit", unit: units[power], maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat("en", options).format(value / 1_000 ** power);
}

/** A large number in a word: 91 G rows are 91B. */
export const compact = (digits: string): string =>
  new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 }).format(Number(digits));

/** A part of a whole; 100 only where nothing is missing, and 0 where nothing is known: 0 of 0 is not done. */
export function percent(part: number, of: number): number {
  return of === 0 ? 0 : Math.min(part < of ? 99 : 100, Math.floor((part / of) * 100));
}

/** How many of the tables are done, in words. */
export const tablesDone = (done: number, total: number): string =>
  total === 0 ? "no tables yet" : `${percent(done, total)} % of ${number(total)} tables`;

export const seconds = (value: number): string => humanizeDuration(value * 1_000, { largest: 2, round: true });

/** An instant on the wall clock of a zone such as +08:00, to the minute. */
export function clockTime(at: string, offset: string): string {
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  const shift = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(Date.parse(at) + shift).toISOString().slice(0, 16).replace("T", " ");
}
