import { unloadable } from "../../../provider/mms/http/transport.js";

it("says what an installer that hides undeclared packages needs, and leaves every other failure as it is", () => {
  const missing = Object.assign(new Error("Cannot find module 'debug'\nRequire stack:\n- /a/b.js"), {
    code: "MODULE_NOT_FOUND",
  });
  expect(unloadable(missing)).toMatchObject({
    name: "MmsConfigError",
    message: expect.stringMatching(
      /^Alibaba's SDK cannot be loaded: Cannot find module 'debug'\. Where .*"packageExtensions": .* and install again$/,
    ) as string,
  });
  const fault = new TypeError("a fault");
  expect(unloadable(fault)).toBe(fault);
});
