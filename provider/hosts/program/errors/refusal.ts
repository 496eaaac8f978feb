import * as pulumi from "@pulumi/pulumi";

import { withPage } from "../../../errors/pages.js";
import { withoutPulumiFrames } from "./pulumi-frames.js";

/** What a program declares is not possible. Pulumi shows the sentence and no stack. */
export class Refusal extends pulumi.RunError {
  constructor(message: string) {
    super(withPage(new.target, message));
    withoutPulumiFrames(this);
  }
}
