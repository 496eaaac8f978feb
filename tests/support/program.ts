// Makes this process a Pulumi program that talks to an emulator: configured as by a stack, with no engine behind it.
import * as pulumi from "@pulumi/pulumi";

import type { Emulator } from "../../emulator/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import type { MmsClient } from "../../provider/mms/call.js";

/** Stack configuration that leads to an emulator. */
export function configFor({ url, env }: Emulator, key?: { id: string; secret: string }): Record<string, string> {
  return {
    "alicloud:region": "cn-shanghai",
    "alicloud-mms:endpoint": url,
    "alicloud:accessKey": key?.id ?? String(env["ALIBABA_CLOUD_ACCESS_KEY_ID"]),
    "alicloud:secretKey": key?.secret ?? String(env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]),
  };
}

/** Configures this process as a program of a stack that leads to an emulator. */
export function beProgramOf(emulator: Emulator, key?: { id: string; secret: string }): void {
  pulumi.runtime.setAllConfig(configFor(emulator, key));
}

/** Takes the mocks away that a test needed to declare something: under mocks, functions ask those and not the service. */
export function withoutMocks(): void {
  (pulumi.runtime as unknown as { _reset(): void })._reset();
}

/** A client of its own for what a test arranges. */
export function clientOf(emulator: Emulator): MmsClient {
  return createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }));
}

/** What an output comes to: its value where it is known, and whether it is a secret. */
export async function settled<Value>(output: pulumi.Output<Value>): Promise<{
  known: boolean;
  secret: boolean;
  value: Value | undefined;
}> {
  const inner = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<Value> };
  const known = await inner.isKnown;
  return { known, secret: await pulumi.isSecret(output), value: known ? await inner.promise() : undefined };
}
