// BUNDLE: what serves the engine, with the libraries that it needs. The build writes it, with them, into this one file: a file costs
// time at each start, and the engine starts two processes for each of its runs.
import { packageSchema, packageVersion } from "../../version.js";
import { engineProcess } from "../engine-process.js";
import { ComponentProcess } from "./components.js";
import type { Accept } from "./listen.js";
import { serve } from "./protocol/server.js";
import { NativeProvider } from "./provider.js";

/** Begins to serve the engine at this address. */
export function servePlugin(address: string | undefined): Accept {
  const provider = new NativeProvider(engineProcess(address), new ComponentProcess(address));
  const accept = serve(provider, { version: packageVersion, schema: packageSchema });
  // From now on the end of the engine's pipe is the end of this process.
  provider.process.watch();
  return accept;
}
