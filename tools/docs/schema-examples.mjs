// Examples in the descriptions of the schema, in the form that Pulumi's Registry and SDKs read.

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
