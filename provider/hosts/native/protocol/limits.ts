// Sizes of messages, as the engine has them: the library's own limit is 4 MB.

const limit = 400 * 1024 * 1024;

/** Options of a server or a client. */
export const messageLimits = { "grpc.max_receive_message_length": limit, "grpc.max_send_message_length": limit };
