import * as pulumi from "@pulumi/pulumi";

import { withoutPulumiFrames } from "./pulumi-frames.js";

/** What a program declares cannot be had. Pulumi shows the sentence and no stack. */
export class Refusal extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    withoutPulumiFrames(this);
  }
}
