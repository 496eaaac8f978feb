// An emulator under the host of a region: TLS in front of it, and a proxy that leads every name there.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy, request as askFor } from "node:http";
import { createServer as createFront } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { generate } from "selfsigned";

import type { Emulator } from "../../../emulator/index.js";

const region = "cn-shanghai";
const hosts = [`maxcompute.${region}.aliyuncs.com`, `sts.${region}.aliyuncs.com`, "ram.aliyuncs.com"];

/** The emulator as a process sees it that is given no endpoint. */
export interface Regional {
  readonly env: NodeJS.ProcessEnv;
  close(): void;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const open = (server: Server) => new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));

/** Passes requests on to the emulator as they came. */
function frontOf({ url }: Emulator, key: string, cert: string) {
  const { hostname, port } = new URL(url);
  return createFront({ key, cert }, (request, response) => {
    const { method, headers, url: path } = request;
    const onward = askFor({ hostname, port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
}

/** Puts an emulator under its region's hosts, for processes that start with `env`. */
export async function asRegion(emulator: Emulator): Promise<Regional> {
  const folder = mkdtempSync(join(tmpdir(), "mms-region-"));
  const altNames = hosts.map((value) => ({ type: 2 as const, value }));
  const { private: key, cert } = await generate([{ name: "commonName", value: "aliyuncs.com" }], {
    extensions: [{ name: "subjectAltName", altNames }],
  });
  const trusted = join(folder, "region.pem");
  writeFileSync(trusted, cert);
  const front = frontOf(emulator, key, cert);
  const proxy = createProxy().on("connect", (_request, near) => {
    const far = connect(portOf(front), "127.0.0.1", () => {
      near.write("HTTP/1.1 200 Connection established\r\n\r\n");
      far.pipe(near).pipe(far);
    });
    far.on("error", () => near.destroy());
    near.on("error", () => far.destroy());
  });
  await Promise.all([open(front), open(proxy)]);
  const own = Object.entries(emulator.env).filter(([name]) => name !== "ALICLOUD_MMS_ENDPOINT");
  return {
    env: {
      ...Object.fromEntries(own),
      ALIBABA_CLOUD_REGION_ID: region,
      HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
      NODE_EXTRA_CA_CERTS: trusted,
    },
    close() {
      proxy.close();
      front.close();
      rmSync(folder, { recursive: true });
    },
  };
}
