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

const account = "1000000000000001";

/** What STS and RAM say of any key, by action: `doctor` asks them beside MMS. */
export const identityResponses: Readonly<Record<string, object>> = {
  GetCallerIdentity: {
    IdentityType: "RAMUser",
    AccountId: account,
    PrincipalId: "200000000000000001",
    UserId: "200000000000000001",
    Arn: `acs:ram::${account}:user/emulator`,
  },
  GetRole: {
    Role: {
      RoleName: "AliyunServiceRoleForMaxComputeMMS",
      Arn: `acs:ram::${account}:role/aliyunserviceroleformaxcomputemms`,
    },
  },
};
