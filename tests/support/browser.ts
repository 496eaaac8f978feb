// A real browser for tests of pages: Debian's chromium, or whichever CHROMIUM_PATH names.
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { type Browser, chromium, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

function findBrowser(): string | undefined {
  if (process.env["MMS_BROWSER"] === "none") return undefined;
  const { CHROMIUM_PATH: named, PATH = "" } = process.env;
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...(named ? [named] : []), ...onPath].find((file) => existsSync(file));
}

const executablePath = findBrowser();

/**
 * `describe` where there is a browser. Elsewhere a line says what was skipped, unless MMS_BROWSER is `required`: then its
 * absence is a failure. `none` is for a machine whose browser does not start.
 */
export function describeInBrowser(name: string, body: () => void): void {
  if (executablePath !== undefined) return describe(name, body);
  const how = "install Debian's chromium (apt-get install chromium), or name a browser with CHROMIUM_PATH";
  if (process.env["MMS_BROWSER"] === "required")
    return void it(`${name}: needs a browser`, () => Promise.reject(new Error(how)));
  process.stderr.write(`SKIPPED ${name}: there is no browser; ${how}\n`);
  describe.skip(name, body);
}

/** Starts the browser. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: String(executablePath), args: ["--no-sandbox", "--disable-dev-shm-usage"] });

/** What a page did that no report may do: errors, refused by its policy or not, and requests to anywhere but `own`. */
export function misdeedsOf(page: Page, own: RegExp): string[] {
  const misdeeds: string[] = [];
  page.on("pageerror", (error) => misdeeds.push(error.message));
  page.on("console", (message) => message.type() === "error" && misdeeds.push(message.text()));
  page.on("dialog", (dialog) => {
    misdeeds.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => own.test(request.url()) || misdeeds.push(request.url()));
  return misdeeds;
}

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Violations that axe-core finds, in light and in dark. */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // Through the debugger: the page's own policy lets no foreign script in.
    const result = (await page.evaluate(`${axe}; axe.run(document)`)) as { violations: Violation[] };
    for (const { id, nodes } of result.violations)
      found.push(...nodes.map(({ html, failureSummary }) => `${colorScheme} ${id}: ${html} ${failureSummary ?? ""}`));
  }
  return found;
}
