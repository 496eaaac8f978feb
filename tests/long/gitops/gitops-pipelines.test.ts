// The pipelines of examples/gitops, step by step as they stand there, on the real engine: no terminal, CI=true, cancelled in
// the middle, killed and run again.
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { eventsIn } from "../../support/plugin/events.js";
import { until } from "../../support/engine/passing-time.js";
import { asked, operationsSent } from "../../support/service/requests.js";
import { root } from "../../support/plugin/plugin.js";
import { type Ended, githubSteps, gitlabJob, startStep, type Step } from "../../support/engine/shell-steps.js";

jest.setTimeout(300_000);

const hour = 3_600_000;
const program = `
const mms = require("pulumi-alicloud-mms");
const sales = new mms.Migration("sales", {
  sourceId: "2000015",
  srcDbName: "sales",
  wait: false,
  mapping: { dstProjectName: "sales_prod" },
  waves: [
    { name: "dimensions", tables: ["customers"] },
    { name: "facts", tables: ["orders"] },
  ],
});
exports.passed = sales.passed;
`;

/** What the runner's services are asked for: tokens by GitHub's runner, comments by GitLab's. */
interface Asked {
  readonly request: Pick<IncomingMessage, "url" | "headers" | "method">;
  readonly body: string;
}

let emulator: Emulator;
let project: EngineProject;
let server: Server;
let requests: Asked[];
let env: Record<string, string | undefined>;
let folder: string;

