// The zone of the service's wall clock: what its times and timers are written in, and never name.

/** Offset of the zone that is played unless another is given. Inferred; the provider assumes the same one. */
export const defaultTimeZone = "+08:00";

/** What a time zone may look like. Zones with summer time are not played: the service names no instants. */
export const timeZoneForm = "^(UTC|[+-](0\\d|1[0-4]):[0-5]\\d)$";

/** Milliseconds that a zone is ahead of UTC; `UTC`, or an offset such as `+08:00`. */
export function zoneMsOf(timeZone: string): number {
  if (!new RegExp(timeZoneForm).test(timeZone))
    throw new Error(`timeZone must be UTC or an offset such as ${defaultTimeZone}, got ${JSON.stringify(timeZone)}`);
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d\d):(\d\d)$/.exec(timeZone) ?? [];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
