import type { WantedLabels } from "../documents/labels.ts";
import type { PoolLabels, SettledOutcome } from "../documents/pool-state.ts";
import type { RolloutPool } from "../documents/rollout.ts";
import { fromIso } from "../shared/time.ts";

/** How one pool of a rollout stands. */
export type Standing =
  | { readonly kind: "settled"; readonly outcome: SettledOutcome["kind"] }
  /** A newer commit wants something else of this pool. */
  | { readonly kind: "superseded"; readonly by: string }
  /** ARM works on it. */
  | { readonly kind: "waiting" }
  /** A message is under way; overdue by much, it was lost. */
  | { readonly kind: "pending"; readonly dueMs: number };

/** What is known of a pool from the labels of its two documents. */
export interface PoolKnowledge {
  readonly state?: PoolLabels;
  readonly wanted?: WantedLabels;
}

export function standingOf(pool: RolloutPool, { state, wanted }: PoolKnowledge): Standing {
  if (wanted && Number(wanted.generation) > pool.generation) return { kind: "superseded", by: wanted.commit };
  if (!state || Number(state.generation) !== pool.generation)
    return { kind: "pending", dueMs: Math.max(fromIso(pool.dueAt), postponedMs(state)) };
  switch (state.phase) {
    case "settled":
      return { kind: "settled", outcome: state.outcome ?? "unchanged" };
    case "waiting":
      return { kind: "waiting" };
    case "pending":
      return { kind: "pending", dueMs: Number(state.at) };
  }
}

/** A step that was put off for an older wish is the next one for this wish too. */
function postponedMs(state: PoolLabels | undefined): number {
  return state?.phase === "pending" ? Number(state.at) : 0;
}

export function isSettled(standing: Standing): boolean {
  return standing.kind === "settled" || standing.kind === "superseded";
}
