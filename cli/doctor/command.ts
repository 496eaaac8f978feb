// `doctor`: whether a migration can start here.
import { resolve } from "node:path";

import { Command } from "commander";

import { MmsError } from "../../provider/mms/errors.js";
import { type ResourceKind, resourceUses } from "../../provider/permissions/operation-uses.js";
import { type Colors, colorsOf } from "../command/colors.js";
import { type Io, messageOf, UsageError } from "../command/io.js";
import { packageVersion } from "../../provider/version.js";
import { providerFlag } from "../command/flags.js";
import { connect, readStack, sourceIdOf, stackOf } from "../command/scope.js";
import { clean } from "../report/clean.js";
import { readsOf } from "../report/read/reads.js";
import { actionChecks } from "./actions.js";
import { identityCheck, serviceRoleCheck } from "./identity.js";
import type { Check } from "./check.js";
import { nodeCheck, packageCheck, proxyCheck, pulumiCheck } from "./machine.js";
import { credentialsCheck, endpointChecks, sourceChecks } from "./service.js";

interface Flags {
  readonly stack?: string;
  readonly cwd: string;
  readonly provider?: string;
  readonly source?: string;
  readonly uses?: string;
  readonly json?: true;
  readonly plain?: true;
}

const allKinds = Object.keys(resourceUses) as ResourceKind[];
const isKind = (name: string): name is ResourceKind => (allKinds as string[]).includes(name);

function kindsOf(uses: string | undefined, inStack: Iterable<string>): ResourceKind[] {
  const named = uses?.split(",").map((name) => name.trim());
  const unknown = named?.find((name) => !isKind(name));
  if (unknown !== undefined)
    throw new UsageError(`--uses: there is no kind "${unknown}"; there are ${allKinds.join(", ")}`);
  const kinds = (named ?? [...inStack]).filter(isKind);
  return kinds.length > 0 ? kinds : allKinds;
}

const signs = { ok: "✓", warn: "!", fail: "✗", "?": "?" } as const;

function line({ name, outcome, seen, fix }: Check, width: number, colors: Colors): string {
  const paint = { ok: colors.green, warn: colors.yellow, fail: colors.red, "?": colors.dim }[outcome];
  const wanted = fix === undefined || outcome === "ok" ? "" : `\n  fix: ${fix}`;
  return `${paint(signs[outcome])} ${name.padEnd(width)} ${seen}${wanted}`;
}

async function checksOf(flags: Flags, io: Io): Promise<Check[]> {
  const checks: Check[] = [
    nodeCheck(process.versions.node),
    await pulumiCheck(io),
    packageCheck(resolve(io.cwd, flags.cwd), packageVersion),
  ];
  const ref = stackOf(flags, io);
  const { stack, config } =
    ref === undefined
      ? { stack: undefined, config: new Map<string, string>() }
      : await readStack(ref, flags.provider, io);
  const kinds = kindsOf(flags.uses, stack?.kinds ?? []);
  checks.push(proxyCheck(io.env));
  try {
    const client = connect(config, io);
    const reads = readsOf(client, { signal: io.signal });
    checks.push(...(await endpointChecks(client, io)));
    const credentials = await credentialsCheck(client, { get: (key) => config.get(key), env: io.env });
    checks.push(credentials);
    if (credentials.outcome === "ok")
      checks.push(await identityCheck(client.config), await serviceRoleCheck(client.config));
    if (credentials.outcome === "fail" || checks.some(({ name, outcome }) => name === "endpoint" && outcome === "fail"))
      return checks;
    const sourceIds =
      flags.source === undefined ? [...(stack?.sources.keys() ?? [])] : [await sourceIdOf(client, flags.source)];
    checks.push(...(await actionChecks(kinds, sourceIds[0], reads)));
    for (const sourceId of sourceIds)
      checks.push(...(await sourceChecks(sourceId, reads, client.config, io.clock.now())));
  } catch (error) {
    if (!(error instanceof MmsError) || error instanceof UsageError) throw error;
    checks.push({ name: error.operation ?? "configuration", outcome: "fail", seen: messageOf(error) });
  }
  return checks;
}

/** The subcommand `doctor`. */
export const doctorCommand = (io: Io, exit: (code: number) => void): Command =>
  new Command("doctor")
    .description("Check what a migration needs: versions, credentials, rights, source and inventory. Changes nothing.")
    .option(
      "--stack <name>",
      "the stack whose kinds of resource and sources to check; in a folder with Pulumi.yaml the selected one",
    )
    .option("--cwd <folder>", "folder of the Pulumi project", ".")
    .option("--provider <name>", providerFlag)
    .option("--source <id or name>", "a data source to check")
    .option(
      "--uses <kinds>",
      "kinds of resource whose RAM actions to check, such as MigrationJob,MigrationGate; all without it",
    )
    .option("--json", "the checks as JSON")
    .option("--plain", "no colours")
    .addHelpText(
      "after",
      `
✓ is as it should be, ! works but deserves a look, ✗ must be corrected first, ? could not be seen from here.

Exit codes:
  0  a migration can start
  1  something must be corrected first
  2  an option, a name or the configuration is wrong

Region and credentials are those that a program here would use: of the stack, else of the environment.

Examples:
  $ npx pulumi-alicloud-mms doctor                          the selected stack of the project in this folder
  $ npx pulumi-alicloud-mms doctor --source hive_demo --uses MigrationJob`,
    )
    .action(async (flags: Flags) => {
      const checks = clean(await checksOf(flags, io));
      const failed = checks.filter(({ outcome }) => outcome === "fail").length;
      const colors = colorsOf(io, flags.plain);
      const verdict =
        failed === 0 ? "A migration can start." : `Correct ${failed === 1 ? "one thing" : `${failed} things`} first.`;
      const width = Math.max(...checks.map(({ name }) => name.length));
      const text = [...checks.map((check) => line(check, width, colors)), "", verdict].join("\n");
      io.stdout.write(flags.json ? `${JSON.stringify({ canStart: failed === 0, checks })}\n` : `${text}\n`);
      exit(failed === 0 ? 0 : 1);
    });
