// How each kind is imported, loaded at the first import of one.
import type { MmsService } from "../../resources/service.js";
import type { Importer } from "./import.js";

const importers: Readonly<Record<string, () => Importer<MmsService>>> = {};

/** The importer of a kind. */
export const importerOf = (kind: string): Importer<MmsService> | undefined => importers[kind]?.();
