// The whole life, on the real engine, of every kind of resource that changes, awaits or plans what is there.
import { describeMatrix } from "../../support/lives/lifecycle-matrix.js";
import { makingNothing } from "../../support/lives/lifecycle-rows-mappings.js";

// Each test runs the engine several times over.
jest.setTimeout(300_000);

describeMatrix(makingNothing);
