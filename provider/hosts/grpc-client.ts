// Clients of Pulumi's services, of the copy of gRPC that this package loads: the generated ones refuse the credentials of any copy
// but their own.
import type * as Grpc from "@grpc/grpc-js";

/** A client without encryption, for what listens on this machine. `grpc` is loaded by whoever needs a client. `service` is the generated definition; the caller knows its type. */
export function grpcClient<Client>(
  grpc: typeof Grpc,
  { name, service }: { readonly name: string; readonly service: unknown },
  address: string,
  options?: Grpc.ClientOptions,
): Client {
  const Constructor = grpc.makeGenericClientConstructor(service as Grpc.ServiceDefinition, name);
  return new Constructor(address, grpc.credentials.createInsecure(), options) as unknown as Client;
}
