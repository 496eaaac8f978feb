// Checks ACS3-HMAC-SHA256 over the request as it arrived. Source: the vendor's published V3 signature.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

import { Refusal } from "./errors.js";
import type { AccessKey, Keys } from "./keys.js";

const algorithm = "ACS3-HMAC-SHA256";
/** How far the date of a request may be off. */
const toleranceMs = 15 * 60_000;

const sha256 = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : Number(one > other)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(",") : (value ?? "")).trim();
}

/** A temporary key is good only with its token, and for its time. */
function checkToken(request: IncomingMessage, { securityToken, expiresAt }: AccessKey, now: number): void {
  const given = header(request, "x-acs-security-token");
  if (given !== (securityToken ?? "")) {
    throw new Refusal(
      400,
      given === "" ? "MissingSecurityToken" : "InvalidSecurityToken.Mismatch",
      "The security token does not fit the access key.",
    );
  }
  if (expiresAt !== undefined && now >= expiresAt) {
    throw new Refusal(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  }
}

/** Refuses a request that is not signed by a known key. Says whose key it is. `now` is the real time: dates are signed. */
export function verifySignature(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  keys: Keys,
  now = Date.now(),
): AccessKey {
  const parts = /^(\S+) Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]+)$/.exec(
    header(request, "authorization"),
  );
  if (parts === null || parts[1] !== algorithm) {
    throw new Refusal(400, "MissingParameter", `Authorization with ${algorithm} is required.`);
  }
  const [, , keyId = "", signedHeaders = "", signature = ""] = parts;
  const key = keys.get(keyId);
  if (key === undefined) throw new Refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  const date = Date.parse(header(request, "x-acs-date"));
  if (!(Math.abs(now - date) <= toleranceMs)) {
    throw new Refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }
  const bodyHash = sha256(body);
  if (header(request, "x-acs-content-sha256") !== bodyHash) {
    throw new Refusal(400, "SignatureDoesNotMatch", "The hash of the body does not match x-acs-content-sha256.");
  }
  const names = signedHeaders.split(";");
  const canonical = [
    request.method ?? "",
    url.pathname,
    canonicalQuery(url),
    names.map((name) => `${name}:${header(request, name)}\n`).join(""),
    signedHeaders,
    bodyHash,
  ].join("\n");
  const expected = createHmac("sha256", key.secret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest();
  const given = Buffer.from(signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Refusal(400, "SignatureDoesNotMatch", "Specified signature does not match our calculation.");
  }
  checkToken(request, key, now);
  return key;
}
