import type { SettledOutcome } from "../documents/pool-state.ts";
import type { Audit, Chance, Clock, Documents, Log, PoolResources, Queues, Secrets } from "../ports.ts";

export interface ReconcileDeps {
  readonly pools: Pick<PoolResources, "get" | "put" | "remove" | "operation" | "callers">;
  readonly secrets: Secrets;
  readonly documents: Pick<Documents, "read" | "hold">;
  readonly audit: Pick<Audit, "create">;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

export type ReconcileOutcome =
  | { readonly kind: "settled"; readonly outcome: SettledOutcome }
  /** A settled pool that was looked at again, or was not to be: nothing was done and nothing written. */
  | { readonly kind: "leftAlone"; readonly why: string }
  /** Settled before, or woken while another step is under way: nothing was asked and nothing done. */
  | { readonly kind: "over" }
  /** Another message of this pool is on its way, and comes when ARM may be asked again. */
  | { readonly kind: "early" }
  /** ARM works on it; followRollout watches. */
  | { readonly kind: "waiting"; readonly why: string }
  | { readonly kind: "again"; readonly why: string; readonly delayMs: number };
