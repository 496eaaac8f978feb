// Jest's environment for every test file: one that leaves listeners or warnings behind in its worker fails by its own name.
import { channel } from "node:diagnostics_channel";
// Holds the channels from the start: one that is made and dropped before can take theirs out of the registry with it.
import "node:http";

import { TestEnvironment } from "jest-environment-node";

/** Channels of Node's that this repository listens to. They belong to the process, so they outlive a test file. */
const channels = ["http.client.request.start", "http.client.response.finish", "http.server.request.start"];

/** Kinds of warnings that depend on the version of Node and on libraries, and say nothing about what a test left open. */
const ofNode = new Set(["DeprecationWarning", "ExperimentalWarning"]);

export default class Environment extends TestEnvironment {
  private readonly warnings: string[] = [];
  private readonly note = ({ name, message }: Error): void => {
    if (!ofNode.has(name)) this.warnings.push(`${name}: ${message}`);
  };

  override async setup(): Promise<void> {
    process.on("warning", this.note);
    await super.setup();
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    process.off("warning", this.note);
    const listening = channels.filter((name) => channel(name).hasSubscribers);
    if (listening.length > 0) this.warnings.push(`still listening on ${listening.join(", ")}`);
    if (this.warnings.length > 0) throw new Error(`This test file left behind:\n${this.warnings.join("\n")}`);
  }
}
