// Keeps secrets out of every text the provider writes.
import { isSecretKey } from "../../secret-keys.js";

const secrets = new Set<string>();

/** Shorter values are not redacted: they would match ordinary text. */
const leastLength = 6;

const hidden = "***";

/** Remembers a secret, so that {@link redact} removes it from any text. */
export function registerSecret(value: string | null | undefined): void {
  if (typeof value !== "string" || value.length < leastLength) return;
  secrets.add(value);
  // Errors of HTTP clients quote URLs, where a secret stands encoded.
  secrets.add(encodeURIComponent(value));
}

const name =
  "access[-_.]?key[-_.]?(?:id|secret)|secret[-_.]?key|(?:security|session|sts|access)[-_.]?token|private[-_.]?key|passw(?:or)?d|pwd|secret";
const patterns: readonly RegExp[] = [
  /(authorization["']?\s*[:=]\s*["']?)[^"'\n\r]+/gi,
  /(ACS3-HMAC-SHA256\s+)\S.*/g,
  new RegExp(`((?:${name})\\\\?["']?\\s*[:=]\\s*\\\\?["']?)[^"'\\s,;&}\\\\]+`, "gi"),
  /((?:Credential|Signature)=)[^,\s&]+/g,
  /(\bBearer\s+)[\w.~+/=-]+/gi,
  // The password of an address: scheme://user:password@host.
  /(\b[a-z][a-z\d+.-]*:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gi,
  // Keys that show by their form what they are: of this vendor, AWS and Databricks; and private keys.
  /()\b(?:LTAI[A-Za-z\d]{12,}|STS\.[A-Za-z\d]{20,}|A[KS]IA[A-Z\d]{16}|dapi[a-f\d]{32})\b/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END|$)/g,
];

/** A text without secrets: the registered ones, and values behind a name that usually holds one. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, hidden);
  return patterns.reduce((value, pattern) => value.replace(pattern, `$1${hidden}`), clean);
}

/** Remembers the secrets in a data source's configuration: a map as it is written, or items as they are read. */
export function registerConfigSecrets(config: unknown): void {
  if (Array.isArray(config)) {
    for (const { key, type, value } of config as { key?: unknown; type?: unknown; value?: unknown }[]) {
      if (isSecretKey(String(key), String(type))) registerSecret(textOf(value));
    }
  } else if (config !== null && typeof config === "object") {
    for (const [key, value] of Object.entries(config)) if (isSecretKey(key)) registerSecret(textOf(value));
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
