// One thing that `doctor` looks at. Everything is read, nothing is changed; each check says what was seen, and the fix.

/** How a check ended. `?` is what could not be seen; it stops nobody. */
export type Outcome = "ok" | "warn" | "fail" | "?";

/** One check. */
export interface Check {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seen: string;
  readonly fix?: string;
}
