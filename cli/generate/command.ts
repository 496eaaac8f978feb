// `generate`: a Pulumi program from what a source has already.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { Command, Option } from "commander";

import { type Io, UsageError } from "../command/io.js";
import { describeRetry } from "../../provider/mms/call.js";
import { packageVersion } from "../../provider/version.js";
import { connect, sourceIdOf } from "../command/scope.js";
import { readsOf } from "../report/read/reads.js";
import { notice } from "../status/command.js";
import { type JobChoice, readProgramFacts } from "./facts.js";
import { programFiles } from "./programs.js";

interface Flags {
  readonly source: string;
  readonly dir: string;
  readonly language: "typescript" | "yaml";
  readonly jobs: JobChoice;
}

/** The subcommand `generate`. */
export const generateCommand = (io: Io, exit: (code: number) => void): Command =>
  new Command("generate")
    .description(
      "Write a Pulumi program from an existing source: its mappings, timers and jobs, and waves for the rest. Reads only.",
    )
    .requiredOption("--source <id or name>", "the data source")
    .requiredOption("--dir <folder>", "folder for the program; nothing in it is overwritten")
    .addOption(
      new Option("--language <name>", "language of the program").choices(["typescript", "yaml"]).default("typescript"),
    )
    .addOption(
      new Option("--jobs <which>", "jobs to take over: those under way, finished ones too, or none")
        .choices(["active", "all", "none"])
        .default("active"),
    )
    .addHelpText(
      "after",
      `
The first \`pulumi up\` of the program takes over what is there and changes nothing on the service: jobs by adoptJobId,
timers by adoptTimerId, mappings as they are. Destroying it leaves them all. What no job moves yet stands in waves that
begin only when you say so. Credentials and free settings are not written. Region and credentials come from the
environment, as for status.

Example:
  $ npx pulumi-alicloud-mms generate --source hive_demo --dir infra && cd infra && npm install && pulumi preview`,
    )
    .action(async (flags: Flags) => {
      const client = connect(new Map(), io);
      const reads = readsOf(client, { signal: io.signal, onRetry: (wait) => notice(io)(describeRetry(wait)) });
      const facts = await readProgramFacts(await sourceIdOf(client, flags.source), flags.jobs, reads);
      const folder = resolve(io.cwd, flags.dir);
      const files = Object.entries(programFiles(facts, flags.language, packageVersion));
      const taken = files.map(([name]) => name).filter((name) => existsSync(join(folder, name)));
      if (taken.length > 0)
        throw new UsageError(`--dir ${flags.dir} has ${taken.join(" and ")} already; choose an empty folder`);
      mkdirSync(folder, { recursive: true });
      for (const [name, text] of files) writeFileSync(join(folder, name), text, { flag: "wx" });
      io.stdout.write(`wrote ${files.map(([name]) => join(folder, name)).join(", ")}\n`);
      exit(0);
    });
