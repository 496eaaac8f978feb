// Words of others (the service, the SDK, a cause) inside our messages: each ends where we say, and with one full stop.

/** Words as a part of a sentence: without white space, and without a mark at the end. */
export const phrase = (words: string): string => words.trim().replace(/[\s.;:,]+$/, "");

/** Words as a sentence: exactly one mark at the end. */
export function sentence(words: string): string {
  const text = phrase(words);
  return text === "" || /[!?…]$/.test(text) ? text : `${text}.`;
}
