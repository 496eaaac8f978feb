// Reads what arrives on the wire. Nothing a client sends may end the process, so every fault here becomes a refusal.
import type http from "node:http";

import { GatewayRefusal } from "./errors.js";

/** The largest body that is read; no limit of the service is published. */
const largestBodyBytes = 8 * 1024 * 1024;

/** The client closed its connection before the request was complete. */
export class ConnectionLost extends Error {}

/** The URL of a request line, in origin form (`/path`) or absolute form (`http://host/path`). */
export function urlOf(target = "/"): URL {
  // Given as a relative reference, `//` would be taken for a host.
  const text = target.startsWith("/") ? `http://emulator${target}` : target;
  if (!URL.canParse(text)) throw new GatewayRefusal(400, "InvalidRequest", "The request target is not a URL.");
  return new URL(text);
}

/** The body of a request. Throws {@link ConnectionLost} where it ends early. */
export async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += (chunk as Buffer).length;
      if (size > largestBodyBytes) break;
      chunks.push(chunk as Buffer);
    }
  } catch {
    throw new ConnectionLost();
  }
  if (size > largestBodyBytes)
    throw new GatewayRefusal(413, "RequestTooLarge", `The body is larger than ${largestBodyBytes} bytes.`);
  return Buffer.concat(chunks);
}
