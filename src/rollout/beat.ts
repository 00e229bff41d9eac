import type { Rollout } from "../documents/rollout.ts";
import type { RolloutMessage } from "../shared/messages.ts";
import { fromIso } from "../shared/time.ts";

const BEAT_SHORTEST_MS = 2_000;
const BEAT_LONGEST_MS = 15_000;
/** Later than this after it was due, a message is taken for lost. Longer than a lease, so that a slow worker is not. */
export const LOST_AFTER_MS = 45_000;

/** A tenth of the rollout's age: quick while something is about to happen, calm for what takes minutes. */
export function beatDelayMs(rollout: Rollout, nowMs: number): number {
  const ageMs = nowMs - fromIso(rollout.seenAt);
  return Math.min(BEAT_LONGEST_MS, Math.max(BEAT_SHORTEST_MS, Math.round(ageMs / 10)));
}

export type Role =
  /** The loop's own message: look, report, and send the next one. */
  | "beat"
  /** Look and report; the loop goes on by itself. */
  | "nudge"
  /** A leftover of an earlier loop. */
  | "stale";

/**
 * One loop per rollout: a message carries the beat it stands for. The next beat's message is sent before the
 * document is written, so it may find the beat before its own; any other beat is a leftover.
 */
export function roleOf({ beat }: RolloutMessage, rollout: Rollout, nowMs: number): Role {
  if (beat !== undefined) {
    const isOurs = beat === rollout.beat || beat === rollout.beat + 1;
    return isOurs && !rollout.closedAt ? "beat" : "stale";
  }
  const isDead = rollout.closedAt !== undefined || nowMs - fromIso(rollout.nextBeatAt) > LOST_AFTER_MS;
  return isDead ? "beat" : "nudge";
}
