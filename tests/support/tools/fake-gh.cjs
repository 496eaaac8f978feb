#!/usr/bin/env node
// gh with one release, which is a folder. It keeps a diary of what it was asked, and can break off an upload in the middle.
const fs = require("node:fs");
const { basename, join } = require("node:path");

const room = process.env.FAKE_ROOM;
const [, verb, , ...rest] = process.argv.slice(2);
const facts = join(room, "gh", "release.json");
fs.appendFileSync(join(room, "diary"), `gh ${process.argv.slice(2).join(" ")}\n`);

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}

/** @param {string} flag */
const after = (flag) => rest[rest.indexOf(flag) + 1];

if (process.env.FAKE_VIEW_ERROR) fail(process.env.FAKE_VIEW_ERROR);
if (verb !== "create" && !fs.existsSync(facts)) fail("release not found");
if (verb === "create") fs.writeFileSync(facts, JSON.stringify({ isDraft: rest.includes("--draft") }));
else if (verb === "edit") fs.writeFileSync(facts, JSON.stringify({ isDraft: !rest.includes("--draft=false") }));
else if (verb === "view") {
  const assets = fs.readdirSync(join(room, "gh")).filter((name) => name !== "release.json");
  console.log(
    JSON.stringify({ ...JSON.parse(fs.readFileSync(facts, "utf8")), assets: assets.map((name) => ({ name })) }),
  );
} else if (verb === "download")
  fs.copyFileSync(join(room, "gh", after("--pattern")), join(after("--dir"), after("--pattern")));
else if (verb === "upload") {
  const file = join(room, "gh", basename(rest[0]));
  if (fs.existsSync(file) && !rest.includes("--clobber")) fail("asset under the same name already exists");
  if (process.env.FAKE_UPLOAD_BREAKS !== basename(rest[0])) fs.copyFileSync(rest[0], file);
  else {
    fs.writeFileSync(file, "half");
    fail("connection reset");
  }
} else fail(`no such command: ${verb}`);
