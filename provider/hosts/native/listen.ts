// The plugin's port, open before anything is loaded that could serve it.
import { createServer, type Socket } from "node:net";

/** Takes a connection of the engine's. */
export type Accept = (connection: Socket) => void;

/** Listens on a free port of this machine, writes the port, and then loads what takes the connections: those that come before wait. */
export function listen(load: () => Accept): void {
  let accept: Accept | undefined;
  const loaded = () => (accept ??= load());
  const server = createServer({ noDelay: true }, (connection) => loaded()(connection));
  server.listen(0, "127.0.0.1", () => {
    const place = server.address();
    if (place === null || typeof place === "string") throw new Error("the plugin has no port");
    // The engine reads the port from here.
    process.stdout.write(`${place.port}\n`, loaded);
  });
}
