// The address that each error ends with: a page of the site, whoever shows the error.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

import { describeError, errorPages, withPage } from "../../../provider/errors/pages.js";
import { MigrationJob } from "../../../provider/index.js";
import { ResourceNotReadyError } from "../../../provider/lifecycle/not-ready.js";
import { JobGoneError } from "../../../provider/resources/base/errors.js";
import { RemigrationRefusedError } from "../../../provider/resources/inventory/reset.js";
import { homepage } from "../../../provider/version.js";

const root = resolve(__dirname, "../../..");
const addressOf = (name: string) => `${homepage}docs/errors/${name}.html`;

/** The addresses of the pages from which the site is built, as its builder knows them. */
function pagesOfSite(): string[] {
  const script = `import { addressOf, pages } from "./tools/site/pages.mjs"; console.log(JSON.stringify(pages().map(addressOf)))`;
  const text = execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" });
  return JSON.parse(text) as string[];
}

it("is that of a page of the site, for each error", () => {
  const pages = new Set(pagesOfSite().map((page) => `${homepage}${page}`));
  expect(pages).toContain(addressOf("JobFailedError"));
  expect([...errorPages.values()].filter((address) => !pages.has(address))).toEqual([]);
});

it("ends the message, after a full stop or another address", () => {
  const error = new RemigrationRefusedError("sales", ["orders"]);
  expect(describeError(error)).toBe(`${error.message}. See ${addressOf("RemigrationRefusedError")}`);
  expect(withPage(error, "Refused.")).toBe(`Refused. See ${addressOf("RemigrationRefusedError")}`);
  expect(withPage(error, "Console: https://a.b/c")).toMatch(/^Console: https:\/\/a\.b\/c See https/);
});

it("is that of the reason, where an error says that something exists already", () => {
  const withCause = (cause: unknown) => describeError(new ResourceNotReadyError("7", {}, cause));
  expect(withCause(new JobGoneError("7", "12", "deleted"))).toMatch(`See ${addressOf("JobGoneError")}`);
  expect(withCause(new Error("a fault"))).toBe(`a fault. See ${addressOf("ResourceNotReadyError")}`);
});

it("is left out where there is no page, and where the message has it", () => {
  const once = describeError(new RemigrationRefusedError("sales", ["orders"]));
  expect(withPage(new RemigrationRefusedError("sales", ["orders"]), once)).toBe(once);
  expect([describeError(new TypeError("a fault")), describeError("text"), describeError(null)]).toEqual([
    "a fault",
    "text",
    "null",
  ]);
});

it("ends what refuses a program", () => {
  const declare = () => new MigrationJob("sales", { sourceId: "7", srcDbName: "sales" }, { import: "7/jobs/1" });
  expect(declare).toThrow(`to take it over. See ${addressOf("ImportRefusedError")}`);
});
