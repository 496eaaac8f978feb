// The platforms that a release has an archive of the native plugin for, and what things are called there. Names alone: each archive
// is made on its own platform, and the names of all can be tested on any.

/** By what Node calls them. */
const systems = { linux: "linux", darwin: "darwin", win32: "windows" };
const architectures = { x64: "amd64", arm64: "arm64" };

/** Pulumi's names of the platforms in a release. */
export const released = ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64", "windows-amd64"];

/**
 * What Pulumi calls a platform.
 *
 * @param {string} platform as `process.platform`
 * @param {string} arch as `process.arch`
 */
export function platformName(platform, arch) {
  const os = systems[/** @type {keyof typeof systems} */ (platform)];
  const machine = architectures[/** @type {keyof typeof architectures} */ (arch)];
  if (os === undefined || machine === undefined) throw new Error(`Pulumi has no plugins for ${platform} on ${arch}`);
  return `${os}-${machine}`;
}

/** The executable in the archive, which the engine looks for by this name. @param {string} platform as `process.platform` */
export const programName = (platform) => `pulumi-resource-alicloud-mms${platform === "win32" ? ".exe" : ""}`;

/** The archive, which `pulumi plugin install` asks a release for. @param {string} version @param {string} name */
export const archiveName = (version, name) => `pulumi-resource-alicloud-mms-v${version}-${name}.tar.gz`;

/** How a path of any platform ends: the bundler gives its own, with backslashes on Windows. @param {string} end with slashes */
export const pathPattern = (end) => new RegExp(`[\\\\/]${end.replaceAll(".", "\\.").replaceAll("/", "[\\\\/]")}$`);
