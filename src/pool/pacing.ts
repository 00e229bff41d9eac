import type { PoolId } from "./id.ts";

/** ARM's bucket of writes per subscription and principal: people and other apps have buckets of their own. */
export const WRITES_BURST = 200;
/** What ARM puts back into that bucket. */
export const WRITES_PER_SECOND = 10;

/**
 * When each pool's first step is due, in milliseconds from now: the bucket at once, the rest at the rate that
 * ARM refills, for each subscription by itself. The queue is the token bucket.
 */
export function spread(pools: readonly PoolId[]): readonly number[] {
  const seen = new Map<string, number>();
  return pools.map((pool) => {
    const subscription = pool.subscriptionId.toLowerCase();
    const index = seen.get(subscription) ?? 0;
    seen.set(subscription, index + 1);
    return Math.max(0, Math.ceil(((index - WRITES_BURST + 1) / WRITES_PER_SECOND) * 1000));
  });
}

/** What one instance takes at once (host.json). */
const STEPS_AT_ONCE = 8;
/** The others queue behind them: a step takes two seconds where ARM is slow. */
const STEP_TURN_MS = 2_000 / STEPS_AT_ONCE;
/** Whatever the queue, a message that is so late is worth a second one. */
const QUEUEING_LONGEST_MS = 10 * 60_000;

/** How long the last of so many pools' steps may be late behind the others, in milliseconds: no message is lost by that. */
export function queueingMs(pools: number): number {
  return Math.min(QUEUEING_LONGEST_MS, Math.max(0, pools - STEPS_AT_ONCE) * STEP_TURN_MS);
}
