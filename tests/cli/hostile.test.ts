// Secrets and hostile names: no form of a report shows the first, and none is harmed by the second.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import Ajv from "ajv";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { MmsClient } from "../../provider/mms/call.js";
import { cli, startJob } from "../support/cli.js";
import { clientOf } from "../support/program.js";

/** Every form of a report. */
const forms = [
  ["status"],
  ["status", "--json"],
  ["watch", "--json"],
  ["watch", "--plain"],
  ["report"],
  ["report", "--format", "json"],
  ["report", "--format", "html"],
];
const source = ["--source", "2000015"];

/** Planted in logs, names and the source's configuration; none may come out anywhere. */
const secrets = {
  inConfig: "metastore-hidden-4711",
  inLog: "log-hidden-0815",
  inName: "name-hidden-1234",
  inAddress: "address-hidden-99",
  accessKey: `LTAI${"5tExampleKeyId12345"}`,
};

/** Would turn a terminal's text round, colour it, or begin a command of a pipeline. */
const steering = "\u001b[31m\u202eevil\n::error::x";

let emulator: Emulator;
let client: MmsClient;

beforeAll(async () => {
  emulator = await startEmulator({ clock: "manual" });
  client = clientOf(emulator);
  emulator.control.changeSource("2000015", { config: { "hive.jdbc.password": secrets.inConfig } });
  const tables = ["<script>alert(1)</script>", `a|b\`c*_${steering}`, `t password=${secrets.inName}`, "=cmd()"];
  emulator.control.addTables("2000015", "sales", [...tables.map((name) => ({ name, days: 0 }))]);
  const message = [
    `login with ${secrets.inConfig}`,
    `password=${secrets.inLog}`,
    `jdbc:hive2://admin:${secrets.inAddress}@host:1`,
    `key ${secrets.accessKey}`,
    steering,
  ].join(", ");
  for (const table of tables) emulator.control.failTasks({ table, phase: "DATA", message, times: 9 });
  await startJob(client, emulator, { name: `</script><b>${steering}`, tables: [...tables, "orders"] });
  emulator.control.advance(3_600_000);
});
afterAll(() => emulator.close());

describe.each(forms.map((form) => ({ form, name: form.join(" ") })))("$name", ({ form }) => {
  const run = () => cli(emulator, [...form, ...source]);

  it("shows no planted secret, and steers no terminal", async () => {
    const { stdout, stderr } = await run();
    expect(stdout).toContain("failed");
    for (const secret of Object.values(secrets)) expect(stdout + stderr).not.toContain(secret);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|^::error/m);
  });
});

it("Markdown keeps names and log lines inert", async () => {
  const { stdout } = await cli(emulator, ["report", ...source]);
  expect(stdout).toContain("sales.&lt;script&gt;alert\\(1\\)&lt;/script&gt;");
  expect(stdout).toContain("sales.a\\|b\\`c\\*\\_");
  expect(stdout).not.toMatch(/<(?!br>)/);
  expect(stdout).not.toMatch(/^(?:::|=cmd)/m);
});

it("HTML holds no tag that a name or a log line wrote", async () => {
  const { stdout } = await cli(emulator, ["report", "--format", "html", ...source]);
  expect(stdout).not.toContain("<script>alert");
  expect(stdout).not.toContain("</script><b>");
  expect(stdout.match(/<\/script>/g)).toHaveLength(2);
  expect(stdout).toContain("&#60;script&#62;alert(1)");
});

it("the JSON form fits the published schema", async () => {
  const schema = JSON.parse(readFileSync(resolve(__dirname, "../../migration-report.schema.json"), "utf8")) as object;
  const { stdout } = await cli(emulator, ["status", "--json", ...source]);
  const ajv = new Ajv({ allErrors: true });
  expect(ajv.validate(schema, JSON.parse(stdout)) || ajv.errors).toBe(true);
});
