// The version of this package, as its own manifest has it.
import { readFileSync } from "node:fs";

const manifest = readFileSync(require.resolve("pulumi-alicloud-mms/package.json"), "utf8");

export const packageVersion = (JSON.parse(manifest) as { version: string }).version;
