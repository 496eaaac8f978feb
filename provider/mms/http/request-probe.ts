// What the SDK hides of a request: when it was sent, and the head of its response. Seen through Node's own diagnostics
// channels, so nothing of the SDK is replaced; a request is recognised by the nonce it is signed with.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
// Loaded first, since it holds the channels: one that was made before and dropped can take them out of Node's registry later, and
// whoever subscribes then hears nothing.
import "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

import type { Wire } from "./to-error.js";

/** Header that carries the nonce of a signed request. */
export const nonceHeader = "x-acs-signature-nonce";

/** One request and its response, as far as they got. */
export class Exchange implements Wire {
  status?: number;
  headers: Wire["headers"] = {};
  sent?: boolean;
  private request: ClientRequest | undefined;
  private cutShort = false;

  /** Ends the request where it is. */
  cut(): void {
    this.cutShort = true;
    this.request?.destroy();
  }

  /** Takes up the first request with the nonce; whatever passes it on from this process, such as a proxy, comes later. */
  begin(request: ClientRequest): void {
    if (this.request !== undefined) return;
    this.request = request;
    if (this.cutShort) return void request.destroy();
    const { socket } = request;
    this.sent = isReady(socket) && isToService(request);
    if (this.sent) return clearConnectTimeout(socket);
    socket?.once(socket instanceof TLSSocket ? "secureConnect" : "connect", () => {
      this.sent = true;
      clearConnectTimeout(socket);
    });
  }

  /** Takes up the response; that of a proxy that refuses comes before the request has begun. */
  receive(request: ClientRequest, { statusCode, headers }: IncomingMessage): void {
    if (this.request !== undefined && request !== this.request) return;
    if (statusCode !== undefined) this.status = statusCode;
    this.headers = headers;
    this.sent = isToService(request);
  }
}

/** A proxy that refuses responds itself, and the agent hands that over on no connection to the service. */
const isToService = ({ protocol, socket }: ClientRequest): boolean =>
  protocol !== "https:" || socket instanceof TLSSocket;

const isReady = (socket: Socket | null): boolean =>
  socket !== null &&
  !socket.connecting &&
  // Documented: null or "unknown" until the handshake is done.
  !(socket instanceof TLSSocket && [null, "unknown"].includes(socket.getProtocol()));

/**
 * The SDK hands its connect timeout to Node as an idle timeout, which would end every request the service thinks about
 * for longer and call it "never connected". Once the connection stands, only the read timeout counts.
 */
function clearConnectTimeout(socket: Socket | null): void {
  socket?.setTimeout(0);
}

const exchanges = new Map<string, Exchange>();

function exchangeOf(request: ClientRequest): Exchange | undefined {
  const nonce = request.getHeader(nonceHeader);
  return typeof nonce === "string" ? exchanges.get(nonce) : undefined;
}

const listeners = {
  "http.client.request.start": (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    exchangeOf(request)?.begin(request);
  },
  "http.client.response.finish": (message: unknown) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    exchangeOf(request)?.receive(request, response);
  },
} as const;

/** The channels belong to the process, not to this package: nothing listens there while no request of ours is out. */
function follow(nonce: string, exchange: Exchange): void {
  if (exchanges.size === 0) Object.entries(listeners).forEach(([name, listener]) => subscribe(name, listener));
  exchanges.set(nonce, exchange);
}

function unfollow(nonce: string): void {
  exchanges.delete(nonce);
  if (exchanges.size === 0) Object.entries(listeners).forEach(([name, listener]) => unsubscribe(name, listener));
}

/** Follows the request signed with this nonce while `work` sends it. */
export async function observeRequest<Result>(
  nonce: string,
  work: (exchange: Exchange) => Promise<Result>,
): Promise<Result> {
  const exchange = new Exchange();
  follow(nonce, exchange);
  try {
    return await work(exchange);
  } finally {
    unfollow(nonce);
  }
}
