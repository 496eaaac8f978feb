// What `pulumi package add <folder or repository>/plugin` runs: the native plugin of the npm package, and nothing of its own. The
// folder is not the package's root, since Pulumi takes a module that exports a component for a host of components.
const { dirname, join } = require("node:path");

require(join(dirname(require.resolve("pulumi-alicloud-mms/package.json")), "dist", "provider", "plugin.js"));
