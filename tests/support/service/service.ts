// A scripted service on the wire: answers what a test says, and remembers what it was asked.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One request as it came. */
export interface Asked {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One answer: a status and a body, headers, or whatever the test does with the response itself. */
export type Reply =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | ((response: ServerResponse, request: IncomingMessage) => void);

/** A running scripted service. */
export interface ScriptedService {
  readonly url: string;
  readonly env: NodeJS.ProcessEnv;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** A page of a list: as long as it was asked for, or as the service makes it. */
export function pageOf(query: Asked["query"], all: readonly unknown[], mostPerPage: number): Reply {
  const pageSize = Math.min(mostPerPage, Number(query["pageSize"]));
  const pageNum = Number(query["pageNum"]);
  const objectList = all.slice((pageNum - 1) * pageSize, pageNum * pageSize);
  return { body: { requestId: "R", data: { total: all.length, pageNum, pageSize, objectList } } };
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  if (typeof reply === "function") return reply(response, request);
  const { status = 200, body = { requestId: "R-1", data: {} }, headers = {} } = reply;
  const written = typeof body === "string" ? body : JSON.stringify(body);
  response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(status === 204 ? undefined : written);
}

/** Starts a service on a free port; `answer` is asked for each request, with its number from 0. */
export async function startService(
  answer: (asked: Asked, index: number) => Reply | Promise<Reply>,
): Promise<ScriptedService> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://service");
      const one: Asked = {
        operation: String(request.headers["x-acs-action"]),
        method: request.method ?? "",
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: await text(request),
      };
      asked.push(one);
      send(await answer(one, asked.length - 1), request, response);
    })();
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    env: {
      ALICLOUD_MMS_ENDPOINT: url,
      ALIBABA_CLOUD_REGION_ID: "cn-shanghai",
      ALIBABA_CLOUD_ACCESS_KEY_ID: "emulator-access-key-id",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "emulator-access-key-secret",
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
