#!/usr/bin/env node
// npm as a registry's client, whose registry is a folder. It keeps a diary of what it was asked.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { basename, join } = require("node:path");

const room = process.env.FAKE_ROOM;
const args = process.argv.slice(2);
fs.appendFileSync(join(room, "diary"), `npm ${args.join(" ")}\n`);

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}

if (args[0] === "--version") console.log(process.env.FAKE_NPM ?? "11.6.0");
else if (args[0] === "publish") fs.copyFileSync(args[1], join(room, "npm", basename(args[1])));
else if (args[0] === "view") {
  if (process.env.FAKE_VIEW_ERROR) fail(process.env.FAKE_VIEW_ERROR);
  const file = join(room, "npm", `${args[1].replace("@", "-")}.tgz`);
  if (fs.existsSync(file)) {
    console.log(JSON.stringify(`sha512-${createHash("sha512").update(fs.readFileSync(file)).digest("base64")}`));
  } else if (!fs.existsSync(join(room, "npm", "others"))) fail("npm error code E404");
} else fail(`no such command: ${args[0]}`);
