// The package as it is published: the tarball that npm makes of the checkout, unpacked into a project beside what it declares.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** Runs npm without what it says of itself. */
export const npm = (cwd: string, ...args: string[]): string =>
  execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, encoding: "utf8" });

/** Packs the checkout into a folder and returns the path of the tarball. */
export const packInto = (folder: string): string =>
  join(folder, npm(root, "pack", "--pack-destination", folder).trim().split("\n").at(-1) ?? "");

/** Makes a project that has the packed package, and of the checkout's modules what the package declares and `others`. */
export function unpackedProject(others: readonly string[] = []): { folder: string; own: string } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mms-packed-")));
  const own = join(folder, "node_modules", "pulumi-alicloud-mms");
  mkdirSync(own, { recursive: true });
  execFileSync("tar", ["-xzf", packInto(folder), "-C", own, "--strip-components=1"]);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(own, "package.json"), "utf8")) as Manifest;
  for (const name of [...Object.keys({ ...dependencies, ...peerDependencies }), ...others]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link, "dir");
  }
  return { folder, own };
}
