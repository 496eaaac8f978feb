// Which resource of a run has which object, and in which life.
import { Holders } from "../../../provider/hosts/serving/holders.js";

const createdFirst = "do not";
const jobs = () => new Holders({ kind: "MigrationJob", areOwn: true, createdFirst });
const gates = () => new Holders({ kind: "MigrationGate", areOwn: false, createdFirst });

it("leaves alone what another life of a resource has taken over, whether that was made or compared", () => {
  const [made, kept] = [jobs(), jobs()];
  made.make("7", "u::a", "second");
  kept.hold("u::a", []);
  kept.keep("7", "u::a", "second");
  for (const holders of [made, kept]) {
    expect(holders.reasonToLeave("7", "u::a", "first")).toBe(
      "its replacement was made first, found it and took it over; do not",
    );
    expect(holders.reasonToLeave("7", "u::a", "")).toBeDefined();
    expect(holders.reasonToLeave("7", "u::a", "second")).toBeUndefined();
    expect(holders.reasonToLeave("8", "u::a", "first")).toBeUndefined();
  }
});

it("leaves alone what another resource has taken over, whatever its life, until that lets go", () => {
  const holders = jobs();
  holders.make("7", "u::b", "one");
  expect(holders.reasonToLeave("7", "u::a", "one")).toBe('MigrationJob "b" has taken it over');
  holders.release("7", "u::a");
  expect(holders.reasonToLeave("7", "u::a", "one")).toBeDefined();
  holders.release("7", "u::b");
  expect(holders.reasonToLeave("7", "u::a", "one")).toBeUndefined();
});

it("refuses two resources that turn out to be one object", () => {
  const holders = jobs();
  holders.make("7", "u::a", "one");
  expect(() => holders.make("7", "u::b", "two")).toThrow(
    'MigrationJob "a" and MigrationJob "b" are both 7, and each would undo the other',
  );
});

it("keeps the lives of resources apart that may share an object", () => {
  const holders = gates();
  holders.make("7", "u::a", "one");
  holders.make("7", "u::b", "two");
  expect(holders.reasonToLeave("7", "u::a", "one")).toBeUndefined();
  expect(holders.reasonToLeave("7", "u::a", "before")).toBeDefined();
});

it("forgets the life whose state a later verb changes, where no mark goes on with it", () => {
  const holders = jobs();
  holders.make("7", "u::a", "state");
  holders.follow("7", "u::b", undefined);
  expect(holders.reasonToLeave("7", "u::a", "other")).toBeDefined();
  holders.follow("7", "u::a", undefined);
  expect(holders.reasonToLeave("7", "u::a", "other")).toBeUndefined();
});

it("notes nothing of a comparison before any check: a refresh compares what the program may not declare", () => {
  const holders = jobs();
  holders.keep("7", "u::a", "one");
  expect(() => holders.make("7", "u::b", "two")).not.toThrow();
});
