import type { Fact } from "../facts.ts";
import { poolIdOf } from "../specs.ts";
import { headsOf, lastStatus } from "./heads.ts";
import { type Promised, revOf, type Stage } from "./promised.ts";

/** ARM's work on a pool is looked at by then, also where a beat was lost: it is stuck after 45 minutes. */
const STUCK_IS_TOLD_MS = 75 * 60_000;

/** The next poll sees that the branch has gone back, and believes it two minutes later. */
const COMES_BACK_WITHIN_MS = 8 * 60_000;

type Write = Extract<Fact, { kind: "armWrite" }>;

/** Every followed commit ends in success, failure or superseded, and what it is told is true. */
export const alwaysAnswers: Promised = {
  number: 10,
  says: "always answers",
  watch: (stage) => {
    const { scheduler, faults, names, nameOf } = stage.world;
    /**
     * Until when ARM puts right what was changed by hand, or brings a new secret. Where that fails, it is told on the
     * commit that the pool was put for, and is no other one's matter.
     */
    const mendingUntilMs = new Map<string, number>();
    const work = new Map<string, { readonly sinceMs: number; readonly untilMs: number }>();
    const ends = new Set<string>();

    function note({ pool: { name }, body, before, acceptedUntilMs }: Write): void {
      if (acceptedUntilMs === undefined) return;
      work.set(name, { sinceMs: scheduler.now(), untilMs: acceptedUntilMs });
      const isSame = before?.provisioningState === "Succeeded" && revOf(before.resource) === revOf(body);
      if (isSame || stage.touched.has(name)) mendingUntilMs.set(name, acceptedUntilMs);
      else mendingUntilMs.delete(name);
    }

    function isMending(pool: string): boolean {
      const untilMs = mendingUntilMs.get(pool);
      if (untilMs === undefined) return false;
      const hasFailed = stage.world.arm.found(poolIdOf(pool))?.provisioningState === "Failed";
      return untilMs > scheduler.now() || hasFailed;
    }

    /** The end that was told before, in the same words: it is of that time. */
    function isSaidAgain({ commit, status }: Extract<Fact, { kind: "status" }>): boolean {
      const words = `${commit} ${status.description.replace(/ · audit .*/, "")}`;
      const isKnown = ends.has(words);
      ends.add(words);
      return isKnown;
    }

    /** While ARM is at work without end, the head that wants the pool is not left waiting. */
    function untold(): string | undefined {
      const nowMs = scheduler.now();
      const quietSinceMs = faults.stoppedAtMs ?? nowMs;
      const head = headsOf(stage).at(-1);
      const stuck = [...work].find(
        ([, { sinceMs, untilMs }]) =>
          untilMs > nowMs && nowMs - Math.max(sinceMs, quietSinceMs) > STUCK_IS_TOLD_MS,
      );
      if (!stuck) return undefined;
      const told = lastStatus(stage, head);
      return told?.state === "pending" && !told.description.includes(`${stuck[0]}: ARM has worked on it`)
        ? `ARM is at work on ${stuck[0]} and never ends, and ${nameOf(head ?? "")} was told nothing of it`
        : undefined;
    }

    return {
      onFact(fact) {
        if (fact.kind === "armWrite") note(fact);
        if (fact.kind === "ended") return untold();
        if (fact.kind !== "status" || fact.status.state !== "success") return undefined;
        if (isSaidAgain(fact)) return undefined;
        // What was superseded is history, also where the branch has come back to it.
        if (namesNewer(stage, fact.commit, fact.status.description)) return undefined;
        return isKnownHead(stage, fact.commit) ? tooEarly(stage, fact.commit, isMending) : undefined;
      },
      atEnd() {
        const open = [...names.keys()].find((commit) => lastStatus(stage, commit)?.state === "pending");
        return (
          open && `${nameOf(open)} was told "${lastStatus(stage, open)?.description}" last, and nothing more`
        );
      },
    };
  },
};

/** Where the branch has just come back to a commit, what is told may be of its first time: nobody need know of it yet. */
function isKnownHead(stage: Stage, commit: string): boolean {
  const { git, scheduler } = stage.world;
  const heads = headsOf(stage);
  const isBack = heads.indexOf(commit) !== heads.length - 1;
  const isNew = scheduler.now() - (git.moves.at(-1)?.knownAtMs ?? 0) < COMES_BACK_WITHIN_MS;
  return heads.at(-1) === commit && !(isBack && isNew);
}

/** One that the branch named after the commit. */
function namesNewer(stage: Stage, commit: string, description: string): boolean {
  const [, by] = /superseded by ([0-9a-f]{7})\b/.exec(description) ?? [];
  const heads = headsOf(stage);
  const later = heads.slice(heads.indexOf(commit) + 1);
  return by !== undefined && later.some((newer) => newer !== commit && newer.startsWith(by));
}

function tooEarly(stage: Stage, commit: string, isMending: (pool: string) => boolean): string | undefined {
  const { world, author, touched } = stage;
  for (const { pool, rev, location } of author.specsOf(commit).values()) {
    const found = world.arm.found(poolIdOf(pool));
    if (touched.has(pool) || isMending(pool)) continue;
    const isThere = found?.provisioningState === "Succeeded" && revOf(found.resource) === rev;
    if (!isThere || found.resource.location !== location)
      return `${world.nameOf(commit)} was told success while ${pool} is ${found?.provisioningState ?? "not there"} with rev ${revOf(found?.resource)}`;
  }
  return undefined;
}
