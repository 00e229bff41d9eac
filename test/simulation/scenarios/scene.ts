import { expect } from "vitest";
import type { Failure } from "../../../src/shared/failures.ts";
import type { ServiceResponse } from "../../local/http.ts";
import { createAuthor, type SpecChange } from "../author.ts";
import type { EffectCall } from "../effects.ts";
import type { Fact } from "../facts.ts";
import type { Fault } from "../faults.ts";
import { revOf } from "../promises/promised.ts";
import { poolIdOf } from "../specs.ts";
import { watchPromises } from "../watch.ts";
import { deliver, type Push } from "../webhook.ts";
import { createWorld, START_MS, type WorldSettings } from "../world.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** So often that a scenario has to end it. */
export const ALWAYS = Number.POSITIVE_INFINITY;

/** As the settings have it. */
const POLL_MS = 5 * MINUTE;

/** The spec of a pool says this revision; without any, it is made. */
export const set = (pool: string, rev: number): SpecChange => ({ kind: "set", pool, rev });

export const remove = (pool: string): SpecChange => ({ kind: "remove", pool });

type CallPattern = Partial<EffectCall>;

/** A change of a pool that reached ARM. */
export interface Written {
  readonly method: string;
  readonly rev: number | undefined;
  readonly status: number;
  /** Since the beginning. */
  readonly atMs: number;
}

/** The world without a fault but those that a scenario asks for, polled every five minutes. */
export function createScene(settings: WorldSettings = {}) {
  const world = createWorld(settings);
  const author = createAuthor(world);
  const { scheduler, host, arm, github } = world;
  const watchers = watchPromises(world, author);
  const facts: { readonly fact: Fact; readonly atMs: number }[] = [];
  world.onFact((fact) => facts.push({ fact, atMs: scheduler.now() - START_MS }));
  const poll = () => void host.invoke("poll", (app, { log }) => app.poll(log));
  const pollAt = (atMs: number): void =>
    void scheduler.at(atMs, "timer", () => {
      poll();
      pollAt(atMs + POLL_MS);
    });
  pollAt(START_MS + POLL_MS);

  const writes = (pool: string): readonly Written[] =>
    facts.flatMap(({ fact, atMs }) =>
      fact.kind === "armWrite" && fact.pool.name === pool
        ? [{ method: fact.method, rev: revOf(fact.body), status: fact.status, atMs }]
        : [],
    );

  return {
    ...world,
    ...author,
    ...interference(world),
    facts,
    poll,
    /** Lets time pass; whatever happens, every promise is kept. */
    async pass(ms: number): Promise<void> {
      await world.runUntil(scheduler.now() + ms);
      expect(watchers.breach).toBeUndefined();
    },
    /** GitHub, or whoever says so, tells of a push. */
    hear: (push: Partial<Push>) =>
      void host.invoke("webhook", async (app, { log }) => {
        const { owner, name } = world.source.repository;
        const { branch } = world.source;
        const usual = {
          repository: `${owner}/${name}`,
          branch,
          forced: false,
          delivery: "delivery-of-a-test",
        };
        await deliver({ ...usual, before: undefined, after: undefined, ...push }, app, log);
      }),
    /** Calls that left the program. */
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
  };
}

export type Scene = ReturnType<typeof createScene>;

/** Ways to let go wrong exactly what a scenario is about. */
function interference({ faults, arm, github }: ReturnType<typeof createWorld>) {
  const strikes: { readonly pattern: CallPattern; readonly fault: Fault; left: number }[] = [];
  const fates = new Map<string, unknown>();
  const answers: {
    readonly method: string;
    readonly path: string;
    readonly answer: ServiceResponse;
    left: number;
  }[] = [];

  const { courseOf, roll } = faults;
  faults.courseOf = (call, key) => {
    const course = courseOf(call, key);
    const strike = strikes.find(({ pattern, left }) => left > 0 && matches(call, pattern));
    if (!strike) return course;
    strike.left -= 1;
    return { ...course, fault: strike.fault };
  };
  faults.roll = <T>(key: string, ...rest: [number, never]) =>
    fates.has(key) ? (fates.get(key) as T) : roll<T>(key, ...rest);

  const handle = arm.service.handle.bind(arm.service);
  arm.service.handle = async (request) => {
    const path = decodeURIComponent(request.url.pathname).toLowerCase();
    const scripted = answers.find(
      (one) => one.left > 0 && one.method === request.method && path.endsWith(one.path.toLowerCase()),
    );
    if (!scripted) return await handle(request);
    scripted.left -= 1;
    return scripted.answer;
  };

  return {
    /** Happens to the next calls like this. Returns what ends it. */
    strike(pattern: CallPattern, fault: Fault, times = 1): () => void {
      const strike = { pattern, fault, left: times };
      strikes.push(strike);
      return () => {
        strike.left = 0;
      };
    },
    /** ARM answers requests for the pool, or for a list with `""`, with this, and does nothing. Returns what ends it. */
    armSays(method: string, pool: string, answer: ServiceResponse, times = 1): () => void {
      const scripted = {
        method,
        path: pool === "" ? "/sessionPools" : `/sessionPools/${pool}`,
        answer,
        left: times,
      };
      answers.push(scripted);
      return () => {
        scripted.left = 0;
      };
    },
    /** The nth operation that we begin on the pool, from 1, ends so. */
    operationFails: (nth: number, pool: string, error: { readonly code: string; readonly message: string }) =>
      void fates.set(`operation ${nth} on ${pool} fails`, error),
    operationTakes: (nth: number, pool: string, ms: number) =>
      void fates.set(`operation ${nth} on ${pool} hangs`, ms),
    /** GitHub shows nothing, for this reason, until it is opened again. */
    closeGitHub: (why: Failure | undefined) => {
      github.closed = why;
    },
  };
}

const matches = (call: EffectCall, pattern: CallPattern): boolean =>
  Object.entries(pattern).every(([name, value]) => call[name as keyof EffectCall] === value);

/** An error as ARM words it. */
export const armError = (
  status: number,
  error: { readonly code: string; readonly message?: string; readonly details?: readonly object[] },
  headers: { readonly [name: string]: string } = {},
): ServiceResponse => ({ status, headers, body: JSON.stringify({ error: { message: "no", ...error } }) });
