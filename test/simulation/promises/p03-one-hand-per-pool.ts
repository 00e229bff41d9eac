import type { Actor } from "../facts.ts";
import type { Promised } from "./promised.ts";

/** An operation that seems never to end may be put to the test: ARM refuses what it can't do yet. */
const MAY_BE_TRIED_AFTER_MS = 45 * 60_000;

/** A request takes no longer (`SEND_SLOWEST_MS` in faults.ts). */
const ARRIVES_WITHIN_MS = 2_000;

/** At most one change is in flight per pool. */
export const oneHandPerPool: Promised = {
  number: 3,
  says: "one hand per pool",
  watch: ({ world: { scheduler, skewMaxMs } }) => {
    const work = new Map<string, { readonly sinceMs: number; readonly untilMs: number }>();
    const onTheWay = new Map<string, { readonly by: Actor; readonly sentMs: number }>();
    const crashed = new Set<Actor>();
    /** Nobody hears where the last request of a worker that crashed got lost. */
    const isLost = ({ by, sentMs }: { readonly by: Actor; readonly sentMs: number }): boolean =>
      crashed.has(by) && scheduler.now() - sentMs > ARRIVES_WITHIN_MS;
    return {
      onFact(fact) {
        if (fact.kind === "crashed") crashed.add(fact.by);
        if (fact.kind === "armWrite") {
          const pool = fact.pool.name;
          const nowMs = scheduler.now();
          const { sinceMs, untilMs } = work.get(pool) ?? { sinceMs: 0, untilMs: 0 };
          const isAccepted = fact.acceptedUntilMs !== undefined;
          if (fact.acceptedUntilMs !== undefined)
            work.set(pool, { sinceMs: nowMs, untilMs: fact.acceptedUntilMs });
          const isAllowed = !isAccepted && nowMs - sinceMs >= MAY_BE_TRIED_AFTER_MS - 2 * skewMaxMs;
          return untilMs > nowMs && !isAllowed
            ? `a ${fact.method} of ${pool} while ARM works on our last change of it`
            : undefined;
        }
        if (!("call" in fact) || fact.call.service !== "arm" || !/^(PUT|DELETE)$/.test(fact.call.what))
          return undefined;
        const { about, what } = fact.call;
        const other = onTheWay.get(about);
        if (fact.kind !== "sent") {
          if (other?.by === fact.by) onTheWay.delete(about);
          return undefined;
        }
        onTheWay.set(about, { by: fact.by, sentMs: scheduler.now() });
        return other && !isLost(other)
          ? `a ${what} of ${about} by ${fact.by.name} while ${other.by.name} has one on the way`
          : undefined;
      },
    };
  },
};
