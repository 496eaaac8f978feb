// The service's refusals, in its form.

/** A refusal: thrown by operations, written by the server. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly accessDeniedDetail?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

export const notFound = (what: string, id: string): Refusal =>
  new Refusal(404, "OBJECT_NOT_EXIST", `The ${what} ${id} does not exist.`);
export const badParameter = (message: string): Refusal => new Refusal(400, "InvalidParameter", message);
