// The emulator as a user starts it: a process that says where it listens, serves, and ends when told to.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";

import { commandNames } from "../../emulator/control/command-facts.js";
import { switchIds } from "../../emulator/switches.js";
import { connectControl } from "../../emulator/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";

const cli = path.resolve(__dirname, "../../dist/cli/main.js");
const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill("SIGKILL")));

function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [cli, "emulator", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  return child;
}

/** Starts one and reads what it prints until the variables are complete. */
async function start(...more: readonly string[]) {
  const child = run("--port", "0", "--seed", "demo", "--speed", "60", ...more);
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (/ALICLOUD_MMS_ENDPOINT=.*\n/.test(printed)) break;
  }
  const env = Object.fromEntries(
    [...printed.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = "", value]) => [name, value]),
  );
  return { child, url: /^listening on (http:\/\/127\.0\.0\.1:\d+)$/m.exec(printed)?.[1] ?? "", env };
}

async function failed(...args: readonly string[]): Promise<string> {
  const child = run(...args);
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, "exit") as Promise<[number]>]);
  expect(code).toBe(1);
  return errors;
}

describe("the emulator's command line", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("serves with what it prints, and ends well on %s", async (signal) => {
    const { child, url, env } = await start();
    const client = createMmsClient(resolveConfig({ get: () => undefined, env }));
    expect((await client.getMmsDataSource({ sourceId: "2000015" })).data.name).toBe("hive_demo");
    expect(await connectControl(url).requestCounts()).toEqual({ GetMmsDataSource: 1 });
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("plays assumptions otherwise, as many as are named", async () => {
    const { env } = await start("--assume", "job-name-filter=false", "--assume", "not-found-codes=false");
    const client = createMmsClient(resolveConfig({ get: () => undefined, env }));
    await expect(client.getMmsJob({ sourceId: "2000015", jobId: "1" })).rejects.toMatchObject({
      status: 400,
      code: "INVALID_ARGUMENT",
    });
    expect((await client.listMmsJobs({ sourceId: "2000015", query: { name: "hive_demo" } })).data.total).toBe(0);
  });

  it("runs a command that talks to it, and ends with it and as it does", async () => {
    const program = `process.exitCode = (await fetch(process.env.ALICLOUD_MMS_ENDPOINT)).status === 404 ? 7 : 1`;
    const child = run("--", process.execPath, "--input-type=module", "-e", program);
    const [errors, printed, ended] = await Promise.all([text(child.stderr), text(child.stdout), once(child, "exit")]);
    expect({ ended, printed }).toEqual({ ended: [7, null], printed: "" });
    expect(errors).toMatch(/^emulator: listening on http:\/\/127\.0\.0\.1:\d+ until .* ends\n$/);
    expect(await failed("--", "no-such-command")).toContain("no-such-command could not be started: spawn");
  });

  it("prints how it is used", async () => {
    const help = await text(run("--help").stdout);
    for (const option of ["--port", "--host", "--seed", "--speed", "--time-zone", "--assume", "Example", ...switchIds])
      expect(help).toContain(option);
    for (const command of commandNames) expect(help).toContain(`  ${command}(`);
  });

  it("has the version of the package", async () => {
    const { version } = JSON.parse(readFileSync(path.resolve(__dirname, "../../package.json"), "utf8")) as {
      version: string;
    };
    const child = spawn(process.execPath, [cli, "--version"], { stdio: ["ignore", "pipe", "inherit"] });
    running.push(child);
    expect(await text(child.stdout)).toBe(`${version}\n`);
  });

  it("says what is wrong with an option, and with a port that is taken", async () => {
    expect(await failed("--port", "70000")).toContain("expected a whole number from 0 to 65535");
    expect(await failed("--speed", "fast")).toContain("expected a number above 0");
    expect(await failed("--time-zone", "Shanghai")).toContain("expected UTC or an offset, such as +08:00");
    expect(await failed("--assume", "job-name-filtre=false")).toContain('there is no switch "job-name-filtre"');
    expect(await failed("--assume", "job-name-filter=no")).toContain("expected <id>=false");
    const { url } = await start();
    expect(await failed("--port", new URL(url).port)).toMatch(/^error: listen EADDRINUSE/);
  });
});
