// The two hosts of the provider, and which tests run under both.

/** Pulumi's own plugin for resources declared in a program, or the plugin of this package. */
export type Host = "dynamic" | "native";

/** The host that this run of the tests is about. */
export const host: Host = (globalThis as { mmsHost?: Host }).mmsHost ?? "dynamic";

/** The hidden output by which every state of the host can be told. */
export const hostOutput = host === "native" ? "__life" : "__provider";

/** Files below `tests/` whose tests hold under both hosts: the plugin's process alone, and the whole engine. */
export const bothHosts = {
  plugin: [
    "plugin/kinds/*",
    "plugin/jobs/*",
    "plugin/console-link",
    "plugin/pinned",
    "plugin/recorded-states",
    "plugin/stored-name",
  ],
  engine: ["engine/kinds/lifecycle-matrix*", "engine/kill", "engine/secrets", "long/kill-later"],
};
