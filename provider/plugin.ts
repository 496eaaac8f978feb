#!/usr/bin/env node
// NATIVE DOOR: the program that the engine starts for `alicloud-mms`, whatever language the program is in. Loads no @pulumi/pulumi.
import { engineProcess } from "./hosts/engine-process.js";
import { componentsFlag, ComponentProcess } from "./hosts/native/components.js";
import { NativeProvider } from "./hosts/native/provider.js";
import { serve } from "./hosts/native/protocol/server.js";
import { tooOld } from "./requirements.js";
import { packageSchema, packageVersion } from "./version.js";

/** The engine's own address is the last argument of the form host:port; flags may come before it. */
const address = process.argv
  .slice(2)
  .filter((argument) => /^[\w.-]+:\d+$/.test(argument))
  .at(-1);

function servePlugin(): void {
  const components = new ComponentProcess(address);
  const provider = new NativeProvider(engineProcess(address), components);
  void serve(provider, { version: packageVersion, schema: packageSchema }).then((port) => {
    // The engine reads the port from here.
    process.stdout.write(`${port}\n`);
    // From now on the end of the engine's pipe is the end of this process.
    provider.process.watch();
  });
}

const complaint = tooOld({ node: process.versions.node });
if (complaint !== undefined) throw new Error(complaint);

// The same program in a process of its own: Pulumi's library is large, and most runs have no component.
if (process.argv.includes(componentsFlag)) {
  const { serveComponents } = require("./components.js") as typeof import("./components.js");
  void serveComponents(packageVersion, address);
} else servePlugin();
