/** A place in a distributed trace, as W3C's header `traceparent` tells it. */
export interface TracePlace {
  /** 32 hexadecimal digits: the same from the webhook to ARM. */
  readonly traceId: string;
  /** 16 hexadecimal digits: whatever comes next is its child. */
  readonly spanId: string;
  /** Two hexadecimal digits; `01`: somebody keeps it. */
  readonly flags: string;
}

/** https://www.w3.org/TR/trace-context/#traceparent-header, the version there is. Ids of zeros alone are none. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** `undefined` for what is no traceparent: it comes with messages and requests, and nobody answers for it. */
export function readTraceparent(text: unknown): TracePlace | undefined {
  const [, traceId, spanId, flags] = (typeof text === "string" && TRACEPARENT.exec(text)) || [];
  return traceId && spanId && flags ? { traceId, spanId, flags } : undefined;
}

export function printTraceparent({ traceId, spanId, flags }: TracePlace): string {
  return `00-${traceId}-${spanId}-${flags}`;
}

/** A trace that begins here. The UUIDs are random. */
export function newTrace(traceUuid: string, spanUuid: string): TracePlace {
  return { traceId: digitsOf(traceUuid), spanId: spanOf(spanUuid), flags: "01" };
}

/** A span of the same trace. The UUID is random. */
export function childOf({ traceId, flags }: TracePlace, spanUuid: string): TracePlace {
  return { traceId, spanId: spanOf(spanUuid), flags };
}

const digitsOf = (uuid: string): string => uuid.replaceAll("-", "").toLowerCase();

/** The last sixteen: the version, which every UUID has, is not among them. */
const spanOf = (uuid: string): string => digitsOf(uuid).slice(16);
