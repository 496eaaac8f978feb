// Resource Access Management: whether a key may do what it requests.
import { apiPrefix, type OperationName, operationOf } from "../../provider/mms/operations.js";
import { GatewayRefusal } from "./errors.js";

/** Account every emulated key belongs to. */
export const accountId = "1234567890123456";
/** Region the emulator stands for. */
export const region = "cn-shanghai";

type OneOrMore = string | readonly string[];

/** One statement of a RAM policy. */
export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: OneOrMore;
  readonly Resource: OneOrMore;
}

/** A RAM policy document. */
export interface PolicyDocument {
  readonly Version: "1";
  readonly Statement: readonly PolicyStatement[];
}

/** Whether `*` for any text makes a pattern fit. Piece by piece: a regular expression of many stars can take for ever. */
function fits(pattern: string, value: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return pattern === value;
  let from = first.length;
  for (const piece of rest) {
    const at = value.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return value.startsWith(first) && value.length - last.length >= from && value.endsWith(last);
}

const covers = (patterns: OneOrMore, value: string): boolean =>
  [patterns].flat().some((pattern) => fits(String(pattern).toLowerCase(), value.toLowerCase()));

/** ARN that an operation on a source is checked against. */
function resourceOf(operation: OperationName, sourceId: string): string {
  return operationOf(operation).ramResource === "*" ? "*" : `acs:odps:${region}:${accountId}:mmsdatasource/${sourceId}`;
}

/** Refuses what a policy does not allow, or denies. */
export function authorise(policy: PolicyDocument, operation: OperationName, sourceId: string): void {
  const action = `odps:${operation}`;
  const resource = resourceOf(operation, sourceId);
  const applies = ({ Action, Resource }: PolicyStatement) => covers(Action, action) && covers(Resource, resource);
  const statements = policy.Statement.filter(applies);
  const denied = statements.some(({ Effect }) => Effect === "Deny");
  if (!denied && statements.length > 0) return;
  throw new GatewayRefusal(
    403,
    "Forbidden.RAM",
    "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    {},
    {
      AuthAction: action,
      AuthPrincipalType: "SubUser",
      NoPermissionType: denied ? "ExplicitDeny" : "ImplicitDeny",
      PolicyType: "AccountLevelIdentityBasedPolicy",
      Resource: resource === "*" ? `${apiPrefix}/*` : resource,
    },
  );
}
