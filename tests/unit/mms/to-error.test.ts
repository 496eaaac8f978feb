// What a failed request is taken for where little was seen of it.
import { toMmsError } from "../../../provider/mms/http/to-error.js";

const call = { operation: "CreateMmsJob", resource: "acs:odps:*:*:*", host: "mms", ids: "" } as never;
const failed = (code: string) => Object.assign(new Error("lost"), { code });

it.each([
  ["a cut connection, of whose request nothing was seen", "ECONNRESET", {}, true],
  ["no response, to a request of which nothing was seen", "ETIMEDOUT", {}, true],
  ["a cut connection that never stood", "ECONNRESET", { sent: false }, false],
  ["a refused connection", "ECONNREFUSED", {}, false],
  ["a name that is not known", "ENOTFOUND", {}, false],
])("%s: whether it may have been sent", (_what, code, wire, sent) => {
  expect(toMmsError(failed(code), call, { headers: {}, ...wire })).toMatchObject({ name: "MmsConnectionError", sent });
});
