import type { PoolView } from "../../local/arm/service.ts";
import type { Actor } from "../facts.ts";
import { needsSecret, SECRET } from "../specs.ts";
import { headsOf, lastStatus } from "./heads.ts";
import { type Promised, revOf } from "./promised.ts";

/** A pool that is as wanted gets no PUT. A sync with no change costs one GitHub call and no ARM call. */
export const nothingToDoNothingDone: Promised = {
  number: 4,
  says: "nothing to do, nothing done",
  watch: (stage) => {
    let lastPoll = { github: 0, arm: 0 };
    /** Pools with a change that somebody may not have been able to write down: nobody sees which secrets they have. */
    const senders = new Map<string, Set<Actor>>();

    function isSecretInDoubt(pool: string, before: PoolView): boolean {
      if (!needsSecret(pool)) return false;
      const isOld = before.secrets[SECRET.name] !== stage.world.secretValues.at(-1);
      return isOld || [...(senders.get(pool) ?? [])].some(({ isDisturbed }) => isDisturbed);
    }

    return {
      onFact(fact) {
        // A snapshot looks at everything, whether there is something to do or not.
        if (fact.kind === "sent" && !fact.by.name.startsWith("snapshot")) {
          if (fact.call.service === "github") lastPoll.github += 1;
          if (fact.call.service === "arm") lastPoll.arm += 1;
        }
        if (fact.kind === "sent" && fact.call.what === "PUT") {
          const pool = fact.call.about.split("/").at(-1) ?? "";
          senders.set(pool, (senders.get(pool) ?? new Set()).add(fact.by));
        }
        if (fact.kind === "quiet") lastPoll = { github: 0, arm: 0 };
        if (fact.kind !== "armWrite" || fact.method !== "PUT") return undefined;
        const { pool, body, before } = fact;
        const isThere = before?.provisioningState === "Succeeded" && revOf(before.resource) === revOf(body);
        const isTouched = stage.touched.has(pool.name);
        return isThere && !isTouched && !isSecretInDoubt(pool.name, before)
          ? `a PUT of ${pool.name}, which was as wanted: rev ${revOf(body)}`
          : undefined;
      },
      atEnd() {
        // What ARM refused is tried again every hour, and that costs something.
        if (lastStatus(stage, headsOf(stage).at(-1))?.state !== "success") return undefined;
        const { github, arm } = lastPoll;
        return github > 1 || arm > 0
          ? `a poll with nothing to do cost ${github} GitHub calls and ${arm} ARM calls`
          : undefined;
      },
    };
  },
};
