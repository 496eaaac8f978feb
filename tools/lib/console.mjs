// What the tools print, and how: everything goes to stderr, so that stdout stays free for answers.

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
}

const linesInLogEveryMilliseconds = 15_000;
const redrawEveryMilliseconds = 200;

/**
 * One line that changes: redrawn in place on a terminal, repeated now and then in a log.
 *
 * @param {() => string} text is asked each time the line is drawn
 * @returns {() => void} ends the line
 */
export function progressLine(text) {
  const terminal = process.stderr.isTTY === true;
  const draw = () => process.stderr.write(terminal ? `\r\u001b[K  ${text()}` : `  ${text()}\n`);
  const timer = setInterval(draw, terminal ? redrawEveryMilliseconds : linesInLogEveryMilliseconds);
  if (terminal) draw();
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write("\r\u001b[K");
  };
}
