#!/usr/bin/env node
// What the package's command runs.
import { systemIo } from "./command/io.js";
import { runCli } from "./program.js";

void runCli(process.argv.slice(2), systemIo()).then((code) => void (process.exitCode = code));
