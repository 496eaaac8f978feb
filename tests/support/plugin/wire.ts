// Values and errors as they cross the wire between an engine and a plugin.
import * as path from "node:path";

import type * as grpc from "@grpc/grpc-js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

export const root = path.resolve(__dirname, "../../..");

export type Values = Record<string, unknown>;

export const struct = (values: Values) => Struct.fromJavaScript(values as Parameters<typeof Struct.fromJavaScript>[0]);

export const valuesOf = (values?: Struct): Values => (values?.toJavaScript() ?? {}) as Values;

const secretKey = "4dabf18193072939515e22adb298388d";

/** A secret, as it is on the wire. */
export const secret = (value: unknown): Values => ({ [secretKey]: "1b47061264138c4ac30d75fd1eb44270", value });

/** A refusal as the engine prints it, after the name of the resource. */
export const failureText = (failure: proto.CheckFailure): string =>
  [failure.getProperty(), failure.getReason()].filter(Boolean).join(": ");

/** A value that is not known yet, as it is on the wire. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function plainOf(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (secretKey in value) return plainOf((value as unknown as { value: unknown }).value);
  if (Array.isArray(value)) return value.map(plainOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainOf(inner)]));
}

/** Values as the engine passes them on to a plugin that takes no secrets. */
export const withoutSecrets = (values: Values): Values => plainOf(values) as Values;

/** A create or update that made something but did not finish, as the engine sees it. */
export class InitFailed extends Error {
  constructor(
    readonly resourceId: string,
    readonly properties: Values,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}

/** What a call of a plugin failed with. */
export function asInitFailed(error: grpc.ServiceError): Error {
  const [packed] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (packed === undefined) return error;
  const [detail] = Status.deserializeBinary(packed as Uint8Array).getDetailsList();
  const failed = proto.ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? new Uint8Array());
  return new InitFailed(failed.getId(), valuesOf(failed.getProperties()), failed.getReasonsList());
}
