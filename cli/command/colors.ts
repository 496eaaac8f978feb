// Colours, where they are wanted: a colour never says anything that no word or sign says.
import picocolors from "picocolors";

import type { Io } from "./io.js";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Whether output is repainted and drawn, or printed line by line. */
export const isTerminal = ({ stdout, env }: Io, plain?: boolean): boolean =>
  stdout.isTTY === true && plain !== true && env["TERM"] !== "dumb";

/** NO_COLOR wins over FORCE_COLOR; without either a terminal has colours (https://no-color.org). */
export function colorsOf(io: Io, plain?: boolean): Colors {
  const { NO_COLOR: no, FORCE_COLOR: force } = io.env;
  const wanted = no ? false : force !== undefined && force !== "0" ? true : isTerminal(io, plain);
  return picocolors.createColors(wanted);
}
