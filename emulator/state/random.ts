// Numbers that look random and are the same for the same seed.

/** Gives the next number in [0, 1). */
export type Random = () => number;

/** A generator for a seed (the mulberry32 recurrence over a hash of the text). */
export function seededRandom(seed: string): Random {
  let state =
    [...seed].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), 2_166_136_261) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
