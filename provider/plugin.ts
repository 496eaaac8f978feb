#!/usr/bin/env node
// NATIVE DOOR: the program that the engine starts for `alicloud-mms`, whatever language the program is in. Loads no @pulumi/pulumi.
import Module from "node:module";

import { componentsFlag } from "./hosts/native/components-flag.js";
import { listen } from "./hosts/native/listen.js";
import { tooOld } from "./requirements.js";

/** The engine's own address is the last argument of the form host:port; flags may come before it. */
const address = process.argv
  .slice(2)
  .filter((argument) => /^[\w.-]+:\d+$/.test(argument))
  .at(-1);

const complaint = tooOld({ node: process.versions.node });
if (complaint !== undefined) throw new Error(complaint);

// Node keeps what it has compiled for the next start, where it can: not before Node 22.
(Module as { enableCompileCache?(): void }).enableCompileCache?.();

// The same program in a process of its own: Pulumi's library is large, and most runs have no component.
if (process.argv.includes(componentsFlag)) {
  const { serveComponents } = require("./components.js") as typeof import("./components.js");
  void serveComponents(address);
} else {
  // gRPC, its messages and the provider are loaded while the engine reads the port and connects.
  listen(() => (require("./hosts/native/main.js") as typeof import("./hosts/native/main.js")).servePlugin(address));
}
