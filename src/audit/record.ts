import { canonicalJson, sha256 } from "../shared/canonical.ts";
import type { Json } from "../shared/json.ts";
import type { AuditEvent } from "./event.ts";
import { eventName } from "./names.ts";

/** An event as it is stored. */
export interface StoredEvent {
  /** Blob name in the container `audit`. */
  readonly name: string;
  readonly text: string;
}

export function storedEvent(event: AuditEvent): StoredEvent {
  return { name: eventName(event), text: canonicalJson(event as unknown as Json) };
}

/** Writes the event, or finds that an earlier try has: then that one stands. Done before the thing is reported as done. */
export async function record(
  event: AuditEvent,
  audit: { create(name: string, text: string): Promise<boolean> },
): Promise<void> {
  const { name, text } = storedEvent(event);
  await audit.create(name, text);
}

/** An id from what makes the event the one it is, so that another try of the same makes the same. */
export function eventId(...parts: readonly (string | number)[]): string {
  return sha256(parts.join("\n")).slice(0, ID_DIGITS);
}

/** Of a SHA-256: 2^64 events of one kind and moment before two are likely to meet. */
const ID_DIGITS = 32;
