const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;
/** Chance may say zero, and a retry at once is a hammer. */
const SHORTEST_MS = 1_000;

/**
 * How long to wait before try `attempt` (counted from 1), in milliseconds: full jitter below a doubling bound,
 * from 5 s to 15 min. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1));
  return Math.max(SHORTEST_MS, Math.round(bound * random));
}
