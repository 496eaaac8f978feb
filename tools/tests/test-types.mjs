// `npm run test:types`: compiles the packed declarations in every kind of project, where `npm test` takes a few of each compiler.
process.env.MMS_TYPES = "all";
process.argv.push("--selectProjects", "package", "--testPathPatterns", "package/types");
await import("../test.mjs");
