// The HTTP library that the service's SDK uses: its very copy, however npm has laid the packages out. A bundle replaces this file.
import { createRequire } from "node:module";

import type { Httpx } from "./proxy.js";

export function httpxOfSdk(): Httpx {
  const fromSdk = createRequire(require.resolve("@alicloud/openapi-client"));
  return createRequire(fromSdk.resolve("@alicloud/tea-typescript"))("httpx") as Httpx;
}
