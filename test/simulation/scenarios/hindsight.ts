import type { EffectCall } from "../effects.ts";
import type { Fact } from "../facts.ts";
import type { Harness } from "../harness.ts";
import { revOf } from "../promises/promised.ts";
import { START_MS } from "../world.ts";

/** What can be asked about all that has happened from now on. */
export function rememberAll({ world, writesOf, found }: Pick<Harness, "world" | "writesOf" | "found">) {
  const { onFact, scheduler, github } = world;
  const facts: { readonly fact: Fact; readonly atMs: number }[] = [];
  onFact((fact) => facts.push({ fact, atMs: scheduler.now() - START_MS }));

  /** The revision that each change asked for that reached ARM, and what ARM said. */
  const writes = (pool: string) => writesOf(pool).map(({ body, status }) => ({ rev: revOf(body), status }));

  return {
    /** When calls like this left the program, in milliseconds since the beginning. */
    calls: (which: Partial<EffectCall>): readonly number[] =>
      facts.flatMap(({ fact, atMs }) => (fact.kind === "sent" && isLike(fact.call, which) ? [atMs] : [])),
    writes,
    /** The revisions that ARM took. */
    accepted: (pool: string) =>
      writes(pool)
        .filter(({ status }) => status < 300)
        .map(({ rev }) => rev),
    /** The revision that the pool has; `undefined` if it is not there. */
    rev: (pool: string): number | undefined => revOf(found(pool)?.resource),
    /** Of one commit: the states posted, oldest first; one that was posted again stands there once. */
    states: (commit: string) =>
      github.statuses
        .filter((status) => status.commit === commit)
        .map(({ state }) => state)
        .filter((state, at, all) => state !== all[at - 1]),
    /** What the commit's newest status says. */
    said: (commit: string) => github.statuses.findLast((status) => status.commit === commit)?.description,
    /** How many invocations came to their end. */
    ended: (): number => facts.filter(({ fact }) => fact.kind === "ended").length,
  };
}

const isLike = (call: EffectCall, which: Partial<EffectCall>): boolean =>
  Object.entries(which).every(([name, value]) => call[name as keyof EffectCall] === value);
