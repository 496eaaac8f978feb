// Medians and spread.

/** @param {number[]} values @returns {number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

/**
 * Median, least, most, and every value, in the order of the runs.
 *
 * @param {number[]} values
 */
export const summary = (values) => ({
  median: round(median(values)),
  least: round(Math.min(...values)),
  most: round(Math.max(...values)),
  values: values.map(round),
});

/** @param {number} value */
export const round = (value) => Number(value.toPrecision(5));

/**
 * The slope of a line through points on logarithmic axes: 1 is growth in step with N, 0 is none.
 *
 * @param {ReadonlyArray<{ x: number, y: number }>} points
 */
export function logSlope(points) {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(logs.map((point) => point.x));
  const y = mean(logs.map((point) => point.y));
  const covariance = mean(logs.map((point) => (point.x - x) * (point.y - y)));
  return round(covariance / mean(logs.map((point) => (point.x - x) ** 2)));
}

/** @param {Record<string, number>} counts */
export const total = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
