// Keeps secrets out of every text we make.
const secrets = new Set<string>();

/** Remembers a secret, so that {@link redact} removes it from any text. */
export function registerSecret(value: string | undefined): void {
  if (value !== undefined && value.length >= 8) secrets.add(value);
}

const patterns: readonly RegExp[] = [
  /(authorization"?\s*[:=]\s*"?)[^"\n]+/gi,
  /((?:access[._-]?key[._-]?secret|security[._-]?token|password|secret)"?\s*[:=]\s*"?)[^"\s,}]+/gi,
];

/** A text without secrets. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of secrets) clean = clean.split(secret).join("***");
  return patterns.reduce((value, pattern) => value.replace(pattern, "$1***"), clean);
}
