import type { Clock } from "../../../src/ports.ts";
import type { ServiceRequest, ServiceResponse } from "../http.ts";

/** The newest are kept. */
const REQUESTS_MAX = 10_000;

export interface RequestRecord {
  readonly method: string;
  /** Without the API's root, with its query. */
  readonly path: string;
  readonly status: number | "dropped";
  /** When it was answered. */
  readonly at: string;
}

export interface RequestLog {
  add(request: ServiceRequest, path: string, response: ServiceResponse | "drop"): void;
  /** Oldest first. */
  list(): readonly RequestRecord[];
}

export function createRequestLog(clock: Clock): RequestLog {
  const records: RequestRecord[] = [];
  return {
    add({ method, url }, path, response) {
      records.push({
        method,
        path: path + url.search,
        status: response === "drop" ? "dropped" : response.status,
        at: new Date(clock.now()).toISOString(),
      });
      if (records.length > REQUESTS_MAX) records.shift();
    },
    list: () => [...records],
  };
}
