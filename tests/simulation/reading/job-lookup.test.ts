// Looks for a job by its name where the list's name filter does less than it is thought to.
import { job, many, ScriptedJobs } from "../../support/sessions/scripted-jobs.js";

const prefix = "sales-0123abcd-";
const name = `${prefix}89abcdef`;

let service: ScriptedJobs;

beforeEach(async () => {
  service = new ScriptedJobs();
  await service.open();
  service.put(...many(30).map((id) => job(id)), job(31, { name }));
});

afterEach(() => service.close());

const look = async () => (await service.observer().beginningWith("1", prefix, name)).map(({ id }) => id);

it("finds it where the filter takes whole names only", async () => {
  expect(await look()).toEqual(["31"]);
});

it("finds it among the newest jobs where the filter knows no job names", async () => {
  service.refuse = ({ query }) =>
    query["name"] === undefined
      ? undefined
      : { body: { requestId: "R", data: { total: 0, pageNum: 1, pageSize: 1_000, objectList: [] } } };
  expect(await look()).toEqual(["31"]);
});

it("finds it by its full name where the newest jobs are others", async () => {
  service.mostPerPage = 10;
  expect(await look()).toEqual(["31"]);
  expect(service.lists()).toBe(3);
});

it("reads one page, and nothing else, where that page is the whole list", async () => {
  service.jobs.delete("31");
  expect(await look()).toEqual([]);
  expect(service.lists()).toBe(1);
});

it("serves many questions of one moment from one page", async () => {
  service.mostPerPage = 10;
  const observer = service.observer();
  const names = many(3).map((id) => `other-${id}`);
  await Promise.all(names.map((one) => observer.beginningWith("1", `${one}-`, one)));
  expect(service.lists()).toBeLessThanOrEqual(7);
});
