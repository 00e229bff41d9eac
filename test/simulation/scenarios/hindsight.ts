import type { Fact } from "../facts.ts";
import { revOf } from "../promises/promised.ts";
import { poolIdOf } from "../specs.ts";
import { START_MS, type World } from "../world.ts";
import { type CallPattern, matches } from "./interfere.ts";

/** A change of a pool that reached ARM. */
export interface Written {
  readonly rev: number | undefined;
  readonly status: number;
}

/** What can be asked about all that has happened from now on. */
export function rememberAll({ onFact, scheduler, arm, github }: World) {
  const facts: { readonly fact: Fact; readonly atMs: number }[] = [];
  onFact((fact) => facts.push({ fact, atMs: scheduler.now() - START_MS }));

  const writes = (pool: string): readonly Written[] =>
    facts.flatMap(({ fact }) =>
      fact.kind === "armWrite" && fact.pool.name === pool
        ? [{ rev: revOf(fact.body), status: fact.status }]
        : [],
    );

  return {
    /** When calls like this left the program, in milliseconds since the beginning. */
    calls: (pattern: CallPattern): readonly number[] =>
      facts.flatMap(({ fact, atMs }) => (fact.kind === "sent" && matches(fact.call, pattern) ? [atMs] : [])),
    writes,
    /** The revisions that ARM took. */
    accepted: (pool: string) =>
      writes(pool)
        .filter(({ status }) => status < 300)
        .map(({ rev }) => rev),
    /** The revision that the pool has; `undefined` if it is not there. */
    rev: (pool: string): number | undefined => revOf(arm.found(poolIdOf(pool))?.resource),
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
