// Words of the service inside our messages: wherever they stand, a sentence ends with one mark.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { MmsError } from "../../../provider/mms/errors.js";
import * as errors from "../../../provider/resources/base/errors.js";
import { doubt, UnconfirmedGoneError } from "../../../provider/resources/jobs/witness.js";

const provider = resolve(__dirname, "../../../provider");
const said = "the disk is full.. ";
const cause = new MmsError(said);

const messages: readonly (readonly [string, string])[] = [
  ["JobGoneError", new errors.JobGoneError("7", "4", "is finished").message],
  ["JobNotCreatedError", new errors.JobNotCreatedError("8", "4", said).message],
  ["JobNotCreatedError with what was found", new errors.JobNotCreatedError("8", "4", said, said).message],
  ["CreationUnknownError", new errors.CreationUnknownError("CreateMmsJob", "job 7", cause).message],
  ["DataSourceError", new errors.DataSourceError("4", "START_FAILED", said).message],
  ["ConnectionTestError", new errors.ConnectionTestError("4", said).message],
  ["ScanFailedError", new errors.ScanFailedError("9", "4", said).message],
  ["TriggerUnknownError", new errors.TriggerUnknownError("5", "4", cause).message],
  ["UnconfirmedGoneError", new UnconfirmedGoneError("job 7", { says: "nothing", error: cause }).message],
  ["a warning of a refresh", `${doubt("job 7", { says: "nothing", error: cause })}. The state is left as it is`],
];

it.each(messages)("%s ends no sentence twice", (_name, message) => {
  expect(message).not.toMatch(/[.;:,]\s*[.;]|\s$/);
});

it("puts no words of others straight before a mark of ours", () => {
  const files = readdirSync(provider, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const joined = /\$\{(?!phrase|sentence)[^}()]*(\.message|\b[rR]eason|errMsg|errorMsg|\.msg)\}[.;]/;
  expect(files.filter((file) => joined.test(readFileSync(join(provider, file), "utf8")))).toEqual([]);
});
