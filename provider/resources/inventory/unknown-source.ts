// A resource whose data source is not there: the service's "not found" says which call failed, and not which input is wrong.
import type { Context, Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import type { State } from "../../lifecycle/types.js";
import { MmsError, NotFoundError } from "../../mms/errors.js";
import { sentence } from "../../mms/text/sentence.js";
import type { MmsService } from "../base/service.js";
import { sourceIdHint } from "./hints.js";

/** The data source that an input names is not there. */
export class UnknownSourceError extends MmsError {
  constructor(sourceId: string, cause: NotFoundError) {
    super(
      `sourceId: there is no data source ${sourceId} in this region and account; ${sourceIdHint}. If the id is right, check ` +
        sentence(`the region, the endpoint and the account. ${cause.problem}`),
      { cause },
    );
  }
}

/** The same failure in words of the inputs, where the service does not know the source itself: calls that name nothing else say so. */
function inWordsOfInputs(error: unknown, { sourceId }: State): unknown {
  if (error instanceof ResourceNotReadyError) {
    const cause = inWordsOfInputs(error.cause, { sourceId });
    return cause === error.cause ? error : new ResourceNotReadyError(error.id, error.state, cause);
  }
  const isSource = error instanceof NotFoundError && error.object === `source ${String(sourceId)}`;
  return isSource && !isEmpty(sourceId) ? new UnknownSourceError(String(sourceId), error) : error;
}

/** A lifecycle whose creates and updates name `sourceId` where the service knows no such source. */
export function namingItsSource(lifecycle: Lifecycle<MmsService>): Lifecycle<MmsService> {
  const explained = async <Result>(inputs: State, verb: () => Promise<Result>): Promise<Result> => {
    try {
      return await verb();
    } catch (error) {
      throw inWordsOfInputs(error, inputs);
    }
  };
  return {
    ...lifecycle,
    create: (inputs, context: Context<MmsService>) => explained(inputs, () => lifecycle.create(inputs, context)),
    update: (existing, inputs, context) => explained(inputs, () => lifecycle.update(existing, inputs, context)),
  };
}
