// The example policy on the real engine: it stops a migration without verification in prod, of both hosts, and nothing else. The
// engine starts the pack as a program of its own: as a folder it needs a language host newer than the one that can be built here.
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { Program } from "../support/engine/declared.js";
import { EngineProject } from "../support/engine/engine.js";
import { npm, root } from "../support/packed.js";

jest.setTimeout(600_000);

let pack: string;
let policy: string;
let config: string;
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  pack = realpathSync(mkdtempSync(join(tmpdir(), "mms-policies-")));
  cpSync(join(root, "examples/policies/verified-in-prod"), pack, { recursive: true });
  npm(pack, "install", "--prefer-offline");
  policy = join(pack, "policy");
  const start = `cd "$(dirname "$0")" && exec node node_modules/@pulumi/pulumi/cmd/run-policy-pack "$@" .`;
  writeFileSync(policy, `#!/bin/sh\n${start}\n`, { mode: 0o755 });
  config = join(pack, "config.json");
  // The stack of these projects is called so; without this the policy is about `prod` alone.
  writeFileSync(config, JSON.stringify({ "verified-in-prod": { stacks: ["test"] } }));
});

afterAll(async () => {
  await emulator.close();
  rmSync(pack, { recursive: true, force: true });
});

const kinds = {
  MigrationJob: { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] },
  MigrationTimer: {
    sourceId: "2000015",
    srcDbName: "sales",
    tables: ["orders"],
    scheduleType: "Daily",
    value: "03:00",
  },
};

type Properties = Readonly<Record<string, unknown>>;

const native = (kind: string, properties: Properties): Program => ({
  yaml: `resources:\n  sales:\n    type: alicloud-mms:${kind}\n    properties: ${JSON.stringify(properties)}\n`,
});
const dynamic = (kind: string, properties: Properties): Program =>
  `new (require("pulumi-alicloud-mms").${kind})("sales", ${JSON.stringify(properties)});\n`;

const sentence = "set enableVerification: true, so that the moved rows are counted";

describe.each(Object.entries({ dynamic, native }))("under the %s host", (_host, programOf) => {
  it.each(Object.entries(kinds))(
    "stops a %s that does not verify, and lets all else pass",
    async (kind, properties) => {
      const project = await EngineProject.create({ program: programOf(kind, properties), env: emulator.env });
      try {
        const checked = ["--policy-pack", policy];
        const forbidden = await project.preview(...checked, "--policy-pack-config", config);
        expect(forbidden).toMatchObject({ code: 1, output: expect.stringContaining(sentence) });

        const inOtherStack = await project.preview(...checked);
        expect(inOtherStack).toMatchObject({ code: 0, output: expect.not.stringContaining(sentence) });

        project.write(programOf(kind, { ...properties, enableVerification: true }));
        const allowed = await project.preview(...checked, "--policy-pack-config", config);
        expect(allowed).toMatchObject({ code: 0, output: expect.not.stringContaining(sentence) });
      } finally {
        await project.close();
      }
    },
  );
});
