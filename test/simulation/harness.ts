import { type Author, createAuthor } from "./author.ts";
import { drain } from "./drain.ts";
import type { Faults } from "./faults.ts";
import { touch } from "./play.ts";
import type { ByHand } from "./script.ts";
import { poolIdOf } from "./specs.ts";
import type { ArmWrite } from "./stand-ins/arm.ts";
import { createTale } from "./tale.ts";
import { type Breach, watchPromises } from "./watch.ts";
import { createWorld, type World, type WorldSettings } from "./world.ts";

/** A change that a request asked ARM for, and when it arrived. */
export interface SeenWrite extends ArmWrite {
  readonly atMs: number;
}

/** A world for a test that has a story of its own: see README.md. */
export interface Harness extends Pick<Author, "push" | "force"> {
  readonly world: World;
  readonly faults: Faults;
  /** Lets time pass. Nobody polls meanwhile, unless the test does. */
  pass(ms: number): Promise<void>;
  poll(): void;
  snapshot(): void;
  touch(pool: string, how: ByHand): Promise<void>;
  /** Faults stop, polls go on until all is as it should be. Every promise is looked at: the one that was broken. */
  settle(): Promise<Breach | undefined>;
  /** The first promise that was broken so far. */
  readonly breach: Breach | undefined;
  /** Requests to change the pool, oldest first. */
  writesOf(pool: string): readonly SeenWrite[];
  /** The pool in ARM. */
  found(pool: string): ReturnType<World["arm"]["found"]>;
  /** What the commit was told, oldest first, such as `success: 2 applied in 3 s`. */
  told(commit: string): readonly string[];
  /** The whole story, line by line, for a test that fails. */
  readonly lines: readonly string[];
}

export function createHarness(settings: WorldSettings = {}): Harness {
  const world = createWorld(settings);
  const { scheduler, host, faults, arm, github } = world;
  const author = createAuthor(world);
  const tale = createTale(world);
  const watchers = watchPromises(world, author);
  const writes: SeenWrite[] = [];
  world.onFact((fact) => {
    if (fact.kind === "armWrite") writes.push({ ...fact, atMs: scheduler.now() });
  });

  return {
    world,
    faults,
    push: author.push,
    force: author.force,
    pass(ms) {
      // What a test began between two steps goes on first: else its first call would leave when the time has passed.
      scheduler.at(scheduler.now(), "the test goes on", () => undefined);
      return world.runUntil(scheduler.now() + ms);
    },
    poll: () => void host.invoke("poll", (app, { log }) => app.poll(log)),
    snapshot: () => void host.invoke("snapshot", (app, { log }) => app.snapshot(log)),
    touch: (pool, how) => touch(pool, how, world),
    async settle() {
      await drain(world, watchers, scheduler.now());
      return watchers.breach;
    },
    get breach() {
      return watchers.breach;
    },
    writesOf: (pool) => writes.filter((write) => write.pool.name === pool),
    found: (pool) => arm.found(poolIdOf(pool)),
    told: (commit) =>
      github.statuses
        .filter((status) => status.commit === commit)
        .map(({ state, description }) => `${state}: ${description}`),
    get lines() {
      return tale.end().lines;
    },
  };
}
