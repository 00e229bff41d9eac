import { createHmac, randomUUID } from "node:crypto";
import type { Clock } from "../../../src/ports.ts";
import { REPOSITORY_ID, type Resource, utc } from "./resources.ts";

export const HOOK_ID = 109_948_940;

/** Where events go, and how they are signed. */
export interface Hook {
  /** Asked at each delivery: the receiver may get its port later than this stand-in. */
  readonly url: () => string;
  readonly secret: string;
}

export type ContentType = "json" | "form";

/** An event, packed once: a redelivery sends the same bytes under the same GUID. */
export interface Parcel {
  readonly guid: string;
  readonly event: string;
  readonly payload: Resource;
  readonly mediaType: string;
  readonly body: Buffer;
}

/** One attempt, in the shape of GitHub's own delivery log (`hook-delivery`). */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: null;
  readonly delivered_at: string;
  readonly redelivery: boolean;
  /** In seconds. */
  readonly duration: number;
  /** `OK`, `Invalid HTTP Response: {code}`, `timed out` or `failed to connect`. */
  readonly status: string;
  readonly status_code: number;
  readonly installation_id: null;
  readonly repository_id: number;
  readonly throttled_at: null;
  readonly url: string;
  readonly request: { readonly headers: Headers; readonly payload: Resource };
  readonly response: { readonly headers: Headers; readonly payload: string };
}

type Headers = { readonly [name: string]: string };

const MEDIA_TYPES = { json: "application/json", form: "application/x-www-form-urlencoded" };

export function pack(event: string, payload: Resource, contentType: ContentType): Parcel {
  const json = JSON.stringify(payload);
  const text = contentType === "json" ? json : new URLSearchParams({ payload: json }).toString();
  return {
    guid: randomUUID(),
    event,
    payload,
    mediaType: MEDIA_TYPES[contentType],
    body: Buffer.from(text),
  };
}

export interface Attempt {
  readonly id: number;
  readonly redelivery: boolean;
  readonly hook: Hook;
  readonly clock: Clock;
  /** GitHub gives up then. */
  readonly limitMs: number;
  readonly closing: AbortSignal;
}

/** One try, and no second one. */
export async function deliver(parcel: Parcel, attempt: Attempt): Promise<Delivery> {
  const { hook, clock, limitMs, closing } = attempt;
  const url = hook.url();
  const headers = headersOf(parcel, hook.secret);
  const begun = clock.now();
  const signal = AbortSignal.any([closing, AbortSignal.timeout(limitMs)]);
  const answered = await post(url, { headers, body: parcel.body, signal });
  const seconds = (clock.now() - begun) / 1000;
  return record(parcel, attempt, { url, headers, begun, seconds, answered });
}

/** What the log says of a delivery that never left. */
export function lost(parcel: Parcel, attempt: Attempt): Delivery {
  const { hook, clock } = attempt;
  const headers = headersOf(parcel, hook.secret);
  return record(parcel, attempt, {
    url: hook.url(),
    headers,
    begun: clock.now(),
    seconds: 0,
    answered: NOT_CONNECTED,
  });
}

interface Answered {
  readonly status: string;
  readonly code: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly begun: number;
  readonly seconds: number;
  readonly answered: Answered;
}

const NOT_CONNECTED: Answered = { status: "failed to connect", code: 502, headers: {}, text: "" };
const TIMED_OUT: Answered = { status: "timed out", code: 504, headers: {}, text: "" };

async function post(
  url: string,
  { headers, body, signal }: { headers: Headers; body: Buffer; signal: AbortSignal },
): Promise<Answered> {
  try {
    // GitHub follows no redirect, and no connection is kept for the next delivery.
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, connection: "close" },
      body: new Uint8Array(body),
      redirect: "manual",
      signal,
    });
    const text = await response.text();
    const status = response.ok ? "OK" : `Invalid HTTP Response: ${response.status}`;
    return { status, code: response.status, headers: Object.fromEntries(response.headers), text };
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError" ? TIMED_OUT : NOT_CONNECTED;
  }
}

function record(parcel: Parcel, { id, redelivery }: Attempt, sent: Sent): Delivery {
  const { answered } = sent;
  return {
    id,
    guid: parcel.guid,
    event: parcel.event,
    action: null,
    delivered_at: utc(sent.begun),
    redelivery,
    duration: sent.seconds,
    status: answered.status,
    status_code: answered.code,
    installation_id: null,
    repository_id: REPOSITORY_ID,
    throttled_at: null,
    url: sent.url,
    request: { headers: sent.headers, payload: parcel.payload },
    response: { headers: answered.headers, payload: answered.text },
  };
}

/** The signatures cover the bytes of the body and nothing else. */
function headersOf({ guid, event, mediaType, body }: Parcel, secret: string): Headers {
  const sign = (algorithm: string) =>
    `${algorithm}=${createHmac(algorithm, secret).update(body).digest("hex")}`;
  return {
    accept: "*/*",
    "content-type": mediaType,
    "user-agent": "GitHub-Hookshot/2f7c1d9",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(HOOK_ID),
    "x-github-hook-installation-target-id": String(REPOSITORY_ID),
    "x-github-hook-installation-target-type": "repository",
    "x-hub-signature": sign("sha1"),
    "x-hub-signature-256": sign("sha256"),
  };
}
