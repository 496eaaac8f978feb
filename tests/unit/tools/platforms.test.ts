// Names in a release on every platform, as `pulumi plugin install` asks for them: no platform but this one is needed to test them.
import { toolSays } from "../../support/tools/answers.js";

const say = (expression: string): unknown => toolSays("tools/release/platforms.mjs", expression);

it.each([
  ["linux", "x64", "linux-amd64", "pulumi-resource-alicloud-mms"],
  ["linux", "arm64", "linux-arm64", "pulumi-resource-alicloud-mms"],
  ["darwin", "x64", "darwin-amd64", "pulumi-resource-alicloud-mms"],
  ["darwin", "arm64", "darwin-arm64", "pulumi-resource-alicloud-mms"],
  ["win32", "x64", "windows-amd64", "pulumi-resource-alicloud-mms.exe"],
])("knows %s on %s as %s, with the executable %s", (platform, arch, name, program) => {
  const told = say(
    `[it.platformName("${platform}", "${arch}"), it.programName("${platform}"), it.archiveName("1.2.3", "${name}"), it.released]`,
  ) as [string, string, string, string[]];
  expect(told.slice(0, 3)).toEqual([name, program, `pulumi-resource-alicloud-mms-v1.2.3-${name}.tar.gz`]);
  expect(told[3]).toContain(name);
});

it("refuses a platform that Pulumi has no name for", () => {
  expect(() => say('it.platformName("aix", "ppc64")')).toThrow("Pulumi has no plugins for aix on ppc64");
});

it("knows a file by the end of its path, with the slashes of any platform", () => {
  const paths = [
    "/a/provider/version.ts",
    "C:\\a\\provider\\version.ts",
    "/a/provider/versionxts",
    "/a/my-provider/version.ts",
  ];
  const found = say(`${JSON.stringify(paths)}.filter((path) => it.pathPattern("provider/version.ts").test(path))`);
  expect(found).toEqual(paths.slice(0, 2));
});
