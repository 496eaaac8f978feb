// Times as the service writes them: wall clock to the second, without a zone.

/**
 * The zone of the service's times. No page of the vendor's names it. Inferred: china-zone, since the predecessor's servers run in
 * Asia/Shanghai, which has no summer time. If the service uses another zone, ages of scans are off by the difference.
 */
export const serviceZone = "+08:00";

/** The instant of one of the service's times, in epoch milliseconds; `undefined` for what is no time. */
export function instantOf(time: string | undefined): number | undefined {
  const instant = Date.parse(`${(time ?? "").trim().replace(" ", "T")}${serviceZone}`);
  return Number.isNaN(instant) ? undefined : instant;
}
