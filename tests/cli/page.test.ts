// The page of a report in a real browser: offline as a file, and live while a migration goes on.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, Page } from "playwright-core";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { describeInBrowser, misdeedsOf, openBrowser, violationsOf } from "../support/browser.js";
import { cli, type Ended, startJob } from "../support/cli.js";
import { clientOf } from "../support/program.js";

let browser: Browser;
let page: Page;
let misdeeds: string[];
let emulator: Emulator;
let folder: string;

const tables = () => page.getByRole("region", { name: "Rows of tables" });
const rows = () => tables().locator("tbody tr:not(.gap-row)");
const firstTable = () => rows().first().locator("td").first().innerText();

async function open(url: string, own: RegExp): Promise<void> {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  misdeeds = misdeedsOf(page, own);
  await page.goto(url);
}

describeInBrowser("the page of a report", () => {
  beforeAll(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), "mms-page-"));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await page.close();
    await emulator.close();
  });

  it("opens offline, and searches, sorts and scrolls ten thousand tables", async () => {
    emulator = await startEmulator({ clock: "manual" });
    const many = Array.from({ length: 9_988 }, (_none, index) => ({ name: `fact_${index}`, days: 0 }));
    emulator.control.addTables("2000015", "sales", [...many, { name: "<script>alert(1)</script>", days: 0 }]);
    emulator.control.failTasks({
      table: "<script>alert(1)</script>",
      phase: "DATA",
      message: "</script><b>",
      times: 9,
    });
    emulator.control.failTasks({ table: "fact_77", phase: "SCHEMA", message: "no such type", times: 9 });
    await startJob(clientOf(emulator), emulator, { tables: ["<script>alert(1)</script>", "fact_77", "fact_78"] });
    emulator.control.advance(3_600_000);
    const out = join(folder, "report.html");
    const { code, stderr } = await cli(emulator, ["report", "--source", "2000015", "--out", out]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `wrote ${out}; verdict: failed\n` });
    expect(statSync(out).size).toBeLessThan(6_000_000);

    await open(pathToFileURL(out).href, /^file:/);
    expect(await page.title()).toBe("Migration of hive_demo");
    expect(await page.getByRole("status").first().innerText()).toContain("failed: not everything could be migrated");
    expect(await rows().count()).toBeLessThan(80);
    const search = page.getByRole("searchbox").first();
    await search.fill("fact_99");
    await expect(page.locator("output").first().innerText()).resolves.toBe("99 of 10,061");
    await search.fill("<script>");
    expect(await firstTable()).toBe("sales.<script>alert(1)</script>");
    await search.fill("");
    await tables().getByRole("button", { name: "Size" }).click();
    expect(await tables().getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort")).toBe("descending");
    const largest = await firstTable();
    await page.keyboard.press("Enter");
    expect(await firstTable()).not.toBe(largest);
    await tables().focus();
    await page.keyboard.press("End");
    await page.waitForFunction("document.querySelector('.scroller tbody').textContent.length > 0");
    await rows().filter({ hasText: largest }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(misdeeds).toEqual([]);
  });

  it("shows progress as it moves, the log of a failed table, and the end", async () => {
    emulator = await startEmulator({ clock: "manual" });
    emulator.control.setPace({ parallel: 1 });
    emulator.control.failTasks({ table: "customers", phase: "DATA", message: "Connection reset by peer", times: 9 });
    const job = await startJob(clientOf(emulator), emulator, { enableVerification: true });
    emulator.control.advance(4 * 60_000);
    let next = (): void => undefined;
    let url: (address: string) => void;
    const address = new Promise<string>((resolve) => (url = resolve));
    const turns: (() => void)[] = [];
    const asleep = () => new Promise<void>((resolve) => turns.push(resolve));
    let watching = asleep();
    const clock = {
      now: () => emulator.control.now(),
      sleep: () =>
        new Promise<void>((resolve) => {
          next = resolve;
          turns.splice(0).forEach((turn) => turn());
        }),
    };
    const onOutput = (text: string) => url(/^page: (\S+)/m.exec(text)?.[1] ?? "");
    const args = ["watch", "--source", "2000015", "--job", job, "--web"];
    const ended: Promise<Ended> = cli(emulator, args, { clock, onOutput });
    const where = await address;
    await watching;
    await open(where, /^http:\/\/127\.0\.0\.1:/);
    expect(page.url()).not.toContain("k=");
    const progress = page.getByRole("progressbar");
    const before = Number(await progress.getAttribute("value"));
    expect(before).toBeGreaterThan(0);
    watching = asleep();
    emulator.control.advance(5 * 60_000);
    next();
    await watching;
    await page.waitForFunction(`document.querySelector("progress").value > ${before}`);

    await tables().getByRole("button", { name: "Log of sales.customers" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Log of sales.customers" });
    expect(await dialog.innerText()).toContain("copy rows: Connection reset by peer");
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await violationsOf(page)).toEqual([]);
    if (process.env["MMS_SCREENSHOT"]) {
      await page.emulateMedia({ colorScheme: "light" });
      await tables().scrollIntoViewIfNeeded();
      await page.evaluate("scrollTo(0, 0)");
      writeFileSync(process.env["MMS_SCREENSHOT"], await page.screenshot());
    }

    const { host } = new URL(where);
    const get = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(`http://${host}${path}`, { headers })).status;
    expect([await get("/"), await get("/?k=wrong"), await get("/report.json")]).toEqual([403, 403, 403]);
    emulator.control.advance(3_600_000);
    next();
    await page.getByText("the watch has ended").waitFor();
    expect((await ended).code).toBe(1);
    expect(await page.getByRole("status").first().innerText()).toContain("failed");
    expect(misdeeds).toEqual([]);
  });
});
