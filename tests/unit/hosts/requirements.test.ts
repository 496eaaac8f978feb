import { tooOld } from "../../../provider/requirements.js";

it.each([
  ["18.20.4", "3.248.0", /needs Node 20 or later; this is Node 18\.20\.4/],
  ["20.0.0", "3.138.1", /needs @pulumi\/pulumi 3\.139 or later; this project has 3\.138\.1/],
  ["22.1.0", "2.300.0", /needs @pulumi\/pulumi 3\.139 or later/],
  ["20.0.0", "3.139.0", undefined],
  ["24.0.0", "4.0.0", undefined],
  ["22.0.0", "3.139.0-dev.7", undefined],
  ["22.0.0", "${VERSION}", undefined],
  ["22.0.0", undefined, undefined],
])("says of Node %s and the SDK %s what is too old", (node, sdk, expected) => {
  const said = tooOld({ node, ...(sdk === undefined ? {} : { sdk }) });
  if (expected === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(expected);
});
