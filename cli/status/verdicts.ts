// What each verdict is called, in a sign and in a sentence.
import type { VerdictWord } from "../report/model.js";

export const signs: Readonly<Record<VerdictWord, string>> = {
  verified: "✓",
  unverified: "✓",
  failed: "✗",
  failing: "✗",
  stopped: "■",
  stalled: "!",
  running: "●",
  open: "○",
};

/** What each verdict says to a reader who has never seen it. */
export const meanings: Readonly<Record<VerdictWord, string>> = {
  verified: "done, and the row counts of both sides agree",
  unverified: "done, row counts not compared",
  failed: "not everything could be migrated",
  failing: "some of it has failed, the rest goes on",
  stopped: "somebody stopped it before its end",
  stalled: "under way, but nothing moves",
  running: "under way",
  open: "not done, and nothing moves it",
};
