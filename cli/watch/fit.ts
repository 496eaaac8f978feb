// A screen that is repainted must fit its terminal: of a taller one only the end would be seen.
import { stripVTControlCharacters } from "node:util";

/** Letters that take two columns: Chinese, Japanese, Korean and full-width forms. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;

/** Rows that a line takes on a terminal, which breaks it at its last column. */
function rowsOf(line: string, columns: number): number {
  const text = stripVTControlCharacters(line);
  const width = [...text].length + (text.match(wide)?.length ?? 0);
  return Math.max(1, Math.ceil(width / columns));
}

/** As many lines of `text` as fit above `below`, which is kept whole; a note says how many are left out. */
export function fitted(
  text: string,
  below: readonly string[],
  { rows, columns }: { rows: number; columns: number },
): string {
  const lines = text.trimEnd().split("\n");
  const all = (some: readonly string[]): number => some.reduce((sum, line) => sum + rowsOf(line, columns), 0);
  // One row for what the painter puts after the text.
  const room = rows - 1 - (below.length === 0 ? 0 : all(below) + 1);
  const first = (count: number): string[] => {
    const left = lines.length - count;
    return [...lines.slice(0, count), ...(left === 0 ? [] : [`… ${left} more lines; a taller window shows them`])];
  };
  let count = lines.length;
  while (count > 1 && all(first(count)) > room) count -= 1;
  return [...first(count), ...(below.length === 0 ? [] : ["", ...below])].join("\n");
}
