import { headsOf, newestHeadWith } from "./heads.ts";
import { type Promised, revOf } from "./promised.ts";

/** An older commit never overwrites a newer one; only the branch head is ever applied. */
export const neverGoesBack: Promised = {
  number: 2,
  says: "never goes back",
  watch: (stage) => {
    const newest = new Map<string, number>();
    return {
      onFact(fact) {
        if (fact.kind !== "armWrite" || fact.method !== "PUT") return undefined;
        const { pool, body, acceptedUntilMs } = fact;
        const rev = revOf(body);
        const at = rev === undefined ? -1 : newestHeadWith(stage, pool.name, rev, () => true);
        if (at < 0) return `a PUT of ${pool.name} with rev ${rev}, which no branch head ever said`;
        const before = newest.get(pool.name) ?? 0;
        if (acceptedUntilMs !== undefined) newest.set(pool.name, Math.max(at, before));
        if (at >= before) return undefined;
        const [older, newer] = [at, before].map((index) => stage.world.nameOf(headsOf(stage)[index] ?? ""));
        return `a PUT of ${pool.name} as ${older} says, after ${newer} had been applied`;
      },
    };
  },
};
