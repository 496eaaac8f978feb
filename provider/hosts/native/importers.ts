// How each kind is imported, loaded at the first import of one.
import type { MmsService } from "../../resources/service.js";
import type { Importer } from "./import.js";

/** The importer of a kind. */
export const importerOf =
  (kind: string): Importer<MmsService> =>
  (id, context) => {
    const one = (require("./imports.js") as typeof import("./imports.js")).importers[kind];
    if (one === undefined) throw new Error(`a ${kind} cannot be imported`);
    return one(id, context);
  };
