/** A layer of the sources; see tools/layers.cjs. */
export interface Layer {
  readonly name: string;
  readonly files: RegExp;
  readonly mayImport: RegExp;
  readonly why: string;
}

export declare function layerOf(path: string): Layer | undefined;
