// The service's times are wall clock without a zone. A timer is written in both forms, so one shows the zone.
import { serviceZone } from "../../../provider/mms/service-time.js";
import type { Gap, MigrationReport } from "../model.js";
import type { Reads } from "./reads.js";

/** Times of the service as instants. */
export interface Zone {
  readonly offset: string;
  readonly basis: MigrationReport["zone"]["basis"];
  /** Epoch milliseconds of one of the service's times; `undefined` for what is no time. */
  instantOf(text: string | undefined): number | undefined;
}

const quarterHourMs = 900_000;

const textOf = (offsetMs: number): string => {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offsetMs < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

function zone(offset: string, basis: Zone["basis"]): Zone {
  return {
    offset,
    basis,
    instantOf(text) {
      const instant = Date.parse(`${(text ?? "").trim().replace(" ", "T")}${offset}`);
      return Number.isNaN(instant) ? undefined : instant;
    },
  };
}

/** The zone when no timer shows it. */
export const assumedZone = zone(serviceZone, "assumed");

export const assumedZoneGap: Gap = {
  code: "zone-assumed",
  text: `The service writes times without a zone, and no timer shows it: ${serviceZone} is assumed`,
  effect: "times of day and ages may be off by the difference; durations are right",
};

/** The zone, from the two forms of one timer's time of creation. */
export async function zoneFrom(
  sourceId: string,
  timer: { id?: string; createTime?: string },
  reads: Reads,
): Promise<Zone> {
  if (timer.id === undefined) return assumedZone;
  const { createTime } = await reads.get("GetMmsTimer", { sourceId, timerId: timer.id });
  const wall = Date.parse(`${(timer.createTime ?? "").replace(" ", "T")}Z`);
  const offsetMs = Math.round((wall - Number(createTime)) / quarterHourMs) * quarterHourMs;
  return Number.isNaN(offsetMs) || Math.abs(offsetMs) > 14 * 3_600_000 ? assumedZone : zone(textOf(offsetMs), "timer");
}
