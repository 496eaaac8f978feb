// The pipelines and manifests of examples/gitops have what docs/gitops.md promises of them.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse, parseAllDocuments } from "yaml";

const root = resolve(__dirname, "../..");
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const engine = /version: "v([\d.]+)"/.exec(text("tools/engine/facts.mjs"))?.[1];

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": string };
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly with?: object }[] }>
  >;
}
interface GitlabJob {
  readonly resource_group?: string;
  readonly interruptible?: boolean;
}

const github = text("examples/gitops/github/migration.yml");
const gitlab = text("examples/gitops/gitlab/.gitlab-ci.yml");
const workflow = parse(github) as Workflow;
const pipeline = parse(gitlab) as Readonly<Record<string, GitlabJob>>;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

it("pins every action by its commit, and Pulumi by the version that is tested", () => {
  for (const line of github.split("\n").filter((one) => one.includes("uses:"))) {
    expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  }
  expect(steps.find(({ uses }) => uses?.startsWith("pulumi/actions"))?.with).toEqual({ "pulumi-version": engine });
  expect(gitlab).toContain(`image: pulumi/pulumi-nodejs:${engine}\n`);
  expect(text("examples/gitops/operator/Dockerfile")).toContain(`FROM pulumi/pulumi:${engine}-nonroot\n`);
});

it("stores no key, and requires no right that it does not need", () => {
  expect(`${github}${gitlab}`).not.toMatch(/access_?key|secret_?key/i);
  expect(workflow.permissions).toEqual({ contents: "read", "id-token": "write", "pull-requests": "write" });
});

it("lets no two runs of a stack meet, and cancels none", () => {
  expect(workflow.concurrency.group).toContain("migration-prod");
  expect(workflow.concurrency["cancel-in-progress"]).toBe("${{ github.event_name == 'pull_request' }}");
  for (const job of ["up", "drift"]) expect(pipeline[job]?.resource_group).toBe("migration-prod");
  expect(pipeline["up"]?.interruptible).toBe(false);
});

it("has a manifest of each kind, none with a floating image", () => {
  const folder = "examples/gitops/operator";
  const manifests = readdirSync(join(root, folder)).filter((name) => name.endsWith(".yaml"));
  const all = manifests.flatMap((name) =>
    parseAllDocuments(text(join(folder, name))).map((one) => one.toJS() as object),
  );
  const kinds = all.map((one) => (one as { kind: string }).kind);
  expect(kinds.sort()).toEqual(["ClusterRoleBinding", "Namespace", "Program", "ServiceAccount", "Stack", "Workspace"]);
  expect(JSON.stringify(all)).not.toMatch(/:latest/);
  for (const image of JSON.stringify(all).match(/"image":"[^"]+"/g) ?? []) expect(image).toMatch(/:\d+\.\d+\.\d+"$/);
  const stack = all.find((one) => (one as { kind: string }).kind === "Stack");
  expect(stack).toMatchObject({
    spec: { refresh: true, continueResyncOnCommitMatch: true, resyncFrequencySeconds: 3600 },
  });
});
