// The documentation as a site, in a real browser: what is searched is found without any other host, blocks copy, nobody is kept out.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

import type { Browser, Page } from "playwright-core";

import { errorPages } from "../../provider/errors/pages.js";
import { homepage } from "../../provider/version.js";
import { describeInBrowser, misdeedsOf, openBrowser, violationsOf } from "../support/browser.js";
import { root } from "../support/packed.js";

jest.setTimeout(600_000);

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** A server of files, as any host of static pages is one. */
const serve = (folder: string): Server =>
  createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    readFile(join(folder, path)).then(
      (content) => response.setHeader("content-type", types[extname(path)] ?? "text/plain").end(content),
      () => response.writeHead(404).end(),
    );
  });

let server: Server;
let browser: Browser;
let page: Page;
let misdeeds: string[];
let top: string;

describeInBrowser("the site of the documentation", () => {
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, "tools/site/build.mjs")], {
      env: { ...process.env, SITE_BASE: "/" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    server = serve(join(root, "site"));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    top = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });
  beforeEach(async () => {
    const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
    page = await context.newPage();
    misdeeds = misdeedsOf(page, /^http:\/\/127\.0\.0\.1:/);
  });
  afterEach(() => page.context().close());

  it("finds a resource by its name", async () => {
    await page.goto(top);
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.getByRole("searchbox").fill("WavePlan");
    await page.getByRole("listbox").getByRole("option").filter({ hasText: "WavePlan" }).first().click();
    await page.waitForURL(/WavePlan/);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toMatch(/^WavePlan/);
    expect(misdeeds).toEqual([]);
  });

  it("finds the page of an error by the first word of its name", async () => {
    await page.goto(top);
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.getByRole("searchbox").fill("throttled");
    await page.getByRole("listbox").getByRole("option").first().click();
    await page.waitForURL(/ThrottledError/);
    expect(misdeeds).toEqual([]);
  });

  it("lets a keyboard scroll a table that is wider than the screen", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(`${top}/docs/benchmarks.html`);
    const wide = page.getByRole("region", { name: /^Table: stacks at once/ });
    await wide.focus();
    await page.keyboard.press("ArrowRight");
    // The region has the focus; this ends when it has moved, and fails where it never does.
    await page.waitForFunction("document.activeElement.scrollLeft > 0");
    expect(await violationsOf(page)).toEqual([]);
  });

  it("has a file at the address that each error's message ends with", () => {
    const files = [...errorPages.values()].map((address) => join(root, "site", address.slice(homepage.length)));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it("copies a block of code", async () => {
    await page.goto(top);
    await page.locator("div.language-ts").first().hover();
    await page.locator("div.language-ts button.copy").first().click();
    await page.locator("div.language-ts button.copied").first().waitFor();
    const copied = await page.evaluate("navigator.clipboard.readText()");
    expect(copied).toContain('new mms.MigrationJob("sales"');
    expect(misdeeds).toEqual([]);
  });

  it.each(["/", "/docs/reference/MigrationJob.html", "/docs/errors/", "/docs/errors/JobFailedError.html"])(
    "keeps nobody out of %s, in light and dark",
    async (path) => {
      await page.goto(`${top}${path}`);
      expect(await violationsOf(page)).toEqual([]);
      expect(misdeeds).toEqual([]);
    },
  );
});
