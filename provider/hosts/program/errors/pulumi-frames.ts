// Stacks of errors that end a program, which Pulumi prints.

const isPulumis = (line: string): boolean => /^\s+at .*[\\/]node_modules[\\/]@pulumi[\\/]/.test(line);

/**
 * An error without Pulumi's own frames, in it and in its causes. They do not help, and one kind of them costs a program half a
 * minute and gigabytes: Pulumi's source maps name files such as `node_modules/@pulumi/output.ts`, and Node 20 never ends to
 * look for the name of the package in such a line when it prints the error in colours.
 */
export function withoutPulumiFrames<Thrown>(thrown: Thrown): Thrown {
  if (!(thrown instanceof Error)) return thrown;
  const lines = thrown.stack?.split("\n").filter((line) => !isPulumis(line));
  if (lines !== undefined) thrown.stack = lines.join("\n");
  withoutPulumiFrames(thrown.cause);
  return thrown;
}
