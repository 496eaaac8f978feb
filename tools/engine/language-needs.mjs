// The programs that each language takes on PATH besides Node, for its programs and its SDK.
import { findProgram } from "../lib/programs.mjs";

/** @type {Readonly<Record<string, readonly string[]>>} */
export const languageNeeds = {
  nodejs: [],
  python: ["python3"],
  go: ["go"],
  java: ["javac", "mvn"],
  dotnet: ["dotnet"],
};

/** @param {string} language */
export const missingFor = (language) =>
  (languageNeeds[language] ?? []).filter((program) => findProgram(program, process.env) === undefined);

/** One line: what each language takes, and what of it is not here. */
export function needsLine() {
  const told = Object.entries(languageNeeds).flatMap(([language, needs]) => {
    if (needs.length === 0) return [];
    const missing = missingFor(language);
    return `${language} takes ${needs.join(" and ")}${missing.length > 0 ? ` (not here: ${missing.join(", ")})` : ""}`;
  });
  return `The tests of languages take, besides Go or a Pulumi release for the hosts: ${told.join("; ")}. What is not here is skipped.`;
}
