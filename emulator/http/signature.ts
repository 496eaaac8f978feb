// Checks who signed a request, over the request as it arrived. Sources: the vendor's published V3 signature, and the
// older ROA signature as the vendor's CLI and core SDKs compute it.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

import { GatewayRefusal } from "./errors.js";
import type { AccessKey, Keys } from "./keys.js";

/** A request as it arrived. */
export interface Signed {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
}

/** What an Authorization header says. */
interface Claim {
  readonly keyId: string;
  readonly signature: Buffer;
  /** Header that holds the date. */
  readonly dateHeader: "x-acs-date" | "date";
  /** Names of headers that a request has to carry, and to sign. */
  readonly required: readonly string[];
  /** Headers that were signed; `undefined` where the algorithm signs every `x-acs-` header. */
  readonly signedHeaders?: readonly string[];
  /** What the hash of the body is compared with, where the request carries one. */
  readonly bodyHash: { readonly header: string; readonly value: string };
  /** The string to sign; more than one where clients differ about it. */
  readonly stringsToSign: readonly string[];
  readonly hmac: "sha256" | "sha1";
}

/** How far the date of a request may be off. */
const toleranceMs = 15 * 60_000;
const v3 = "ACS3-HMAC-SHA256";

const sha256 = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number =>
  one < other ? -1 : Number(one > other);

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(",") : (value ?? "")).trim();
}

const acsHeaders = (request: IncomingMessage): string[] =>
  Object.keys(request.headers)
    .filter((name) => name.startsWith("x-acs-"))
    .sort();

/** ACS3-HMAC-SHA256, which the SDKs of the Tea family send. */
function claimOfV3({ request, url, body }: Signed, text: string): Claim | undefined {
  const parts = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]+)$/.exec(text);
  if (parts === null) return undefined;
  const [, keyId = "", signedHeaders = "", signature = ""] = parts;
  const names = signedHeaders.split(";");
  const query = [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const hash = sha256(body);
  const headers = names.map((name) => `${name}:${header(request, name)}\n`).join("");
  const canonical = [request.method ?? "", url.pathname, query, headers, signedHeaders, hash].join("\n");
  return {
    keyId,
    signature: Buffer.from(signature, "hex"),
    dateHeader: "x-acs-date",
    required: ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"],
    signedHeaders: names,
    bodyHash: { header: "x-acs-content-sha256", value: hash },
    stringsToSign: [`${v3}\n${sha256(canonical)}`],
    hmac: "sha256",
  };
}

/** ROA, HMAC-SHA1, signature version 1.0, which the vendor's CLI and core SDKs send. */
function claimOfV1({ request, url, body }: Signed, text: string): Claim | undefined {
  const parts = /^acs ([^:\s]+):([A-Za-z0-9+/]+=*)$/.exec(text);
  if (parts === null) return undefined;
  const [, keyId = "", signature = ""] = parts;
  const head = ["accept", "content-md5", "content-type", "date"].map((name) => header(request, name));
  const headers = acsHeaders(request).map((name) => `${name}:${header(request, name).replace(/[\t\n\r\f]/g, " ")}\n`);
  const query = [...url.searchParams].sort(byName);
  // Clients differ about a parameter without a value: `name=` or `name`.
  const stringsToSign = [(name: string) => `${name}=`, (name: string) => name].map((empty) => {
    const resource = query.map(([name, value]) => (value === "" ? empty(name) : `${name}=${value}`)).join("&");
    return `${[request.method ?? "", ...head].join("\n")}\n${headers.join("")}${url.pathname}${resource && `?${resource}`}`;
  });
  return {
    keyId,
    signature: Buffer.from(signature, "base64"),
    dateHeader: "date",
    required: [
      ...["accept", "date", "x-acs-version", "x-acs-signature-method", "x-acs-signature-version"],
      ...(body.length > 0 ? ["content-md5"] : []),
    ],
    bodyHash: { header: "content-md5", value: createHash("md5").update(body).digest("base64") },
    stringsToSign,
    hmac: "sha1",
  };
}

