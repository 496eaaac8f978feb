// The engine's slots: so many verbs at a time, in the order in which they are asked for.

/** @param {number} count */
export function slotsOf(count) {
  let held = 0;
  /** @type {Array<() => void>} */
  const waiting = [];
  return {
    get held() {
      return held;
    },
    /**
     * @template Result
     * @param {() => Promise<Result>} work
     * @returns {Promise<Result>}
     */
    async run(work) {
      while (held >= count) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
      held += 1;
      try {
        return await work();
      } finally {
        held -= 1;
        waiting.shift()?.();
      }
    },
  };
}
