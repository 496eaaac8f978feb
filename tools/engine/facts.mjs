// What the engine tool knows: versions, addresses and the recipe of the Go build. Facts only, no verbs.
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL(".//", import.meta.url));

export const engineFacts = {
  /** The version that is downloaded or built. */
  version: "v3.255.0",
  /** The newest CLI that is served as a Go module, for the support matrix alone. */
  newest: {
    version: "v3.276.0",
    module: { folder: `${modules}cli-newest`, package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
  },
  /** The oldest engine on PATH that is good enough: the first that hands the stack's configuration to a dynamic provider. */
  oldest: "v3.139.0",
  /**
   * The hosts of further languages, made only where they are asked for: their programs, and what each is built of. The last
   * version of a module that has the host inside is good enough: the protocol between engine and host has only grown since.
   */
  hosts: {
    yaml: {
      programs: ["pulumi-language-yaml", "pulumi-converter-yaml"],
      modules: [
        { folder: `${modules}cli`, package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml" },
        { folder: `${modules}cli`, package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-converter-yaml" },
      ],
    },
    python: {
      programs: ["pulumi-language-python", "pulumi-language-python-exec"],
      modules: [
        { folder: `${modules}python`, package: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python" },
      ],
      /** A script of the module's that the host starts. */
      scripts: [{ module: "github.com/pulumi/pulumi/sdk/v3", file: "python/cmd/pulumi-language-python-exec" }],
    },
    /** No host, but made the same way: it generates SDKs from a schema, as the CLI does with hosts newer than these. */
    sdk: { programs: ["gen-sdk"], modules: [{ folder: `${modules}gen-sdk`, package: "gen-sdk" }] },
    /** The same for Java and .NET, whose generators are of other versions of Pulumi's module. */
    "sdk-jvm-net": {
      programs: ["gen-sdk-jvm-net"],
      modules: [{ folder: `${modules}gen-sdk-jvm-net`, package: "gen-sdk-jvm-net" }],
    },
    go: {
      programs: ["pulumi-language-go"],
      modules: [{ folder: `${modules}go`, package: "github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go" }],
    },
    java: {
      programs: ["pulumi-language-java"],
      modules: [{ folder: `${modules}java`, package: "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java" }],
    },
  },
  /** The programs an engine consists of. */
  programs: ["pulumi", "pulumi-language-nodejs"],
  download: {
    /** The vendor's own download host; `MMS_ENGINE_MIRROR` puts a mirror in its place. */
    releases: "https://get.pulumi.com/releases/sdk",
    checksums: "https://github.com/pulumi/pulumi/releases/download",
    /** A host that has not begun to answer after this long is taken for unreachable. */
    answerSeconds: 10,
    /** A download that has brought no byte for this long is given up. */
    stallSeconds: 30,
  },
  build: {
    /** Each module pins its dependencies in go.mod and go.sum. */
    modules: [
      { folder: `${modules}nodejs-host`, package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs" },
      { folder: `${modules}cli`, package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
    ],
    tags: "osusergo,grpcnotrace",
    versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
    /** From here on Go fetches by itself the toolchain a go.mod asks for. */
    oldestGo: "go1.21",
  },
};

/** The exact text of the advice given when no engine is available. */
export const engineAdvice =
  "Install Pulumi (https://www.pulumi.com/docs/install/) or Go 1.26 (https://go.dev/dl/), put it on PATH and try again.";
