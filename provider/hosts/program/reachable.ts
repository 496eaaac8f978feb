// Whether Pulumi's plugin process can load this package: it looks from the program's folder, whoever declares the resource.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { backDoor } from "../provider-text.js";
import { Refusal } from "./errors/refusal.js";
import { isMocked } from "./mocks.js";

/** The package is a dependency of a library of the program's, and not one of the program. */
class UnreachableError extends Refusal {
  constructor(resource: string, folder: string) {
    super(
      `${resource}: "${backDoor}" cannot be found from ${folder}, from where Pulumi loads the code of the resource, also for ` +
        `refresh and destroy. Add "${packageOf(backDoor)}" to the dependencies in ${manifestOf(folder)} and install, ` +
        "beside the library that declares the resource",
    );
  }
}

const packageOf = (path: string): string => path.split("/")[0] ?? path;

/** The package.json that a folder belongs to. */
function manifestOf(folder: string): string {
  const file = join(folder, "package.json");
  if (existsSync(file)) return file;
  const above = dirname(folder);
  return above === folder ? "the program's package.json" : manifestOf(above);
}

/** Folders that were looked from. */
const reachable = new Map<string, boolean>();

function canReach(folder: string): boolean {
  try {
    // Not `require.resolve` with paths: that finds this very package first, by its own name.
    createRequire(join(folder, "program.js")).resolve(backDoor);
    return true;
  } catch {
    return false;
  }
}

/** Throws where the plugin process would not find this package. Mocks start none. */
export function refuseUnreachable(resource: string, folder = process.cwd()): void {
  if (isMocked(pulumi)) return;
  const known = reachable.get(folder) ?? canReach(folder);
  reachable.set(folder, known);
  if (!known) throw new UnreachableError(resource, folder);
}
