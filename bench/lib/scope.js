// What every contestant declares: each job copies two tables, as the quickstart does, and no two jobs want the same one.
"use strict";

/** A source of the emulator with a thousand tables. */
const sourceId = "2000017";

const table = (/** @type {number} */ i) => `bronze_${String(i + 1).padStart(4, "0")}`;

/** Inputs of job number i. @param {number} i */
const jobInputs = (i) => ({
  sourceId,
  srcDbName: "lake",
  dstDbName: "lakehouse",
  tables: [table(2 * i), table(2 * i + 1)],
});

/** How many jobs this run declares. */
const jobCount = () => Number(process.env.BENCH_JOBS);

/** The number of the first one: stacks that run at once have jobs of their own. */
const firstJob = () => Number(process.env.BENCH_FIRST_JOB ?? 0);

module.exports = { firstJob, jobCount, jobInputs, sourceId };
