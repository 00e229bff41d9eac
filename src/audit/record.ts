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

/** As canonical JSON, under the name that its time, kind and id make. */
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

/** The same for an event about a pool, whose tag it begins with: so a pool's events are known by their names. */
export function poolEventId(pool: string, ...parts: readonly (string | number)[]): string {
  return `${poolTag(pool)}-${eventId(pool.toLowerCase(), ...parts)}`;
}

/** Short for an ARM id, however it is spelled. Two pools may share one. */
export function poolTag(pool: string): string {
  return sha256(pool.toLowerCase()).slice(0, TAG_DIGITS);
}

const TAG_DIGITS = 8;
/** Of a SHA-256: 2^64 events of one kind and moment before two are likely to meet. */
const ID_DIGITS = 32;
