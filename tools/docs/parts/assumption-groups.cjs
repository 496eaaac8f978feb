// Promises of the random sessions in groups, in the order of the table in docs/assumptions.md.
module.exports = {
  untold: "never twice without a word",
  twice: "never twice at a time",
  lost: "never lost",
  truth: "the state is true",
  calm: "a second run changes nothing",
  removed: "a destroy leaves what it should",
  ends: "runs succeed in the end",
};
