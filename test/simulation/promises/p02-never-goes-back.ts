import { headsOf, specOf, wasEverHead } from "./heads.ts";
import { type Promised, revOf } from "./promised.ts";

/** An older commit never overwrites a newer one; only the branch head is ever applied. */
export const neverGoesBack: Promised = {
  number: 2,
  says: "never goes back",
  watch: (stage) => {
    /** By pool: the head that its last PUT was of, as its place among the heads; the earliest that it can have been. */
    const reached = new Map<string, number>();
    return {
      onFact(fact) {
        if (fact.kind !== "armWrite" || fact.method !== "PUT") return undefined;
        const { pool, body, acceptedUntilMs } = fact;
        const version = { pool: pool.name, rev: revOf(body) };
        if (!wasEverHead(stage, version))
          return `a PUT of ${pool.name} with rev ${version.rev}, which no branch head ever said`;
        const before = reached.get(pool.name) ?? 0;
        const heads = headsOf(stage);
        const at = heads.findIndex(
          (commit, place) => place >= before && specOf(stage, commit, pool.name)?.rev === version.rev,
        );
        if (at >= 0 && acceptedUntilMs !== undefined) reached.set(pool.name, at);
        if (at >= 0) return undefined;
        const newer = stage.world.nameOf(heads[before] ?? "");
        return `a PUT of ${pool.name} with rev ${version.rev}, older than what ${newer} says, which had been applied`;
      },
    };
  },
};
