import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { itemsNamed } from "../../../provider/mms/pages.js";
import { type ScriptedService, startService } from "../../support/service/service.js";
import type { MmsClient } from "../../../provider/mms/call.js";

let service: ScriptedService;
let client: MmsClient;
let rows: { id: number; name: string }[];
/** What happens before a page is answered, by the number of the request. */
let meanwhile: (request: number) => void;
/** How many items a page has at most, whatever is asked for. */
let mostOfPage: number;
let shape: (page: { total: number; pageNum: number; pageSize: number; objectList: unknown[] }) => object;

const row = (id: number) => ({ id, name: `job-${id}` });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

beforeEach(async () => {
  meanwhile = () => undefined;
  shape = (page) => page;
  mostOfPage = 10;
  service = await startService(({ query }, index) => {
    meanwhile(index);
    const pageNum = Number(query["pageNum"]);
    const pageSize = Math.min(mostOfPage, Number(query["pageSize"]));
    const objectList = rows.slice((pageNum - 1) * pageSize, pageNum * pageSize);
    return { body: { requestId: "R", data: shape({ total: rows.length, pageNum, pageSize, objectList }) } };
  });
  client = createMmsClient(resolveConfig({ get: () => undefined, env: service.env }));
});

afterEach(() => service.close());

async function ids(): Promise<number[]> {
  const seen: number[] = [];
  for await (const { id } of client.iterate("ListMmsJobs", { sourceId: "7" })) seen.push(Number(id));
  return seen;
}

test.each([0, 1, 9, 10, 11, 100, 101])(
  "all of %s items come, once, also when pages are smaller than requested",
  async (count) => {
    rows = range(1, count).map(row);
    expect(await ids()).toEqual(range(1, count));
    expect(service.asked).toHaveLength(Math.max(1, Math.ceil(count / 10)));
  },
);

test.each([
  [
    "without a total",
    ({ objectList, pageSize }: { objectList: unknown[]; pageSize: number }) => ({ objectList, pageSize }),
  ],
  ["without a page size", ({ objectList, total }: { objectList: unknown[]; total: number }) => ({ objectList, total })],
])("all items come from answers %s", async (_name, reshaped) => {
  shape = reshaped;
  rows = range(1, 35).map(row);
  expect(await ids()).toEqual(range(1, 35));
});

test.each([
  [3, 300],
  [1_000, 1_000],
  [1_001, 1_000],
  [2_500, 1_000],
])("all of %s items come although `total` counts the items of the page (total-is-true)", async (count, most) => {
  mostOfPage = most;
  shape = (page) => ({ ...page, total: page.objectList.length });
  rows = range(1, count).map(row);
  expect(await ids()).toEqual(range(1, count));
});

test("an item that moves to a later page comes once", async () => {
  rows = range(1, 30).map(row);
  meanwhile = (request) => {
    if (request === 1) rows = [row(99), ...rows];
  };
  const seen = await ids();
  expect(new Set(seen).size).toBe(seen.length);
  expect(range(1, 30).every((id) => seen.includes(id))).toBe(true);
});

test("an item that moves to a page already read is not lost", async () => {
  rows = range(1, 30).map(row);
  meanwhile = (request) => {
    if (request === 1) rows = rows.slice(3);
  };
  const seen = await ids();
  expect(new Set(seen).size).toBe(seen.length);
  expect(range(4, 30).every((id) => seen.includes(id))).toBe(true);
});

test("a list that keeps shrinking is not read for ever", async () => {
  rows = range(1, 100).map(row);
  meanwhile = () => void (rows = rows.slice(1));
  await ids();
  expect(service.asked.length).toBeLessThan(40);
});

test("only items of exactly the name are taken from what LIKE finds", async () => {
  rows = [row(1), { id: 2, name: "a_b" }, { id: 3, name: "axb" }, { id: 4, name: "A_B" }, { id: 5, name: "a_b " }];
  const found = await itemsNamed(client, "ListMmsJobs", { sourceId: "7" }, "a_b");
  expect(found.map(({ id }) => id)).toEqual(["2"]);
  expect(service.asked[0]?.query["name"]).toBe("a_b");
});

test("a backslash in a name does not escape in LIKE", async () => {
  rows = [{ id: 1, name: "a\\b" }];
  expect(await itemsNamed(client, "ListMmsJobs", { sourceId: "7" }, "a\\b")).toHaveLength(1);
  expect(service.asked[0]?.query["name"]).toBe("a_b");
});