beforeEach(async () => {
  emulator = await startEmulator();
  emulator.control.setPace({ scanMs: 100, phaseMs: { DATA: hour } });
  project = await EngineProject.create({ program, env: emulator.env });
  folder = project.shell.cwd;
  prepareFolder();
  requests = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ request, body });
      response.end(JSON.stringify({ value: "a-token" }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  env = environment(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(async () => {
  server.close();
  project.close();
  await emulator.close();
});

/** A repository as somebody has it: a lock file that `npm ci` takes, and the packages where it leaves them alone. */
function prepareFolder(): void {
  unlinkSync(join(folder, "node_modules"));
  symlinkSync(join(root, "node_modules"), join(folder, "../node_modules"), "dir");
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages: { "": {} } }));
  // GitHub's own program, which writes comments: it keeps what it is given.
  const bin = join(folder, "../bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "gh"), '#!/bin/sh\necho "$@" > comment.args\n');
  chmodSync(join(bin, "gh"), 0o755);
}

/** What both runners set, beside the variables of the file. */
function environment(services: string): Record<string, string | undefined> {
  const { PATH, ...own } = project.shell.env;
  return {
    ...own,
    PATH: [join(folder, "../bin"), dirname(process.execPath), PATH].join(delimiter),
    CI: "true",
    PULUMI_STACK: "test",
    ALICLOUD_MMS_EVENTS: join(folder, "events.jsonl"),
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: join(folder, ".oidc-token"),
    GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
    GITHUB_REPOSITORY: "data/migrations",
    PULL_REQUEST: "7",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "asks-for-a-token",
    ACTIONS_ID_TOKEN_REQUEST_URL: `${services}/token?version=1`,
    CI_API_V4_URL: services,
    CI_PROJECT_ID: "12",
    CI_MERGE_REQUEST_IID: "7",
    COMMENT_TOKEN: "may-comment",
  };
}

const written = (name: string): string => readFileSync(join(folder, name), "utf8");
const locks = (): string[] => {
  const place = join(folder, "../state/.pulumi/locks");
  return existsSync(place)
    ? readdirSync(place, { recursive: true })
        .map(String)
        .filter((name) => name.endsWith(".json"))
    : [];
};
const ended = async ({ done }: Step): Promise<Ended> => done;
const well = { code: 0 };

const steps = githubSteps("examples/gitops/github/migration.yml");
const gitlab = (name: string) => gitlabJob("examples/gitops/gitlab/.gitlab-ci.yml", name);

/** The two pipelines, in the same words. */
const pipelines = {
  github: {
    start: (name: "Preview" | "Up" | "Drift") => startStep(steps[name] ?? "", folder, env),
    async prepare() {
      for (const name of ["Install", "Token", "Stack"]) {
        expect(await ended(startStep(steps[name] ?? "", folder, env))).toMatchObject(well);
      }
      expect(written(".oidc-token").trim()).toBe("a-token");
    },
    async commented() {
      expect(await ended(startStep(steps["Comment"] ?? "", folder, env))).toMatchObject(well);
      expect(written("comment.args")).toContain("pr comment 7 --repo data/migrations --body-file plan.md");
      return written("plan.md");
    },
    unlock: () => ended(startStep(steps["Unlock"] ?? "", folder, env)),
  },
  gitlab: {
    start: (name: "Preview" | "Up" | "Drift") => startStep(gitlab(name.toLowerCase()).script, folder, env),
    prepare: () => Promise.resolve(),
    commented() {
      const { request, body } = requests.at(-1) as Asked;
      expect(request).toMatchObject({ method: "POST", url: "/projects/12/merge_requests/7/notes" });
      expect(request.headers["private-token"]).toBe("may-comment");
      return Promise.resolve(decodeURIComponent(body.replaceAll("+", " ")));
    },
    unlock: () => ended(startStep(gitlab("up").after, folder, { ...env, CI_JOB_STATUS: "canceled" })),
  },
};

describe.each(["github", "gitlab"] as const)("%s", (name) => {
  const pipeline = pipelines[name];

  it("shows a plan that changes nothing, goes on hour by hour to the end, and then sees drift", async () => {
    await pipeline.prepare();
    expect(await ended(pipeline.start("Preview"))).toMatchObject(well);
    expect(await pipeline.commented()).toMatch(/```diff[\s\S]*sales-dimensions/);
    expect(operationsSent(emulator)).toEqual([]);

    for (let runs = 0; (await project.outputs())["passed"] !== true; runs += 1) {
      expect(runs).toBeLessThan(8);
      expect(await ended(pipeline.start("Up"))).toMatchObject(well);
      if (runs === 0) expect((await ended(pipeline.start("Drift"))).output).toContain("nothing to compare yet");
      emulator.control.advance(hour);
    }
    expect(operationsSent(emulator).filter((operation) => operation === "CreateMmsJob")).toHaveLength(2);
    expect(await ended(pipeline.start("Drift"))).toMatchObject(well);

    emulator.control.mapDatabase("2000015", "sales", { dstProjectName: "elsewhere" });
    const drift = await ended(pipeline.start("Drift"));
    expect(drift.code).not.toBe(0);
    expect(drift.output).toContain("dstProjectName");
    expect(new Set(eventsIn(join(folder, "events.jsonl")).map(({ wave }) => wave))).toContain("sales-facts");
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends after %s in the middle without a lock, and the next run goes on",
    async (signal) => {
      await pipeline.prepare();
      // The service takes its time to make the job, so the run is in the middle.
      emulator.control.setPace({ creationMs: hour });
      const up = pipeline.start("Up");
      await until(() => asked(emulator, "CreateMmsJob") > 0);
      signalRun(up, signal);
      // A runner sends another signal when a step stays; then it kills it.
      await up.printed(/cancel/i);
      signalRun(up, "SIGTERM");
      expect((await ended(up)).code).not.toBe(0);
      expect(locks()).toEqual([]);
      await expectNextRunGoesOn();
    },
  );

  it("is unlocked after it was killed, and the next run goes on", async () => {
    await pipeline.prepare();
    emulator.control.setPace({ creationMs: hour });
    const up = pipeline.start("Up");
    await until(() => asked(emulator, "CreateMmsJob") > 0);
    signalRun(up, "SIGKILL");
    await ended(up);
    expect(locks()).toHaveLength(1);
    expect(await pipeline.unlock()).toMatchObject(well);
    expect(locks()).toEqual([]);
    await expectNextRunGoesOn();
  });

  /** GitHub signals the step's own process, which is Pulumi; GitLab ends the container, and so every process in it. */
  function signalRun(up: Step, signal: NodeJS.Signals): void {
    if (name === "github") return up.signal(signal);
    for (const pid of project.processes(/pulumi\0up\0/)) process.kill(pid, signal);
  }

  async function expectNextRunGoesOn(): Promise<void> {
    await until(() => project.plugins().length === 0);
    emulator.control.setPace({ creationMs: 100 });
    emulator.control.advance(hour);
    const next = await ended(pipeline.start("Up"));
    expect({ code: next.code, output: next.code === 0 ? "" : next.output }).toEqual({ code: 0, output: "" });
    expect(operationsSent(emulator).filter((operation) => operation === "CreateMmsJob")).toHaveLength(1);
    expect(emulator.control.jobs()).toHaveLength(1);
  }
});

it("reports what failed, and no more", async () => {
  expect(await ended(startStep(steps["Report"] ?? "", folder, env))).toMatchObject(well);
  expect(written("summary.md")).toBe("");
  const failed = { event: "end", result: "failed", name: "orders", error: { message: "no more room" } };
  writeFileSync(join(folder, "events.jsonl"), `${JSON.stringify(failed)}\n${JSON.stringify({ event: "start" })}\n`);
  expect(await ended(startStep(steps["Report"] ?? "", folder, env))).toMatchObject(well);
  expect(written("summary.md")).toBe("- **orders**: no more room\n");
});
