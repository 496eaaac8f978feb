// Small readings that several resources share: what a response means where the service is not plain.
import { hasEnded, readsFailed } from "../../mms/jobs/job-status.js";
import { NotFoundError } from "../../mms/errors.js";
import type { AsyncTask } from "../../mms/models.js";

/** A text, or nothing: the literal "null" is how some responses spell an absent one. */
export const textOf = (value: unknown): string | undefined =>
  typeof value !== "string" || value === "" || value === "null" ? undefined : value;

/** What a call returns, or `undefined` where its object is not there. Nothing but a plain "not found" counts. */
export async function undefinedIfNotFound<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** How an async task ended. Only `running` and `errorMsg` are relied on; its statuses are not published. Assumes async-end. */
export type AsyncTaskResult =
  { readonly kind: "running" } | { readonly kind: "done" } | { kind: "failed"; reason: string };

/** Whether an async task has ended, and how. */
export function asyncTaskResult(task: AsyncTask): AsyncTaskResult {
  const reason = textOf(task.errorMsg);
  if (!hasEnded(task)) return { kind: "running" };
  const failed = reason !== undefined || readsFailed(task);
  return failed
    ? { kind: "failed", reason: reason ?? textOf(task.result) ?? "the service gives no reason" }
    : { kind: "done" };
}
