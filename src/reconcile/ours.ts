import type { Change, PoolState } from "../documents/pool-state.ts";
import { isMadeBy, isTouchedBy } from "../pool/authorship.ts";
import type { FoundPool, PoolResources } from "../ports.ts";
import { fromIso } from "../shared/time.ts";
import { APPEARS_WITHIN_MS } from "./decide.ts";

/** Our clocks and ARM's differ by less. */
const CLOCKS_DIFFER_MS = 10_000;

type Callers = Pick<PoolResources, "callers">;

/*
 * Only a pool that we applied is ever deleted. Where the answer to a PUT was lost, nobody here knows whether the request
 * ever left, and a pool of that name may be somebody else's: ARM's word alone says who made it, or put it last. Its
 * body says nothing, since anybody may make what git says, and a pool of ours may have been changed since.
 */

/** Whether ARM says that it took a PUT of ours of which nobody heard. */
export async function isFromUnheardPut(
  found: FoundPool | undefined,
  { change, applied, intent }: PoolState,
  pools: Callers,
): Promise<boolean> {
  if (!found || applied !== undefined || change?.kind !== "put") return false;
  // Another try of an intent has a time of its own: an earlier one may have been the one that was carried out.
  const sinceMs = fromIso(intent?.event.at ?? change.beganAt) - CLOCKS_DIFFER_MS;
  return isTouchedBy(found.resource, await pools.callers(), sinceMs);
}

/** Whether ARM says that we made the pool that was found, though it had been removed: by a request that came late. */
export async function isFromLateCreation(
  found: FoundPool | undefined,
  { settled }: PoolState,
  pools: Callers,
): Promise<boolean> {
  if (!found || settled?.outcome.kind !== "removed") return false;
  // It was not shown when the pool was seen to be gone.
  const sinceMs = fromIso(settled.at) - APPEARS_WITHIN_MS - CLOCKS_DIFFER_MS;
  return isMadeBy(found.resource, await pools.callers(), sinceMs);
}

/** The state once ARM has taken the change: a pool that it put is ours from now on. */
export function withApplied({ kind, generation }: Change, state: PoolState): PoolState {
  return kind === "put" ? { ...state, applied: generation } : state;
}
