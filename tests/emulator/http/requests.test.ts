// Requests of any content: the emulator takes them or refuses them in the service's form, and never breaks.
import fc from "fast-check";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { MmsApiError } from "../../../provider/mms/errors.js";
import { requestSchemas } from "../../../provider/mms/generated/request-schemas.js";
import { operationNames, operationOf, type OperationName } from "../../../provider/mms/operations.js";
import type { MmsClient } from "../../../provider/mms/call.js";

let emulator: Emulator;
let client: MmsClient;

beforeAll(async () => {
  emulator = await startEmulator({ clock: "manual" });
  client = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }));
});
afterAll(() => emulator.close());

type Call = (name: OperationName, params: object) => Promise<unknown>;

const ids = fc.constantFrom("2000015", "101", "115", "1", "9007199254740993");
const anything = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 2 }),
  ids,
  fc.constant("INIT"),
);
const some = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names, "undocumented"), anything, { maxKeys: 4 });

/** Parameters of an operation: sensible or not. */
function paramsOf(name: OperationName): fc.Arbitrary<object> {
  const { query, body } = requestSchemas[name] ?? { query: {} };
  const inPath = [...operationOf(name).path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter ?? "");
  const path = fc.record(Object.fromEntries(inPath.map((parameter) => [parameter, ids])));
  const fields = Object.keys((body as { properties?: object } | undefined)?.properties ?? {});
  return fc
    .tuple(path, some(Object.keys(query)), fields.length > 0 ? some(fields) : fc.constant(undefined))
    .map(([at, asked, sent]) => ({ ...at, query: asked, ...(sent ? { body: sent } : {}) }));
}

async function statusOf(name: OperationName, params: object): Promise<number> {
  try {
    await (client.call as unknown as Call)(name, params);
    return 200;
  } catch (error) {
    if (!(error instanceof MmsApiError)) throw error;
    expect(error.code).toMatch(/^[A-Z]/);
    expect(error.requestId).toMatch(/^[0-9A-F-]{36}$/i);
    return error.status;
  }
}

describe("any request", () => {
  it.each(operationNames)("of %s gets a response or a refusal, and never an error of the emulator", async (name) => {
    await fc.assert(
      fc.asyncProperty(paramsOf(name), async (params) => {
        const status = await statusOf(name, params);
        expect(status === 200 || (status >= 400 && status < 500)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it("that names an undocumented parameter is refused", async () => {
    expect(await statusOf("ListMmsJobs", { sourceId: "2000015", query: { colour: "red" } })).toBe(400);
    expect(
      await statusOf("CreateMmsJob", { sourceId: "2000015", body: { name: "n", srcDbName: "sales", colour: "red" } }),
    ).toBe(400);
  });

  it("of a wrong type is refused", async () => {
    expect(
      await statusOf("CreateMmsJob", {
        sourceId: "2000015",
        body: { name: "n", srcDbName: "sales", tables: "orders" },
      }),
    ).toBe(400);
    expect(await statusOf("ListMmsJobs", { sourceId: "2000015", query: { pageNum: "first" } })).toBe(400);
  });
});
