import { isAbout, type PoolKnowledge } from "../documents/labels.ts";
import type { PoolLabels, SettledOutcome } from "../documents/pool-state.ts";
import type { RolloutPool } from "../documents/rollout.ts";
import { STUCK_AFTER_MS } from "../documents/stuck.ts";
import { wishMark } from "../documents/wanted.ts";
import { fromIso } from "../shared/time.ts";

const REMOVED_MARK = wishMark({ kind: "removed" });

/** How one pool of a rollout stands. */
export type Standing =
  /** `spared`: it was to be deleted and is kept, since nothing shows that it is ours. */
  | { readonly kind: "settled"; readonly outcome: SettledOutcome["kind"] | "spared" }
  /** Another commit wants something else of this pool by now. */
  | { readonly kind: "superseded"; readonly by: string }
  /** ARM works on it, since then. */
  | { readonly kind: "waiting"; readonly sinceMs?: number }
  /** A message is under way; overdue by much, it was lost. ARM may be at work on what was there before. */
  | { readonly kind: "pending"; readonly dueMs: number; readonly sinceMs?: number };

export function standingOf(pool: RolloutPool, { state, wanted }: PoolKnowledge): Standing {
  // A smaller number is a count that began anew, its documents lost.
  if (wanted && Number(wanted.generation) !== pool.generation)
    return { kind: "superseded", by: wanted.commit };
  const wish = { ...wanted, generation: String(pool.generation) };
  if (!state || !isAbout(state, wish))
    return { kind: "pending", dueMs: Math.max(fromIso(pool.dueAt), postponedMs(state)) };
  const since = state.since === undefined ? {} : { sinceMs: Number(state.since) };
  switch (state.phase) {
    case "settled":
      return settledAs(state);
    case "waiting":
      return { kind: "waiting", ...since };
    case "pending":
      return { kind: "pending", dueMs: Number(state.at), ...since };
  }
}

function settledAs({ outcome = "unchanged", wish }: PoolLabels): Standing {
  return { kind: "settled", outcome: outcome === "kept" && wish === REMOVED_MARK ? "spared" : outcome };
}

/** A step that was put off for an older wish is the next one for this wish too. */
function postponedMs(state: PoolLabels | undefined): number {
  return state?.phase === "pending" ? Number(state.at) : 0;
}

/** ARM's work on it seems never to end: nobody waits for it any more, though it is still watched. */
export function isStuck(standing: Standing, nowMs: number): boolean {
  if (standing.kind !== "waiting" && standing.kind !== "pending") return false;
  return standing.sinceMs !== undefined && nowMs - standing.sinceMs >= STUCK_AFTER_MS;
}

export function isSpared(standing: Standing): boolean {
  return standing.kind === "settled" && standing.outcome === "spared";
}

/** Nothing more happens to it for this commit. */
export function isSettled(standing: Standing): boolean {
  return standing.kind === "settled" || standing.kind === "superseded";
}
