import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const text = (path: string): string => readFileSync(join(root, path), "utf8");

it("shows the quickstart in the README as it is", () => {
  const [, program] = /```ts\n(.*?)```/s.exec(text("README.md")) ?? [];
  expect(program).toBe(text("examples/quickstart/index.ts"));
});
