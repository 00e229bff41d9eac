import type { Actor } from "../facts.ts";
import type { Promised } from "./promised.ts";

/** At most one change is in flight per pool. */
export const oneHandPerPool: Promised = {
  number: 3,
  says: "one hand per pool",
  watch: ({ world: { scheduler } }) => {
    const atWorkUntil = new Map<string, number>();
    const onTheWay = new Map<string, Actor>();
    return {
      onFact(fact) {
        if (fact.kind === "armWrite") {
          const pool = fact.pool.name;
          const isAtWork = (atWorkUntil.get(pool) ?? 0) > scheduler.now();
          if (fact.acceptedUntilMs !== undefined) atWorkUntil.set(pool, fact.acceptedUntilMs);
          return isAtWork
            ? `a ${fact.method} of ${pool} while ARM works on our last change of it`
            : undefined;
        }
        if (!("call" in fact) || fact.call.service !== "arm" || !/^(PUT|DELETE)$/.test(fact.call.what))
          return undefined;
        const { about, what } = fact.call;
        const other = onTheWay.get(about);
        if (fact.kind !== "sent") {
          if (other === fact.by) onTheWay.delete(about);
          return undefined;
        }
        onTheWay.set(about, fact.by);
        return other && other !== fact.by
          ? `a ${what} of ${about} by ${fact.by.name} while ${other.name} has one on the way`
          : undefined;
      },
    };
  },
};
