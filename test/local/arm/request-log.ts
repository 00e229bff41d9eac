import type { ServiceRequest } from "../http.ts";

/** A request as it was received, secrets and all (`GET /arm/requests`). */
export interface RequestRecord {
  /** UTC, ISO 8601. */
  readonly time: string;
  readonly method: string;
  /** Without the query, which may be a signature. */
  readonly path: string;
  /** What was answered, or would have been. */
  readonly status: number;
  /** False if the connection was cut instead. */
  readonly answered: boolean;
  /** True if it came with a good token. */
  readonly authorized: boolean;
  /** Those of `HEADERS_OF_INTEREST` that it had. */
  readonly headers: { readonly [name: string]: string };
  /** Parsed, or as text if it is no JSON. */
  readonly body?: unknown;
}

const HEADERS_OF_INTEREST = ["x-ms-client-request-id", "x-ms-correlation-request-id", "user-agent"];

const RECORDS_MAX = 50_000; // the oldest go first

/** The newest requests, in the order in which they came. */
export class RequestLog {
  readonly #records: RequestRecord[] = [];

  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  add(
    request: ServiceRequest,
    facts: Pick<RequestRecord, "status" | "answered" | "authorized">,
    now: number,
  ): void {
    const { method, url, headers, body } = request;
    this.#records.push({
      time: new Date(now).toISOString(),
      method,
      path: url.pathname,
      ...facts,
      headers: Object.fromEntries(
        HEADERS_OF_INTEREST.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
      ),
      ...(body.length > 0 ? { body: parsed(body.toString("utf8")) } : {}),
    });
    if (this.#records.length > RECORDS_MAX) this.#records.shift();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
