// Whose credentials these are, and whether MMS has its role in the account.
import type { MmsConfig } from "../../provider/mms/config/config.js";
import { withConsole } from "../../provider/mms/config/console.js";
import { callerOf, serviceRole, serviceRoleOf } from "../../provider/mms/config/caller.js";
import type { Check } from "./check.js";

/** Codes that say that the keys themselves are wrong. */
const wrongKeys = /^(InvalidAccessKeyId|InactiveAccessKey|SignatureDoesNotMatch|InvalidSecurityToken|SecurityToken)/;

export async function identityCheck(config: MmsConfig): Promise<Check> {
  const name = "identity";
  const caller = await callerOf(config);
  if (!("code" in caller)) return { name, outcome: "ok", seen: `${caller.type} ${caller.arn}` };
  const { host } = config.identityEndpoint("sts");
  const seen = `${host}: ${caller.code || caller.message}`;
  if (wrongKeys.test(caller.code))
    return { name, outcome: "fail", seen, fix: "create a new access key for this identity, or correct the one given" };
  return { name, outcome: "?", seen, fix: `let this machine reach ${host}; a migration itself does not need it` };
}

export async function serviceRoleCheck(config: MmsConfig): Promise<Check> {
  const name = "service role";
  const role = await serviceRoleOf(config);
  if (!("code" in role)) return { name, outcome: "ok", seen: role.arn };
  if (role.code.startsWith("EntityNotExist"))
    return {
      name,
      outcome: "warn",
      seen: `there is no role ${serviceRole}`,
      fix: withConsole(
        "open Migration Service in the MaxCompute console once, as an identity with AliyunRAMFullAccess: it offers to create it",
        config,
      ),
    };
  const seen = `not seen: ${role.code || role.message}`;
  return { name, outcome: "?", seen, fix: `allow ram:GetRole, or look for ${serviceRole} in the RAM console` };
}
