import type { Clock } from "../../../../src/ports.ts";
import { epochSeconds } from "../resources.ts";

const WINDOW_MS = 3_600_000;

/** How much of the hour's requests is left. `reset` is in epoch seconds. */
export interface Quota {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly reset: number;
}

export interface RateLimits {
  /** Counts a request; `undefined` if the hour's requests are used up. */
  spend(holder: string): Quota | undefined;
  /** A request that turned out to be free, such as a 304. */
  giveBack(holder: string): void;
  quota(holder: string): Quota;
}

/** One counter an hour for each holder of a token. */
export function createRateLimits(clock: Clock, limit: () => number): RateLimits {
  const windows = new Map<string, { used: number; resetMs: number }>();

  const windowOf = (holder: string) => {
    const open = windows.get(holder);
    if (open && clock.now() < open.resetMs) return open;
    const fresh = { used: 0, resetMs: clock.now() + WINDOW_MS };
    windows.set(holder, fresh);
    return fresh;
  };
  const quota = (holder: string): Quota => {
    const { used, resetMs } = windowOf(holder);
    const remaining = Math.max(0, limit() - used);
    return { limit: limit(), used, remaining, reset: epochSeconds(resetMs) };
  };

  return {
    spend(holder) {
      if (quota(holder).remaining === 0) return undefined;
      windowOf(holder).used += 1;
      return quota(holder);
    },
    giveBack(holder) {
      windowOf(holder).used -= 1;
    },
    quota,
  };
}
