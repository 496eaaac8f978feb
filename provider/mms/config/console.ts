// The service's page in Alibaba's console, as far as its address is published: one page, for a region's own endpoint.
import { sentence } from "../text/sentence.js";

/** Where a client reaches the service. */
export interface ServicePlace {
  readonly region: string;
  /** Host, with a port where there is one. */
  readonly endpoint: string;
}

/**
 * The list of data sources in the console, the only page of the service whose address is published; `undefined` where the
 * endpoint is not the region's own.
 */
export function consoleUrl({ region, endpoint }: ServicePlace): string | undefined {
  if (endpoint !== `maxcompute.${region}.aliyuncs.com`) return undefined;
  return `https://maxcompute.console.aliyun.com/${region}/mma/datasource`;
}

/** A message that sends its reader to the console: it ends with the address, where there is one. */
export function withConsole(message: string, place: ServicePlace): string {
  const url = consoleUrl(place);
  return url === undefined ? message : `${sentence(message)} Console: ${url}`;
}
