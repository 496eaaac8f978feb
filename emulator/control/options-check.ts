// Refuses options of `startEmulator` that are not of the documented form.
import Ajv from "ajv";

import { switchIds } from "../switches.js";
import { policySchema } from "./command-facts.js";
import { refuse, validatorOptions } from "./complaint.js";

const key = {
  type: "object",
  writeOnly: true,
  properties: {
    secret: { type: "string", writeOnly: true },
    securityToken: { type: "string", writeOnly: true },
    expiresAt: { type: "number" },
    policy: policySchema,
  },
  required: ["secret"],
  additionalProperties: false,
};
const checkGiven = new Ajv(validatorOptions).compile({
  type: "object",
  properties: {
    port: { type: "integer", minimum: 0, maximum: 65_535 },
    host: { type: "string", minLength: 1 },
    seed: { type: "string" },
    // This and the time zone are checked where time is made of them.
    clock: {},
    ids: { enum: ["small", "beyondDoubles"] },
    overlap: { enum: ["refused", "allowed"] },
    timeZone: { type: "string" },
    assumptions: {
      type: "object",
      properties: Object.fromEntries(switchIds.map((id) => [id, { type: "boolean" }])),
      additionalProperties: false,
    },
    requestsPerSecond: { type: "number", exclusiveMinimum: 0 },
    keys: { type: "object", writeOnly: true, additionalProperties: key },
  },
  additionalProperties: false,
});

/** Throws for options of `startEmulator` that are not of the documented form. */
export function checkOptions(options: object): void {
  const meant = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  if (!checkGiven(meant)) refuse("startEmulator", checkGiven);
}
