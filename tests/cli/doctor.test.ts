import { type Emulator, startEmulator } from "../../emulator/index.js";
import { systemClock } from "../../provider/clock.js";
import { cli } from "../support/cli.js";
import { clientOf } from "../support/program.js";

let emulator: Emulator;
beforeEach(async () => void (emulator = await startEmulator()));
afterEach(() => emulator.close());

interface Check {
  readonly name: string;
  readonly outcome: string;
  readonly seen: string;
  readonly fix?: string;
}

async function doctor(args: string[] = [], options: Parameters<typeof cli>[2] = {}) {
  const run = await cli(emulator, ["doctor", "--json", "--source", "hive_demo", ...args], {
    clock: systemClock,
    ...options,
  });
  const { canStart, checks } = JSON.parse(run.stdout) as { canStart: boolean; checks: Check[] };
  return { ...run, canStart, of: (name: string) => checks.find((check) => check.name === name), checks };
}

const deny = (...Action: string[]) => ({
  Version: "1" as const,
  Statement: [
    { Effect: "Allow" as const, Action: "*", Resource: "*" },
    { Effect: "Deny" as const, Action, Resource: "*" },
  ],
});

describe("doctor", () => {
  it("sees versions, identity, endpoint, clock, rights, source and inventory, and changes nothing", async () => {
    const { of, checks } = await doctor();
    expect(of("node")).toMatchObject({ outcome: "ok" });
    expect(of("endpoint")).toMatchObject({ outcome: "ok", seen: expect.stringContaining("cn-shanghai") as string });
    expect(of("clock")).toMatchObject({ outcome: "ok" });
    expect(of("credentials")?.seen).toMatch(/^access key from ALIBABA_CLOUD_ACCESS_KEY_ID; key ….{4}$/);
    expect(of("identity")).toMatchObject({ outcome: "ok", seen: "RAMUser acs:ram::1000000000000001:user/emulator" });
    expect(of("service role")).toMatchObject({ outcome: "ok", seen: expect.stringMatching(/^acs:ram::/) as string });
    expect(checks.filter(({ name, outcome }) => name.startsWith("odps:") && outcome !== "ok")).toEqual([]);
    expect(of("odps:ListMmsTaskLogs")).toMatchObject({ outcome: "ok" });
    expect(of("other RAM actions")?.seen).toContain("odps:CreateMmsJob");
    expect(of("source")).toMatchObject({ outcome: "ok", seen: "hive_demo (HIVE) is STARTED" });
    expect(of("inventory")).toMatchObject({ outcome: "warn" });
    expect(emulator.control.requests().filter(({ mutating }) => mutating)).toEqual([]);
  });

  it("names a right that is missing, with its fix, and says that no migration can start", async () => {
    emulator.control.setPolicy(deny("odps:ListMmsTaskLogs"));
    const { code, canStart, of } = await doctor(["--uses", "MigrationJob"]);
    expect({ code, canStart }).toEqual({ code: 1, canStart: false });
    expect(of("odps:ListMmsTaskLogs")).toMatchObject({
      outcome: "fail",
      fix: expect.stringContaining("allow odps:ListMmsTaskLogs on data source 2000015") as string,
    });
    expect(of("odps:ListMmsTimers")).toBeUndefined();
  });

  it("sees a source that is stopped, a clock that is wrong, and no credentials", async () => {
    emulator.control.changeSource("2000015", { status: "STOPPED" });
    expect((await doctor()).of("source")).toMatchObject({ outcome: "fail" });
    const clock = { ...systemClock, now: () => Date.now() + 11 * 60_000 };
    expect((await doctor([], { clock })).of("clock")).toMatchObject({
      outcome: "fail",
      seen: "11 minutes from the service's",
    });
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "", HOME: "/nowhere" };
    expect((await doctor([], { env })).of("credentials")).toMatchObject({ outcome: "fail" });
  });

  it("says that keys are wrong by the code of STS, and what it could not see of the role", async () => {
    const { of } = await doctor([], { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "nobody" } });
    expect(of("identity")).toMatchObject({
      outcome: "fail",
      seen: expect.stringContaining("InvalidAccessKeyId.NotFound") as string,
      fix: expect.stringContaining("access key") as string,
    });
    expect(of("service role")).toMatchObject({ outcome: "?", seen: expect.stringMatching(/^not seen: Inv/) as string });
  });

  it("shows no password of a proxy, and no part of a secret key", async () => {
    const env = { NO_PROXY: "127.0.0.1", http_proxy: "http://user:proxy-password@proxy.example:1" };
    const { stdout, of } = await doctor([], { env });
    expect(of("proxy")?.seen).toContain("http_proxy=http://***@proxy.example:1");
    expect(stdout).not.toContain("proxy-password");
    expect(stdout).not.toContain(String(emulator.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]));
  });

  it("refuses a kind that is none, and ends readable", async () => {
    expect((await cli(emulator, ["doctor", "--uses", "Migrator"])).stderr).toContain('there is no kind "Migrator"');
    await clientOf(emulator).createMmsFetchMetadataJob({ sourceId: "2000015", body: {} });
    const { stdout } = await cli(emulator, ["doctor", "--source", "2000015"], { clock: systemClock });
    expect(stdout).toMatch(/^✓ node +Node /m);
    expect(stdout).toMatch(/^(A migration can start|Correct .* first)\.$/m);
  });
});
