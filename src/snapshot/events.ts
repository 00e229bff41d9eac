import { EVENT_LATE_MAX_MS } from "../audit/late.ts";
import type { Link } from "../audit/manifest.ts";
import { dayOf, EVENTS, eventPlaceOf } from "../audit/names.ts";
import type { Audit } from "../ports.ts";
import { sha256 } from "../shared/canonical.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { fromIso, toIso } from "../shared/time.ts";
import type { Found } from "./newest.ts";

const DAY_MS = 24 * 60 * 60_000;
/** A manifest stays a few megabytes; what is beyond waits for the next one. */
const EVENTS_PER_MANIFEST_MAX = 50_000;
const READS_AT_ONCE = 16;

/** Since when events are looked for. */
export function eventsSince(takenAt: string): string {
  return toIso(fromIso(takenAt) - EVENT_LATE_MAX_MS);
}

/**
 * Names of the events that no manifest has, in order. Days are listed one by one: those from which an event may still
 * come, and tomorrow, since clocks differ.
 */
export async function findUnsealed(
  takenAt: string,
  { newest, sealed }: Found,
  audit: Pick<Audit, "list">,
): Promise<readonly string[]> {
  // If the clock went back, what was forgotten as too old is not found anew.
  const since = eventsSince(newest && newest.takenAt > takenAt ? newest.takenAt : takenAt);
  const unsealed: string[] = [];
  for (const day of daysBetween(since, toIso(fromIso(takenAt) + DAY_MS))) {
    for await (const name of audit.list(`${EVENTS}${day}/`)) {
      const place = eventPlaceOf(name);
      if (place && place.at >= since && !sealed.has(name)) unsealed.push(name);
    }
  }
  return unsealed.slice(0, EVENTS_PER_MANIFEST_MAX);
}

/** Reads the events, for their hashes. */
export async function sealEvents(
  names: readonly string[],
  audit: Pick<Audit, "read">,
): Promise<readonly Link[]> {
  const links = await mapConcurrently(names, READS_AT_ONCE, async (name) => {
    const text = await audit.read(name);
    // Listed and gone: somebody took it away, and no manifest can say what it said.
    return text === undefined ? undefined : { name, hash: sha256(text) };
  });
  return links.filter((link) => link !== undefined);
}

function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  const lastDay = dayOf(to);
  for (let ms = fromIso(from); days.at(-1) !== lastDay; ms += DAY_MS) days.push(dayOf(toIso(ms)));
  return days;
}
