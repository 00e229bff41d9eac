import type { PoolView } from "../../local/arm/service.ts";
import { needsSecret, SECRET } from "../specs.ts";
import { headsOf, lastStatus, specOf } from "./heads.ts";
import { type Promised, revOf } from "./promised.ts";

/** A pool that is as wanted gets no PUT. A sync with no change costs one GitHub call and no ARM call. */
export const nothingToDoNothingDone: Promised = {
  number: 4,
  says: "nothing to do, nothing done",
  watch: (stage) => {
    let lastPoll = { syncs: 0, github: 0, arm: 0 };
    let isPolling = false;
    let wasGreen = false;
    const isGreen = (): boolean => lastStatus(stage, headsOf(stage).at(-1))?.state === "success";
    /**
     * Pools that a step may have put, and not been able to write down, with how many values their secret had had by
     * then. A later PUT ends the doubt for as long as there is no other value: else nobody sees which came last.
     */
    const doubtful = new Map<string, number>();
    const putSince = new Set<string>();
    const values = (): number => stage.world.secretValues.length;

    function doubt(pool: string): void {
      putSince.delete(pool);
      if (!doubtful.has(pool)) doubtful.set(pool, values());
    }

    const isInDoubt = (pool: string): boolean =>
      doubtful.has(pool) && !(putSince.has(pool) && doubtful.get(pool) === values());

    /** Of a change that was overtaken, or a pool that was let go, nothing is on record when the branch comes back. */
    function wasLeft(pool: string, rev: number | undefined): boolean {
      const revs = headsOf(stage).map((commit) => specOf(stage, commit, pool)?.rev);
      return revs.slice(revs.indexOf(rev)).some((other) => other !== rev);
    }

    function isSecretInDoubt(pool: string, before: PoolView): boolean {
      const isOld = before.secrets[SECRET.name] !== stage.world.secretValues.at(-1);
      return needsSecret(pool) && (isOld || isInDoubt(pool) || wasLeft(pool, revOf(before.resource)));
    }

    return {
      onFact(fact) {
        // A snapshot looks at everything, whether there is something to do or not, and has looked at what it finds.
        if (fact.kind === "sent" && fact.by.name.startsWith("snapshot")) isPolling = false;
        if (fact.kind === "sent" && isPolling) {
          if (fact.call.service === "github") lastPoll.github += 1;
          if (fact.call.service === "github" && fact.by.name.startsWith("sync ")) lastPoll.syncs += 1;
          if (fact.call.service === "arm") lastPoll.arm += 1;
        }
        if (fact.kind === "fault" || fact.kind === "crashed")
          doubt(/^reconcile (\S+)/.exec(fact.by.name)?.[1] ?? "");
        if (fact.kind === "quiet") {
          [lastPoll, isPolling] = [{ syncs: 0, github: 0, arm: 0 }, true];
          wasGreen = isGreen();
        }
        if (fact.kind !== "armWrite" || fact.method !== "PUT") return undefined;
        const { pool, body, before } = fact;
        const isThere = before?.provisioningState === "Succeeded" && revOf(before.resource) === revOf(body);
        const isTouched = stage.touched.has(pool.name);
        const isNeedless = isThere && !isTouched && !isSecretInDoubt(pool.name, before);
        const isSure = fact.acceptedUntilMs !== undefined && !fact.by.isDisturbed;
        if (isSure) putSince.add(pool.name);
        return isNeedless ? `a PUT of ${pool.name}, which was as wanted: rev ${revOf(body)}` : undefined;
      },
      atEnd() {
        const { syncs, github, arm } = lastPoll;
        if (syncs > 1) return `a sync with nothing new cost ${syncs} GitHub calls`;
        // What ARM refused is tried again every hour, and what was wanted before a head with mistakes may be under way.
        if (!wasGreen || !isGreen()) return undefined;
        return github > 1 || arm > 0
          ? `a poll with nothing to do cost ${github} GitHub calls and ${arm} ARM calls`
          : undefined;
      },
    };
  },
};
