// What this package needs to run at all, said in a sentence before anything else can fail.

/** Oldest versions that work, as `docs/support.md` has them measured. */
const oldest = { node: [20], sdk: [3, 139] } as const;

/** Whether a version is at least another one, part by part. */
function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  const [index, wanted] = [...least.entries()].find(([at, part]) => parts[at] !== part) ?? [0, least[0] ?? 0];
  // A version that cannot be read, such as that of a build from source, is not held against anybody.
  return !((parts[index] ?? wanted) < wanted);
}

/** Says what is too old; `undefined` where nothing is. */
export function tooOld(versions: { readonly node: string; readonly sdk?: string }): string | undefined {
  const { node, sdk } = versions;
  if (!isAtLeast(node, oldest.node))
    return `pulumi-alicloud-mms needs Node ${oldest.node.join(".")} or later; this is Node ${node}. Install a newer one, and put it before this one on PATH.`;
  if (sdk !== undefined && !isAtLeast(sdk, oldest.sdk))
    return `pulumi-alicloud-mms needs @pulumi/pulumi ${oldest.sdk.join(".")} or later; this project has ${sdk}. Run npm install @pulumi/pulumi@latest.`;
  return undefined;
}
