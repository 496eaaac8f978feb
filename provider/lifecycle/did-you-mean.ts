// What was probably meant, where a name is not among the known ones.
import { distance } from "fastest-levenshtein";

const lower = (name: string): string => name.toLowerCase();

/** The known name that was probably meant: one that differs in letter case alone, or in few letters. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const most = name.length < 4 ? 1 : name.length < 9 ? 2 : 3;
  let best: { name: string; edits: number } | undefined;
  for (const one of known) {
    const edits = one === name ? Number.POSITIVE_INFINITY : distance(lower(name), lower(one));
    if (edits <= most && (best === undefined || edits < best.edits)) best = { name: one, edits };
  }
  return best?.name;
}

/** A question after a semicolon, or nothing: `; did you mean "orders"?`. Letter case is named where it is all that differs. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  if (near === undefined) return "";
  return `; did you mean "${near}"?${lower(near) === lower(name) ? " Letter case counts" : ""}`;
}
