// Stands between a client and the emulator and keeps every request and answer as it was on the wire.
import http from "node:http";

/** One exchange, byte for byte. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

/** A recorder in front of a server. */
export interface Recorder {
  readonly url: string;
  readonly exchanges: Exchange[];
  close(): Promise<void>;
}

async function text(stream: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Starts a recorder that passes everything on to a server; answers can be changed on their way back. */
export async function record(target: string, change = (answer: string): string => answer): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  const server = http.createServer((request, response) => {
    void (async () => {
      const { method = "GET", headers } = request;
      const url = new URL(request.url ?? "/", target);
      const body = await text(request);
      const passed = http.request(url, { method, headers }, (answered) => {
        void text(answered).then((told) => {
          const answer = change(told);
          exchanges.push({ method, url, headers, body, status: answered.statusCode ?? 0, answer });
          response
            .writeHead(answered.statusCode ?? 500, { "content-type": answered.headers["content-type"] ?? "" })
            .end(answer);
        });
      });
      passed.end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    exchanges,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