const mismatch = (what: string, { stringsToSign: [first = ""] }: Claim): GatewayRefusal =>
  new GatewayRefusal(400, "SignatureDoesNotMatch", `${what} server string to sign is:${first}`);

/** Refuses a request that lacks a header which has to be signed, or leaves one unsigned. */
function checkHeaders(request: IncomingMessage, { required, signedHeaders }: Claim): void {
  const missing = required.find((name) => header(request, name) === "");
  if (missing !== undefined) throw new GatewayRefusal(400, "MissingParameter", `The header ${missing} is required.`);
  const unsigned = signedHeaders && ["host", ...acsHeaders(request)].find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined)
    throw new GatewayRefusal(400, "MissingParameter", `The header ${unsigned} must be in SignedHeaders.`);
}

function checkForm(request: IncomingMessage, { hmac }: Claim): void {
  if (hmac !== "sha1") return;
  const method = header(request, "x-acs-signature-method");
  const version = header(request, "x-acs-signature-version");
  if (method !== "HMAC-SHA1" || version !== "1.0")
    throw new GatewayRefusal(400, "InvalidSignatureMethod", "Only HMAC-SHA1 of signature version 1.0 is taken here.");
}

/** A temporary key is good only with its token, and for its time. */
function checkToken(request: IncomingMessage, { securityToken, expiresAt }: AccessKey, now: number): void {
  const given = header(request, "x-acs-security-token");
  if (given !== (securityToken ?? "")) {
    throw new GatewayRefusal(
      400,
      given === "" ? "MissingSecurityToken" : "InvalidSecurityToken.Mismatch",
      "The security token does not fit the access key.",
    );
  }
  if (expiresAt !== undefined && now >= expiresAt) {
    throw new GatewayRefusal(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  }
}

const isSignature = ({ hmac, signature }: Claim, secret: string, text: string): boolean => {
  const expected = createHmac(hmac, secret).update(text).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
};

/** Checks signatures, and that none is sent a second time. Time is the machine's, since dates are signed. */
export class SignatureCheck {
  /** Nonces that were taken and when, oldest first. */
  private readonly nonces = new Map<string, number>();

  constructor(private readonly keys: Keys) {}

  /** Refuses a request that is not signed by a known key. Returns the key. */
  verify(signed: Signed, now = Date.now()): AccessKey {
    const { request } = signed;
    const authorization = header(request, "authorization");
    const claim = claimOfV3(signed, authorization) ?? claimOfV1(signed, authorization);
    if (claim === undefined)
      throw new GatewayRefusal(
        400,
        "MissingParameter",
        `Authorization with ${v3} or acs <id>:<signature> is required.`,
      );
    const key = this.keys.get(claim.keyId);
    if (key === undefined)
      throw new GatewayRefusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    if (!(Math.abs(now - Date.parse(header(request, claim.dateHeader))) <= toleranceMs))
      throw new GatewayRefusal(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
    const { bodyHash } = claim;
    const givenHash = header(request, bodyHash.header);
    if (givenHash !== bodyHash.value && (givenHash !== "" || claim.hmac === "sha256"))
      throw mismatch(`The hash of the body does not match ${bodyHash.header}.`, claim);
    checkHeaders(request, claim);
    checkForm(request, claim);
    if (!claim.stringsToSign.some((text) => isSignature(claim, key.secret, text)))
      throw mismatch("Specified signature is not matched with our calculation.", claim);
    checkToken(request, key, now);
    this.takeNonce(claim.keyId, header(request, "x-acs-signature-nonce"), now);
    return key;
  }

  /** Takes again what it has taken. */
  forget(): void {
    this.nonces.clear();
  }

  /** A request is taken once. The CLI sends no nonce with the older signature, so there it may be absent. */
  private takeNonce(keyId: string, nonce: string, now: number): void {
    if (nonce === "") return;
    // A date is good this long before and after it, so a request cannot come again later than twice that.
    for (const [name, at] of this.nonces) {
      if (now - at <= 2 * toleranceMs) break;
      this.nonces.delete(name);
    }
    const name = `${keyId} ${nonce}`;
    if (this.nonces.has(name))
      throw new GatewayRefusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    this.nonces.set(name, now);
  }
}
