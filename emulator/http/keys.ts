// Access keys the emulator knows, permanent and temporary.
import type { PolicyDocument } from "./ram.js";

/** One access key. */
export interface AccessKey {
  readonly secret: string;
  /** Token of a temporary key; every request has to carry it. */
  readonly securityToken?: string;
  /** Epoch milliseconds, on the machine's clock, after which a temporary key is refused. */
  readonly expiresAt?: number;
  /** What the key may do. @default everything */
  readonly policy?: PolicyDocument;
}

/** Access keys by their id. */
export type Keys = Map<string, AccessKey>;

/** Id of the key every emulator accepts. */
export const defaultKeyId = "emulator-access-key-id";
/** Its secret, which is none. */
export const defaultKeySecret = "emulator-access-key-secret";
