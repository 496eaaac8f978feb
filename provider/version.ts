// What this package's own files say of it: its version, where its documentation is, and the schema that other languages know it by.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const read = (file: string): string =>
  readFileSync(join(dirname(require.resolve("pulumi-alicloud-mms/package.json")), file), "utf8");

const manifest = JSON.parse(read("package.json")) as { readonly version: string; readonly homepage: string };

export const packageVersion = manifest.version;

/** Where the site of the documentation is. */
export const { homepage } = manifest;

/** The text of schema.json; read on request, since only the native plugin needs it. */
export const packageSchema = (): string => read("schema.json");
