import type { DriftEvent } from "../audit/event.ts";
import type { PoolRecord } from "../audit/manifest.ts";
import { eventPlaceOf } from "../audit/names.ts";
import { patchBetween } from "../audit/patch.ts";
import { poolEventId, storedEvent } from "../audit/record.ts";
import type { Wanted } from "../documents/wanted.ts";
import { expectedBody } from "../pool/expected.ts";
import { redact } from "../pool/redact.ts";
import type { Audit } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { JsonObject } from "../shared/json.ts";
import { MISSING, type Newest } from "./newest.ts";

/** What an event of drift says, apart from when it was seen first. */
export type Drift = Omit<DriftEvent, "format" | "kind" | "id" | "at" | "since">;

/** What there is to say of a pool that is not as it settled; nothing of any other. */
export function driftOf(
  record: PoolRecord,
  wanted: Wanted | undefined,
  found: JsonObject | undefined,
): Drift | undefined {
  const { id, state, bodyHash, pointers = [] } = record;
  if (wanted?.wish.kind !== "present" || (state !== "drifted" && state !== "missing")) return undefined;
  const { source, commit, generation } = wanted;
  const difference = patchBetween(found ? redact(found) : null, expectedBody(wanted.wish.body, found));
  const foundHash = bodyHash === undefined ? {} : { foundHash: bodyHash };
  return { source, commit, pool: id, generation, state, pointers, difference, ...foundHash };
}

const WRITES_AT_ONCE = 16;

/**
 * Records the drift that the snapshot before did not show, and returns the names of the events. Drift that a run before
 * this one recorded, and that no manifest has yet, is among the `unsealed`: it is not said twice.
 */
export async function recordDrift(
  drifts: readonly Drift[],
  { at, newest, unsealed }: { at: string; newest: Newest | undefined; unsealed: readonly string[] },
  audit: Pick<Audit, "create">,
): Promise<readonly string[]> {
  const known = newest?.drifted;
  const recorded = new Set(unsealed.filter((name) => eventPlaceOf(name)?.kind === "drift").map(endOf));
  const fresh = drifts
    .filter(({ pool, foundHash = MISSING }) => known?.get(pool.toLowerCase()) !== foundHash)
    .map((drift) => toEvent(drift, at, newest))
    .filter((event) => !recorded.has(endOf(storedEvent(event).name)));
  return await mapConcurrently(fresh, WRITES_AT_ONCE, async (event) => {
    const { name, text } = storedEvent(event);
    await audit.create(name, text);
    return name;
  });
}

function toEvent(drift: Drift, at: string, newest: Newest | undefined): DriftEvent {
  const { pool, generation, foundHash = MISSING } = drift;
  const id = poolEventId(pool, generation, foundHash);
  return { format: 1, kind: "drift", id, at, ...drift, ...(newest && { since: newest.link.name }) };
}

/** Kind and id, without the time. */
const endOf = (name: string): string => name.slice(name.indexOf("Z-"));
