// Errors as the engine reads them: one sentence, and with it the id and the state where something exists already.
import * as grpc from "@grpc/grpc-js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import statusProto from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import { describeError } from "../../../errors/pages.js";

const { UNKNOWN } = grpc.status;

/** An error that is shown in one sentence. */
export const failed = (error: unknown): Partial<grpc.StatusObject> => ({
  code: UNKNOWN,
  details: describeError(error),
});

/** What exists although the verb failed. */
export interface NotReady {
  readonly id: string;
  readonly properties: Struct;
  readonly reasons: readonly string[];
}

/** An error that leaves its resource in the state, for the next run to go on with. */
export function notReady({ id, properties, reasons }: NotReady): Partial<grpc.StatusObject> {
  const detail = new proto.ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(properties);
  detail.setReasonsList([...reasons]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusProto.Status();
  status.setCode(UNKNOWN);
  status.setMessage(reasons.join("; "));
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: UNKNOWN, details: reasons.join("; "), metadata };
}
