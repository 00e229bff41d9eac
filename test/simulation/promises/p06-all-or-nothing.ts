import { mayTouch } from "../../../src/documents/source.ts";
import { hasMistakes, headsOf, lastStatus, mistakesIn, wasEverHead } from "./heads.ts";
import { type Promised, revOf } from "./promised.ts";

/** A commit with any invalid spec deploys nothing, and reports every mistake at once. */
export const allOrNothing: Promised = {
  number: 6,
  says: "all or nothing per commit",
  watch: (stage) => ({
    onFact(fact) {
      if (fact.kind !== "armWrite" || fact.method !== "PUT") return undefined;
      const { pool, body } = fact;
      // A spec that leaves its lane is a mistake too, and its PUT breaks the promise of the lane.
      if (!mayTouch(stage.world.source, pool)) return undefined;
      const version = { pool: pool.name, rev: revOf(body) };
      const isAnywhere = wasEverHead(stage, version);
      const isInValid = wasEverHead(stage, version, (commit) => !hasMistakes(stage, commit));
      return isAnywhere && !isInValid
        ? `a PUT of ${pool.name} with rev ${version.rev}, from a commit with mistakes`
        : undefined;
    },
    atEnd() {
      const head = headsOf(stage).at(-1);
      const mistakes = head === undefined ? 0 : mistakesIn(stage, head);
      if (head === undefined || mistakes === 0) return undefined;
      const said = lastStatus(stage, head)?.description ?? "nothing";
      const told = Number(/^(\d+) mistakes?,/.exec(said)?.[1] ?? 0);
      // Too many specs that are gone at once count as one more, where what is gone is deleted.
      const isOneMore = told === mistakes + 1 && stage.world.source.removed === "delete";
      const isTold = told === mistakes || isOneMore;
      return isTold
        ? undefined
        : `${stage.world.nameOf(head)} has ${mistakes} mistakes and was told: ${said}`;
    },
  }),
};
