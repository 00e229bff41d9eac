import { isAbout, type PoolKnowledge, type WantedLabels } from "../documents/labels.ts";
import { queueingMs } from "../pool/pacing.ts";
import type { ReconcileMessage } from "../shared/messages.ts";

/** How often a pool that ARM refused is tried again: the world outside git may have changed. */
const RETRY_REJECTED_AFTER_MS = 60 * 60_000;
/** A pool or a rollout that has not moved for this long has lost its message. */
export const LOST_AFTER_MS = 60_000;
/** A rollout watches the pools that ARM works on, and those not begun; without one, the poll asks at this pace. */
const UNWATCHED_AFTER_MS = 10 * 60_000;

/**
 * Why a pool stands unsettled with no message on its way; `undefined` if it does not. `queued`: how many pools wait for a
 * step, of which it may be the last.
 */
export function whyRevive(
  { state, wanted }: PoolKnowledge,
  queued: number,
  nowMs: number,
): ReconcileMessage["reason"] | undefined {
  switch (state?.phase) {
    case "waiting":
      return nowMs - Number(state.at) > UNWATCHED_AFTER_MS ? "woken" : undefined;
    case "pending":
      return nowMs - Number(state.at) > LOST_AFTER_MS + queueingMs(queued) ? "woken" : undefined;
    case "settled":
    case undefined:
      if (wanted && !(state && isAbout(state, wanted)))
        return isForgotten(wanted, nowMs) ? "woken" : undefined;
      if (state?.outcome !== "rejected") return undefined;
      return nowMs - Number(state.at) >= RETRY_REJECTED_AFTER_MS ? "retry" : undefined;
  }
}

/** A wish that nobody began with: its message was lost, or the pool's document was, with all that it told. */
const isForgotten = ({ at = "0" }: WantedLabels, nowMs: number): boolean =>
  nowMs - Number(at) > UNWATCHED_AFTER_MS;
