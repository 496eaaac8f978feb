// The whole life, on the real engine, of every kind of resource that makes something on the service.
import { resourceKinds } from "../../../provider/registry.js";
import { describeMatrix } from "../../support/lives/lifecycle-matrix.js";
import { made } from "../../support/lives/lifecycle-rows-made.js";
import { makingNothing } from "../../support/lives/lifecycle-rows-mappings.js";

// Each test runs the engine several times over.
jest.setTimeout(300_000);

it("has a row for every kind of resource, here or beside the mappings", () => {
  const rows = [...made, ...makingNothing].map(({ kind }) => kind);
  expect(rows.sort()).toEqual([...resourceKinds].sort());
});

describeMatrix(made);
