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
