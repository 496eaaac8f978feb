// States that released versions have left, each of them read by this one: nothing to change, or the same work gone on with.
// `npm run record-states` writes those of the present version with this file's other half.
import { packageVersion } from "../../provider/version.js";
import { type Host, hosts } from "../support/states/programs.js";
import {
  type Course,
  record,
  recordedVersions,
  type Recording,
  recordingOf,
  restore,
} from "../support/states/recording.js";
import { type ScenarioName, scenarios } from "../support/states/scenarios.js";

jest.setTimeout(600_000);

const names = Object.keys(scenarios) as ScenarioName[];
const records = process.env["MMS_RECORD_STATES"] === "yes";

const stacks = recordedVersions().flatMap((version) =>
  hosts.flatMap((host) =>
    names.flatMap((name) => {
      const recording = recordingOf(version, host, name);
      return recording === undefined ? [] : [{ version, host, name, recording }];
    }),
  ),
);

/** What a step sends, whichever of the resources that do not depend on each other the engine takes first. */
const inAnyOrder = (sent: readonly string[]): string[] => [...sent].sort();

async function isReadAsRecorded(course: Course, { fails, then }: Recording): Promise<void> {
  const holds = async (step: ReturnType<Course["step"]>, expected: readonly string[]): Promise<void> => {
    const { run, sent } = await step;
    expect({ code: run.code, sent: inAnyOrder(sent), output: run.code === 0 ? "" : run.output }).toEqual({
      code: 0,
      sent: inAnyOrder(expected),
      output: "",
    });
  };
  await holds(
    course.step((project) => project.up(...(fails ? [] : ["--expect-no-changes"]))),
    then.up,
  );
  await holds(
    course.step((project) => project.refresh("--expect-no-changes")),
    then.refresh,
  );
  await holds(
    course.step((project) => project.destroy()),
    then.destroy,
  );
}

if (records) {
  const all = hosts.flatMap((host) => names.map((name): [Host, ScenarioName] => [host, name]));
  it.each(all)("records the %s host's stack %s", (host, name) => record(packageVersion, host, name));
} else {
  it.each(stacks)("reads the state $name of version $version on the $host host", async ({ host, recording }) => {
    const course = await restore(host, recording);
    try {
      await isReadAsRecorded(course, recording);
    } finally {
      await course.close();
    }
  });
}
