// Ends a program on a Node or an SDK that is too old. Imported first, before anything that would fail on them in worse words.
import { RunError } from "@pulumi/pulumi/errors.js";
import { version } from "@pulumi/pulumi/version.js";

import { tooOld } from "../../../requirements.js";

const complaint = tooOld({ node: process.versions.node, sdk: version });
if (complaint !== undefined) throw new RunError(complaint);
