// A process that lives long behind a proxy: it talks to the service through one tunnel as long as one is enough.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer as createService } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { generate } from "selfsigned";

const dist = resolve(__dirname, "../../dist/provider/mms");
const host = "mms.invalid";

/** Sends requests one after another, then as many at once, and prints what listens on Node's channels afterwards. */
const program = `
const { channel } = require("node:diagnostics_channel");
const { createMmsClient } = require(${JSON.stringify(join(dist, "client.js"))});
const { resolveConfig } = require(${JSON.stringify(join(dist, "config/config.js"))});
const client = createMmsClient(resolveConfig({ get: () => undefined, env: process.env }));
const ask = () => client.getMmsJob({ sourceId: "7", jobId: "1" });
void (async () => {
  for (let count = 0; count < 40; count += 1) await ask();
  await Promise.all(Array.from({ length: 12 }, ask));
  for (let count = 0; count < 40; count += 1) await ask();
  console.log(channel("http.client.request.start").hasSubscribers);
  process.exit();
})();
`;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const open = (server: Server) => new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));

it("uses a tunnel again once it is free, and leaves no listener behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mms-proxy-"));
  const { private: key, cert } = await generate([{ name: "commonName", value: host }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: host }] }],
  });
  const trusted = join(folder, "service.pem");
  writeFileSync(trusted, cert);
  let requests = 0;
  const service = createService({ key, cert }, (_request, response) => {
    requests += 1;
    response.setHeader("content-type", "application/json").end('{"requestId":"R","data":{"id":"1"}}');
  });
  let tunnels = 0;
  const proxy = createProxy().on("connect", (_request, near) => {
    tunnels += 1;
    const far = connect(portOf(service), "127.0.0.1", () => {
      near.write("HTTP/1.1 200 Connection established\r\n\r\n");
      far.pipe(near).pipe(far);
    });
    far.on("error", () => near.destroy());
    near.on("error", () => far.destroy());
  });
  try {
    await Promise.all([open(service), open(proxy)]);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["-e", program], {
      env: {
        HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
        NODE_EXTRA_CA_CERTS: trusted,
        ALICLOUD_MMS_ENDPOINT: host,
        ALIBABA_CLOUD_REGION_ID: "cn-shanghai",
        ALIBABA_CLOUD_ACCESS_KEY_ID: "id",
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
      },
    });
    expect({ stdout, stderr }).toEqual({ stdout: "false\n", stderr: "" });
    expect(requests).toBe(92);
    expect(tunnels).toBeLessThanOrEqual(12);
  } finally {
    proxy.close();
    service.close();
    rmSync(folder, { recursive: true });
  }
});
