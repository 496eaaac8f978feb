// Writes docs/emulator.md from the emulator's own table; `--check` fails when the committed page is stale. Reads dist/.
import { mkdir, readFile, writeFile } from "node:fs/promises";

import { callOf } from "../../dist/emulator/control/command-check.js";
import { commandFacts, commandNames } from "../../dist/emulator/control/command-facts.js";
import { coverage } from "../../dist/emulator/coverage.js";
import { switches } from "../../dist/emulator/switches.js";
import { operationNames, operationOf } from "../../dist/provider/mms/operations.js";

const page = new URL("../../docs/emulator.md", import.meta.url);

const row = (/** @type {keyof typeof coverage} */ name) => {
  const { method, path } = operationOf(name);
  const { does, inferred = "" } = coverage[name];
  return `| \`${name}\` | ${method} \`${path}\` | ${does} | ${inferred} |`;
};

const idle = operationNames.flatMap((name) =>
  Object.entries(coverage[name].withoutEffect ?? {}).map(
    ([parameter, why]) => `| \`${name}\` | \`${parameter}\` | ${why} |`,
  ),
);

const text = `# The emulator

A real HTTP server that plays MaxCompute Migration Service on your machine, for tests of migration programs: the vendor's own SDK
talks to it, signatures and all. Nothing of it was compared with the live service; the last column says what no published
source states.

## Use it

From a shell:

\`\`\`sh
npx pulumi-alicloud-mms emulator --port 0 --seed demo --speed 60
\`\`\`

It prints where it listens and the variables to export. After \`--\` comes a command that it runs with these variables and ends with:
\`npx pulumi-alicloud-mms emulator --speed 60 -- pulumi up\`. In a test:

\`\`\`ts
import { startEmulator } from "pulumi-alicloud-mms/emulator";

const emulator = await startEmulator({ clock: "manual" });
// emulator.env makes a Pulumi program talk to it
emulator.control.advance(10 * 60_000);
emulator.control.failTasks({ table: "orders", phase: "DATA", message: "source went away", times: 1 });
await emulator.close();
\`\`\`

From another process on the same machine, \`connectControl(url)\` has the same commands. They travel as \`POST /_emulator/<command>\`
with a JSON array of arguments and return \`{"result": …}\`: \`curl -d '[60000]' $ALICLOUD_MMS_ENDPOINT/_emulator/advance\`.

| what | how |
| --- | --- |
| time | \`clock: "real"\`, \`{ speed: 60 }\` or \`"manual"\`; \`control.advance(ms)\` on top of each |
| ids and outcomes | \`seed\`: the same seed and clock give the same run; \`ids: "beyondDoubles"\` gives ids beyond 2^53 |
| faults | \`control.injectFault(operation, fault, { skip, times })\`: delay, resetBefore, resetAfter, error, html, truncated, throttled, forbidden, staleList, asyncTaskLost, asyncTaskFails, deliveredTwice |
| failing tasks | \`control.failTasks({ table, phase, message, times })\` |
| someone else in the console | \`control.stopJob\`, \`mapTable\`, \`changeSource\`, \`changeTimer\` and others, listed below |
| what is there | \`control.addTables(sourceId, dbName, [{ name, days, hours }])\`; \`sources()\`, \`jobs()\`, \`timers()\` and \`tables()\` show it; \`control.reset(seed)\` seeds it again |
| two jobs on one table | refused through the async task; \`overlap: "allowed"\` creates both, which shows every job that a program starts twice |
| how long things take | \`control.setPace({ creationMs, queueMs, phaseMs, stopMs, drainMs, scanMs, startMs, parallel, partitionsPerTask })\`; all of it is made up |
| keys | \`keys: { id: { secret, securityToken, expiresAt, policy } }\`, \`control.setPolicy(policy)\` |
| time zone | \`timeZone: "UTC"\` or an offset, \`--time-zone\`; times of the service name no zone, and +08:00 is inferred, here and in the provider |
| requests | \`control.requests()\` (at least the last hundred thousand), \`control.requestCounts()\`, \`control.clearRequests()\` |

It checks the signature over the request as it arrived (ACS3-HMAC-SHA256, or the older \`acs <id>:<signature>\` of the vendor's CLI and
core SDKs), the headers that must be signed, the date, that no nonce comes twice, temporary tokens, the RAM policy of the key, the version and action headers, and the types of parameters and body; parameters that are not documented are refused.

Nothing in it waits on a timer: whatever moves by itself is brought to the present by each request, in order, so reads
change no outcome. One emulator carries 10 000 jobs with 100 000 tasks (\`npm run bench:emulator\`).

Every seed holds three sources; source \`2000015\` (\`hive_demo\`, HIVE) has a database \`sales\` of twelve tables.

## The ${commandNames.length} commands

Each is a method of \`emulator.control\` and of \`connectControl(url)\`, and a path below \`/_emulator/\`. Arguments are checked: a
wrong one is refused with its path, what was given and what may be, and changes nothing.

| command | what it does |
| --- | --- |
${commandNames.map((name) => `| \`${callOf(name)}\` | ${commandFacts[name].does} |`).join("\n")}

\`\`\`sh
curl -d '["2000015", "sales", "orders", {"dstProjectName": "elsewhere"}]' $ALICLOUD_MMS_ENDPOINT/_emulator/mapTable
curl -d '["2000015", {"config": {"hive.metastore.urls": "thrift://other:9083"}}]' $ALICLOUD_MMS_ENDPOINT/_emulator/changeSource
\`\`\`

## What can be assumed otherwise

\`startEmulator({ assumptions: { "job-name-filter": false } })\` plays a service on which an assumption of
[the ledger](assumptions.md) does not hold:

| assumption | what is played where it is false |
| --- | --- |
${Object.entries(switches)
  .map(([id, plays]) => `| [\`${id}\`](assumptions.md#${id}) | ${plays} |`)
  .join("\n")}

## The ${operationNames.length} operations

| operation | request | what it does | inferred |
| --- | --- | --- | --- |
${operationNames.map(row).join("\n")}

Every documented query parameter has an effect, and one that is not documented is refused. Taken without effect:

| operation | parameter | why |
| --- | --- | --- |
${idle.join("\n")}
`;

await mkdir(new URL(".", page), { recursive: true });
if (!process.argv.includes("--check")) await writeFile(page, text);
else if ((await readFile(page, "utf8").catch(() => "")) !== text) {
  console.error("docs/emulator.md is stale: run `npm run generate` and commit the result");
  process.exitCode = 1;
}
