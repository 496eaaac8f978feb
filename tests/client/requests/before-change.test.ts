// Every request that changes the service asks first whether it may, whichever operation it is: the table of operations says so.
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { type OperationName, operationNames, operationOf } from "../../../provider/mms/operations.js";
import { type Reply, type ScriptedService, startService } from "../../support/service/service.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";

let service: ScriptedService;
let replies: Reply[];

beforeEach(async () => {
  replies = [];
  service = await startService(() => replies.shift() ?? {});
});

afterEach(() => service.close());

const params = { sourceId: "1", jobId: "2", taskId: "3", timerId: "4", scanId: "5", dbId: "6", tableId: "7", body: {} };

const open = (mayChange: () => Promise<void>) =>
  createMmsClient(resolveConfig({ get: () => undefined, env: service.env }), new VirtualClock(), mayChange);

const call = (client: ReturnType<typeof open>, name: OperationName) =>
  client.call(name, { ...params, partitionId: "8", asyncTaskId: "9" } as never);

it.each(operationNames.filter((name) => operationOf(name).mutates))("sends no %s where it may not", async (name) => {
  const client = open(() => Promise.reject(new Error("nobody is there")));
  await expect(call(client, name)).rejects.toThrow("nobody is there");
  expect(service.asked).toEqual([]);
});

it("checks nothing before it reads", async () => {
  let asked = 0;
  const client = open(() => Promise.resolve(void (asked += 1)));
  const reads = operationNames.filter((name) => !operationOf(name).mutates);
  for (const name of reads) await call(client, name);
  expect(asked).toBe(0);
  expect(service.asked).toHaveLength(reads.length);
});

it("checks again before a request is sent again", async () => {
  let asked = 0;
  const client = open(async () => {
    asked += 1;
    if (asked > 1) throw new Error("nobody is there any more");
  });
  replies.push({ status: 503, body: { code: "ServiceUnavailable", message: "later", requestId: "R" } });
  await expect(client.stopMmsJob({ sourceId: "1", jobId: "2" })).rejects.toThrow("nobody is there any more");
  expect(service.asked).toHaveLength(1);
});
