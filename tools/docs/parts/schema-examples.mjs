// Examples in the descriptions of the schema, in the form that Pulumi's Registry and SDKs read.

import { examplePrograms } from "../programs/facts.mjs";
import { blocksOf } from "../programs/print.mjs";

const end = "\n\n{{% /example %}}";

/** Puts the example of each resource in the other languages beside the one of its docstring. @param {Record<string, any>} resources */
export function inEachLanguage(resources) {
  const described = Object.entries(resources).map(([token, resource]) => {
    const program = examplePrograms[token.split(":").at(-1) ?? ""];
    if (program === undefined) return [token, resource];
    const blocks = blocksOf(program, resources).join("\n");
    return [token, { ...resource, description: resource.description.replace(end, () => `\n${blocks}${end}`) }];
  });
  return Object.fromEntries(described);
}

/** @param {string} _name @param {string | undefined} typescript the example of the docstring, as a code block */
export function exampleOf(_name, typescript) {
  if (typescript === undefined) return "";
  const code = typescript.replace(/^```ts\n/, "```typescript\n");
  return [
    "{{% examples %}}",
    "## Example Usage",
    "{{% example %}}",
    "",
    code,
    "",
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n");
}
