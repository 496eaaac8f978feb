// Runs contestants in turn, and each round in another order, so that what the machine does meanwhile meets all alike.

/**
 * @template Result
 * @param {readonly string[]} contestants
 * @param {number} rounds
 * @param {(contestant: string) => Promise<Result>} run
 * @returns {Promise<Record<string, Result[]>>}
 */
export async function alternate(contestants, rounds, run) {
  /** @type {Record<string, Result[]>} */
  const results = Object.fromEntries(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round += 1) {
    const turn = round % contestants.length;
    for (const contestant of [...contestants.slice(turn), ...contestants.slice(0, turn)]) {
      results[contestant]?.push(await run(contestant));
    }
  }
  return results;
}
