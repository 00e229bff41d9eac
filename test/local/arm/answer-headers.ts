import type { ServiceRequest, ServiceResponse } from "../http.ts";
import { API_VERSION } from "./api-version.ts";
import type { RequestKind } from "./throttle.ts";

export type AnswerHeaders = { readonly [name: string]: string };

/** What the headers say of the answer, besides what the request brought. */
export interface AnswerFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly requestId: string;
  readonly routingId: string;
  readonly kind: RequestKind;
  /** How many requests of the kind the subscription has left, if the request names one. */
  readonly left: number | undefined;
}

/** The headers that every answer has, an error too. */
export function answerHeaders({ headers }: ServiceRequest, facts: AnswerFacts): AnswerHeaders {
  const date = new Date(facts.now);
  const clientId = headers["x-ms-client-request-id"];
  const wantsItBack = headers["x-ms-return-client-request-id"]?.toLowerCase() === "true";
  const { kind, left } = facts;
  return {
    "cache-control": "no-cache",
    date: date.toUTCString(),
    "api-supported-versions": API_VERSION,
    "x-ms-request-id": facts.requestId,
    "x-ms-correlation-request-id": headers["x-ms-correlation-request-id"] ?? facts.requestId,
    "x-ms-routing-request-id": `LOCAL:${date.toISOString().replace(/\.\d+|[-:]/g, "")}:${facts.routingId}`,
    ...(wantsItBack && clientId ? { "x-ms-client-request-id": clientId } : {}),
    ...(left === undefined ? {} : { [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(left) }),
  };
}

/** ARM says how long its answers are, 204 excepted. */
export const lengthHeader = ({ status, body = "" }: ServiceResponse): AnswerHeaders =>
  status === 204 ? {} : { "content-length": String(Buffer.byteLength(body)) };
