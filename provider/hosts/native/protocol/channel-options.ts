// Options of a server or a client.

/** Size of a message in bytes, as the engine has it: the library's own limit is 4 MB. */
const limit = 400 * 1024 * 1024;

export const channelOptions = {
  "grpc.max_receive_message_length": limit,
  "grpc.max_send_message_length": limit,
  // Statistics of every call, for a service of gRPC's own that is not offered here.
  "grpc.enable_channelz": 0,
};
