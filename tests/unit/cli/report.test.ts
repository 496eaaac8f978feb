import { cleanText } from "../../../cli/report/clean.js";
import { curveOf, paceOf } from "../../../cli/report/derive/pace.js";
import { nextRun } from "../../../cli/report/read/timers.js";
import { assumedZone } from "../../../cli/report/read/zone.js";
import { stackFacts } from "../../../cli/command/stack-state.js";
import { bytes, clockTime, compact, percent, tablesDone } from "../../../cli/status/words.js";
import { redact } from "../../../provider/mms/text/redact.js";

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);
const task = (table: string, from: number, to: number | undefined, status = "DONE") => ({
  table,
  status,
  retries: 0,
  startMs: start + from * minute,
  ...(to === undefined ? {} : { endMs: start + to * minute }),
});

describe("pace", () => {
  const tasks = Array.from({ length: 10 }, (_none, index) => task(`t${index}`, index, index + 1));

  it("is that of the last hour, with a range that holds the likely end", () => {
    const pace = paceOf(tasks, [], 20, start + 20 * minute);
    expect(pace).toMatchObject({ tasksPerHour: 30, windowSeconds: 1_200 });
    expect(pace?.eta?.likely).toBe(new Date(start + 60 * minute).toISOString());
    expect(pace?.eta?.early).toBe(new Date(start + 40 * minute).toISOString());
  });

  it("says nothing from fewer than five finished tasks, and no end where nothing remains", () => {
    expect(paceOf(tasks.slice(0, 4), [], 20, start + 20 * minute)).toBeUndefined();
    expect(paceOf(tasks, [], 0, start + 20 * minute)?.eta).toBeUndefined();
  });

  it("looks further back where the last hour says too little", () => {
    expect(paceOf(tasks, [], 20, start + 5 * 60 * minute)).toMatchObject({ windowSeconds: 5 * 3_600, tasksPerHour: 2 });
  });
});

describe("the curve", () => {
  it("ends with everything, in at most some 200 points", () => {
    const tasks = Array.from({ length: 5_000 }, (_none, index) => task(`t${index}`, index, index + 3));
    const rows = [
      {
        sourceId: "7",
        table: "t0",
        word: "done" as const,
        bytes: "9007199254740993",
        endedAt: new Date(start).toISOString(),
      },
    ];
    const curve = curveOf([...tasks, task("x", 1, 2, "DATA_FAILED"), task("y", 1, undefined, "DATA_DOING")], rows);
    expect(curve.length).toBeLessThan(205);
    expect(curve.at(-1)).toMatchObject({ tasksDone: 5_000, failed: 1, tablesDone: 1, bytesOfDone: "9007199254740993" });
    expect(curve[0]).toMatchObject({ at: new Date(start).toISOString(), tasksDone: 0 });
  });

  it("is empty before anything ended", () => {
    expect(curveOf([task("y", 1, undefined, "DATA_DOING")], [])).toEqual([]);
  });
});

describe("the next run of a timer", () => {
  const at = (scheduleType: "Daily" | "Hourly", value: string, now: string, stopped = false) => {
    const next = nextRun({ scheduleType, value, stopped }, Date.parse(now), assumedZone);
    return next === undefined ? undefined : new Date(next).toISOString();
  };

  it("is on the service's wall clock, and after now", () => {
    expect(at("Daily", "02:30", "2026-03-01T00:00:00Z")).toBe("2026-03-01T18:30:00.000Z");
    expect(at("Daily", "02:30", "2026-03-01T18:30:00Z")).toBe("2026-03-02T18:30:00.000Z");
    expect(at("Hourly", "15", "2026-03-01T18:16:00Z")).toBe("2026-03-01T19:15:00.000Z");
    expect(at("Daily", "02:30", "2025-03-01T00:00:00Z")).toBe("2025-03-01T18:30:00.000Z");
  });

  it("is not known of a paused one, or of a value that is none", () => {
    expect(at("Daily", "02:30", "2026-03-01T00:00:00Z", true)).toBeUndefined();
    expect(at("Daily", "soon", "2026-03-01T00:00:00Z")).toBeUndefined();
  });
});

describe("words", () => {
  it("never say 100 % before everything is done, and 100 % of nothing", () => {
    expect([percent(9_999, 10_000), percent(3, 3), percent(0, 0)]).toEqual([99, 100, 0]);
    expect([tablesDone(0, 0), tablesDone(1, 2)]).toEqual(["no tables yet", "50 % of 2 tables"]);
  });

  it("write bytes and rows short, and times in the service's zone", () => {
    expect([bytes("0"), bytes("999"), bytes("812000000000000"), compact("91000000000")]).toEqual([
      "0 byte",
      "999 byte",
      "812 TB",
      "91B",
    ]);
    expect(clockTime("2026-01-01T00:00:00Z", "-05:30")).toBe("2025-12-31 18:30");
  });
});

