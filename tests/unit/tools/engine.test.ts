// The engine tool as its callers meet it: a process with a PATH, a cache folder and a network of our making.
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const tool = resolve(__dirname, "../../../tools/engine.mjs");
const version = "v3.255.0";
const programs = ["pulumi", "pulumi-language-nodejs"];

let room: string;
let bin: string;
let server: Server | undefined;

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "engine-tool-"));
  bin = join(room, "bin");
  mkdirSync(bin);
});

afterEach(async () => {
  await new Promise((done) => (server ? server.close(done) : done(undefined)));
  server = undefined;
  rmSync(room, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the tool with nothing on PATH but the fake folder, and no network but loopback. */
function runTool(env: Record<string, string> = {}, args: readonly string[] = ["--print-path"]): Promise<Outcome> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [tool, ...args],
      {
        env: {
          PATH: bin,
          HOME: room,
          XDG_CACHE_HOME: join(room, "cache"),
          MMS_ENGINE_MIRROR: "http://127.0.0.1:9",
          ...env,
        },
      },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const cachedEngine = (): string =>
  join(room, "cache", "pulumi-alicloud-mms", "engine", `${version}-${process.platform}-${process.arch}`);

function script(path: string, javascript: string): void {
  writeFileSync(path, `#!${process.execPath}\n${javascript}\n`);
  chmodSync(path, 0o755);
}

function putPulumi(folder: string, itsVersion: string): void {
  mkdirSync(folder, { recursive: true });
  for (const program of programs) script(join(folder, program), `console.log(${JSON.stringify(itsVersion)});`);
}

/** A Go that compiles in no time, and keeps a diary of what it was asked to build. */
function putGo(how: { fails?: boolean; version?: string } = {}): void {
  const code = `
    const fs = require("node:fs"), path = require("node:path");
    const [verb, ...args] = process.argv.slice(2);
    if (verb === "version") { console.log("go version ${how.version ?? "go1.26.8"} fake/fake"); process.exit(0); }
    if (verb === "list") { console.log("a\\nb\\nc"); process.exit(0); }
    if (${how.fails === true}) { console.error("a.go:1:1: syntax error"); process.exit(1); }
    const name = path.basename(args.at(-1));
    fs.appendFileSync(${JSON.stringify(join(room, "diary"))}, name + "\\n");
    const program = path.join(args[args.indexOf("-o") + 1], name);
    fs.writeFileSync(program, "#!${process.execPath}\\nconsole.log('${version}');\\n");
    fs.chmodSync(program, 0o755);`;
  script(join(bin, "go"), code);
}

const builds = (): string[] =>
  existsSync(join(room, "diary")) ? readFileSync(join(room, "diary"), "utf8").trim().split("\n") : [];

/** A release host with the given answers by path. */
async function serve(answers: Record<string, Buffer>): Promise<string> {
  server = createServer((request, response) => {
    const body = answers[request.url ?? ""];
    response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The release as the vendor packs it: a folder `pulumi` in a tarball named after the machine. */
function release(): { file: string; body: Buffer } {
  putPulumi(join(room, "release", "pulumi"), version);
  const archive = join(room, "release.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", join(room, "release"), "pulumi"]);
  return { file: `pulumi-${version}-${process.platform}-${process.arch}.tar.gz`, body: readFileSync(archive) };
}

const withTar = (): Record<string, string> => ({ PATH: [bin, process.env["PATH"]].join(delimiter) });
const checksumsFile = `/pulumi-${version.slice(1)}-checksums.txt`;
const checksumOf = (body: Buffer): string => createHash("sha256").update(body).digest("hex");

describe("the engine tool", () => {
  it("takes the engine that is on PATH", async () => {
    putPulumi(bin, "v3.200.0");
    const { code, stdout, stderr } = await runTool();
    expect({ code, stdout: stdout.trim() }).toEqual({ code: 0, stdout: bin });
    expect(stderr).toContain("path: yes, v3.200.0");
  });

  it("takes no engine from PATH that is too old, and says so", async () => {
    putPulumi(bin, "v3.99.0");
    const { code, stderr } = await runTool();
    expect(code).toBe(1);
    expect(stderr).toContain(`${join(bin, "pulumi")} is v3.99.0, and v3.139.0 is the oldest that will do`);
  });

  it("takes no pulumi from PATH that has no Node host", async () => {
    putPulumi(bin, "v3.200.0");
    rmSync(join(bin, "pulumi-language-nodejs"));
    expect((await runTool()).stderr).toContain("has no pulumi-language-nodejs, neither beside it nor on PATH");
  });

  it("builds from Go modules where nothing else is to be had, and finds that in the cache afterwards", async () => {
    putGo();
    const first = await runTool();
    expect(first.stdout.trim()).toBe(cachedEngine());
    expect(first.stderr).toMatch(/path: no.*cache: no.*download: no.*build: yes/s);
    expect(builds()).toEqual(["pulumi-language-nodejs", "pulumi"]);

    const second = await runTool();
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toContain("cache: yes, v3.255.0, built from Go modules on ");
    expect(builds()).toHaveLength(2);
  });

  it("builds once for two callers at a time", async () => {
    putGo();
    const [one, other] = await Promise.all([runTool(), runTool()]);
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(one.stdout).toBe(other.stdout);
    expect(builds()).toHaveLength(2);
  });

  it("takes over the lock of a process that is no more", async () => {
    putGo();
    mkdirSync(join(cachedEngine(), ".."), { recursive: true });
    const gone = execFileSync(process.execPath, ["-p", "process.pid + ' on ' + os.hostname()"]);
    writeFileSync(`${cachedEngine()}.lock`, gone.toString().trim());
    expect((await runTool()).code).toBe(0);
  });

  it("leaves nothing half-made behind when a build fails", async () => {
    putGo({ fails: true });
    const { code, stderr } = await runTool();
    expect(code).toBe(1);
    expect(stderr).toContain("go could not build pulumi-language-nodejs: a.go:1:1: syntax error");
    expect(readdirSync(join(cachedEngine(), ".."))).toEqual([]);
  });

  it("makes the engine anew when what lies in the cache does not run", async () => {
    putGo();
    await runTool();
    rmSync(join(cachedEngine(), "pulumi"));
    const again = await runTool();
    expect(again.stderr).toMatch(/cache: no, what lies in .* does not run/);
    expect(again.code).toBe(0);
    expect(builds()).toHaveLength(4);
  });

  it("takes no Go that is too old", async () => {
    putGo({ version: "go1.19.1" });
    expect((await runTool()).stderr).toContain("is go1.19.1, and go1.21 is the oldest that will do");
  });

  it("downloads the official release and checks it", async () => {
    const { file, body } = release();
    const mirror = await serve({ [`/${file}`]: body, [checksumsFile]: Buffer.from(`${checksumOf(body)}  ${file}\n`) });
    const { code, stdout, stderr } = await runTool({ ...withTar(), MMS_ENGINE: "download", MMS_ENGINE_MIRROR: mirror });
    expect({ code, stdout: stdout.trim() }).toEqual({ code: 0, stdout: cachedEngine() });
    expect(stderr).toContain("its checksum is right");
    expect(readdirSync(cachedEngine()).sort()).toEqual(expect.arrayContaining(["made.json", ...programs]));
  });

  it("says that it checked nothing where no checksums are published", async () => {
    const { file, body } = release();
    const mirror = await serve({ [`/${file}`]: body });
    const { code, stderr } = await runTool({ ...withTar(), MMS_ENGINE: "download", MMS_ENGINE_MIRROR: mirror });
    expect(code).toBe(0);
    expect(stderr).toContain("no list of checksums is published for it");
  });

  it("throws away a download whose checksum is wrong", async () => {
    const { file, body } = release();
    const mirror = await serve({ [`/${file}`]: body, [checksumsFile]: Buffer.from(`${"0".repeat(64)}  ${file}\n`) });
    const { code, stderr } = await runTool({ ...withTar(), MMS_ENGINE: "download", MMS_ENGINE_MIRROR: mirror });
    expect(code).toBe(1);
    expect(stderr).toContain(`the checksum of ${file} is wrong`);
    expect(existsSync(cachedEngine())).toBe(false);
  });

  it("ends in one sentence with all the reasons where no engine is available", async () => {
    const { code, stdout, stderr } = await runTool();
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const last = stderr.trim().split("\n").at(-1);
    expect(last).toMatch(
      /^No Pulumi engine is available on this machine \(path: there is no pulumi on PATH; cache: .*; download: .*; build: there is no go on PATH\)\. Install Pulumi .* or Go 1\.26 .*\.$/,
    );
  });

  it("names the allowed values when MMS_ENGINE is something else", async () => {
    const { code, stderr } = await runTool({ MMS_ENGINE: "brew" });
    expect(code).toBe(1);
    expect(stderr).toContain('MMS_ENGINE is "brew"; it can be one of path, cache, download, build, or absent.');
  });
});
