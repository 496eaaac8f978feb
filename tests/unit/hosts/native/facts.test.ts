// The native host's facts: URNs in their dynamic form, lives, previews and settings.
import { dynamicForm, kindOf } from "../../../../provider/hosts/native/protocol/contract.js";
import { isResourceKind, resourceKinds, lifecycleOf } from "../../../../provider/registry.js";
import { lifeOf, markOf, newLife } from "../../../../provider/hosts/native/lives.js";
import { foreseen } from "../../../../provider/hosts/native/diff/preview.js";
import { changedSettings, checkSettings, settingsLookup } from "../../../../provider/hosts/native/settings.js";
import { stableOutputs } from "../../../../provider/hosts/native/diff/stable-outputs.js";
import { unknown } from "../../../../provider/lifecycle/properties/values.js";

const urn = (type: string, name = "sales") => `urn:pulumi:test::shop::${type}::${name}`;

describe("a URN", () => {
  it.each([
    ["alicloud-mms:index:MigrationJob", "pulumi-nodejs:dynamic/mms:MigrationJob"],
    [
      "alicloud-mms:index:Migration$alicloud-mms:index:MigrationJob",
      "alicloud-mms:index:Migration$pulumi-nodejs:dynamic/mms:MigrationJob",
    ],
    [
      "shop:index:Site$alicloud-mms:index:DataSource$alicloud-mms:index:MigrationJob",
      "shop:index:Site$pulumi-nodejs:dynamic/mms:DataSource$pulumi-nodejs:dynamic/mms:MigrationJob",
    ],
    ["alicloud-mms:index:Elsewhere", "alicloud-mms:index:Elsewhere"],
  ])("of type %s has the dynamic form %s", (native, dynamic) => {
    expect(dynamicForm(urn(native), isResourceKind)).toBe(urn(dynamic));
  });

  it("keeps a name with colons", () => {
    const native = urn("alicloud-mms:index:MigrationJob", "a::b");
    expect(dynamicForm(native, isResourceKind)).toBe(urn("pulumi-nodejs:dynamic/mms:MigrationJob", "a::b"));
    expect(kindOf(native)).toBe("MigrationJob");
  });
});

it("marks the lives of a resource, and a state keeps its mark", () => {
  const life = newLife();
  expect(newLife()).not.toEqual(life);
  expect(lifeOf({ ...life, name: "n" })).toEqual(life);
  expect(lifeOf({ name: "n" })).toEqual({});
  expect(markOf({ ...life, name: "n" })).toBe(life["__life"]);
  expect(markOf({ name: "n" })).toBe("");
});

describe("a preview", () => {
  const job = lifecycleOf("MigrationJob");

  it("shows what the program gives, and nothing else, of what is not there yet", () => {
    const shown = foreseen(job, { sourceId: "1", name: "n" });
    expect(shown).toMatchObject({ sourceId: "1", name: "n", jobId: unknown, status: unknown });
  });

  it("shows what no update changes of what is there, as far as it is known", () => {
    const before = { sourceId: "1", name: "n", jobId: "7", status: "DONE", previous: 1 };
    const shown = foreseen(job, { sourceId: "1" }, before);
    expect(shown).toMatchObject({ name: "n", jobId: "7", status: unknown, asyncTaskId: unknown });
  });

  it.each(resourceKinds)("of a %s names outputs that there are", (kind) => {
    expect(Object.keys(lifecycleOf(kind).outputs)).toEqual(expect.arrayContaining([...(stableOutputs[kind] ?? [])]));
  });
});

describe("settings", () => {
  it("are refused where there is no such setting", () => {
    const [failure, ...more] = checkSettings({ regoin: "x", region: "y", version: "1", __internal: {} });
    expect(more).toEqual([]);
    expect(failure).toEqual({
      property: "regoin",
      reason: 'the provider has no setting "regoin"; did you mean "region"?',
    });
  });

  it("are the same whichever host wrote them", () => {
    const olds = { "alicloud-mms:region": "r", "alicloud-mms:endpoints": '{"sts":"s","maxcompute":"m"}' };
    expect(changedSettings(olds, { region: "r", endpoints: { maxcompute: "m", sts: "s" } })).toEqual([]);
    expect(changedSettings(olds, { region: "q", endpoints: '{"maxcompute":"m","sts":"s"}' })).toEqual(["region"]);
  });

  it("are found under the package's own keys alone", () => {
    const look = settingsLookup({ region: "r", endpoints: { maxcompute: "m" }, maxAttempts: 3 });
    expect(look("alicloud-mms:region")).toBe("r");
    expect(look("alicloud-mms:endpoints")).toBe('{"maxcompute":"m"}');
    expect(look("alicloud-mms:maxAttempts")).toBe("3");
    expect(look("alicloud:region")).toBeUndefined();
  });
});