describe("texts of others", () => {
  it("stay on one line, and steer nothing", () => {
    expect(cleanText("a\r\n::error::b\u001b[31m\u202ec")).toBe("a ::error::b [31m c");
  });

  it.each([
    ["jdbc:mysql://root:s3cret-word@db:3306/x", "jdbc:mysql://root:***@db:3306/x"],
    ["Authorization=Bearer abc.def-ghi", "Authorization=***"],
    ["sent Bearer abc.def-ghi today", "sent Bearer *** today"],
    [`with AKIA${"ABCDEFGHIJKLMNOP"}.`, "with ***."],
    [`LTAI${"5tAbCdEfGhIjKl"}`, "***"],
    ["pwd=hunter2, x", "pwd=***, x"],
    [`-----BEGIN ${"RSA"} PRIVATE KEY-----\nabc\n-----END RSA`, `-----BEGIN ${"RSA"} PRIVATE KEY-----***-----END RSA`],
    ["https://host/a:b@c and time 10:11:12@x", "https://host/a:b@c and time 10:11:12@x"],
  ])("%s loses its secret", (text, clean) => expect(redact(text)).toBe(clean));
});

describe("the state of a stack", () => {
  it("gives jobs, timers and gates of both hosts, and no value that is encrypted", () => {
    const sealed = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
    const resource = (type: string, name: string, outputs: object) => ({ urn: urn(type, name), type, outputs });
    const resources = [
      resource("pulumi:pulumi:Stack", "shop-dev", {}),
      resource("pulumi-nodejs:dynamic/mms:MigrationJob", "a", { sourceId: "7", jobId: "11" }),
      // Programs in YAML give ids as numbers.
      resource("alicloud-mms:index:MigrationJob", "b::c", { sourceId: 7, jobId: "12" }),
      resource("alicloud-mms:index:MigrationJob", "hidden", { sourceId: "7", jobId: sealed }),
      resource("alicloud-mms:index:MigrationTimer", "t", { sourceId: "8", timerId: "13" }),
      resource("alicloud-mms:index:MigrationGate", "a-gate", {
        sourceId: "7",
        jobIds: ["11"],
        jobs: [{ jobId: "12" }],
      }),
      resource("aws:s3:Bucket", "other", { sourceId: "9", jobId: "99" }),
    ];
    const facts = stackFacts(JSON.stringify({ deployment: { manifest: { version: "v3.1.0" }, resources } }));
    expect(facts).toMatchObject({ project: "shop", name: "dev", engine: "v3.1.0" });
    expect([...facts.sources]).toEqual([
      ["7", { jobIds: new Set(["11", "12"]), timerIds: new Set() }],
      ["8", { jobIds: new Set(), timerIds: new Set(["13"]) }],
    ]);
    expect([...facts.resources]).toEqual([
      ["11", "a"],
      ["12", "b::c"],
    ]);
    expect(facts.gates).toEqual([{ name: "a", jobIds: ["11", "12"] }]);
  });

  it("is read provider by provider, with the plain settings of an explicit one, in the form of either host", () => {
    const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
    const under = (provider: string) => (provider === "" ? {} : { provider: `${provider}::0-1` });
    const provider = (plugin: string, name: string, inputs: object) => {
      const type = `pulumi:providers:${plugin}`;
      return { urn: urn(type, name), type, inputs };
    };
    const job = (name: string, jobId: string, parent: string) => {
      const type = "alicloud-mms:index:MigrationJob";
      return { urn: urn(type, name), type, outputs: { sourceId: "7", jobId }, ...under(parent) };
    };
    const sealed = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    const tokyo = provider("pulumi-nodejs", "tokyo", { "alicloud-mms:region": "ap-northeast-1" });
    const berlin = provider("alicloud-mms", "berlin", { region: "eu-central-1", secretKey: sealed, maxAttempts: 2 });
    const common = provider("alicloud-mms", "default_1_0_0", { region: "cn-shanghai" });
    const all = [tokyo, berlin, common];
    const read = (resources: object[], wanted?: string) =>
      stackFacts(JSON.stringify({ deployment: { resources: [...all, ...resources] } }), wanted);
    const [one, two, three] = [job("a", "1", tokyo.urn), job("b", "2", berlin.urn), job("c", "3", common.urn)];

    expect(read([one]).provider).toEqual({
      name: "tokyo",
      settings: new Map([["alicloud-mms:region", "ap-northeast-1"]]),
    });
    expect(read([one, two], "berlin")).toMatchObject({
      provider: { name: "berlin" },
      resources: new Map([["2", "b"]]),
    });
    expect([...(read([two]).provider?.settings ?? [])]).toEqual([
      ["alicloud-mms:region", "eu-central-1"],
      ["alicloud-mms:maxAttempts", "2"],
    ]);
    expect(read([three, job("d", "4", "")]).provider).toBeUndefined();
    expect([...read([one, three], "default").resources.keys()]).toEqual(["3"]);
    expect(() => read([one, two, three])).toThrow("are under berlin, default, tokyo: give one of them with --provider");
    expect(() => read([one, two], "tokio")).toThrow(
      "--provider tokio: resources of this package are under berlin, tokyo",
    );
  });
});
