import { expect, onTestFinished } from "vitest";
import type { Health } from "../../../src/health/check.ts";
import type { SpecChange } from "../author.ts";
import { createHarness, type Harness } from "../harness.ts";
import { deliver, type Push } from "../webhook.ts";
import { START_MS, type World, type WorldSettings } from "../world.ts";
import { rememberAll } from "./hindsight.ts";
import { interfereWith } from "./interfere.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** As the settings have it. */
const POLL_MS = 5 * MINUTE;

/** The spec of a pool says this revision; without any, it is made. */
export const set = (pool: string, rev: number): SpecChange => ({ kind: "set", pool, rev });

export const remove = (pool: string): SpecChange => ({ kind: "remove", pool });

/** The world without a fault but those that a scenario asks for, polled every five minutes. */
export function createScene(settings: WorldSettings = {}) {
  const sim = createHarness(settings);
  const { world, faults, push, force, poll, snapshot, found } = sim;
  const stopPolling = pollFrom(START_MS + POLL_MS, sim);
  onTestFinished(async () => {
    stopPolling();
    expect(await sim.settle()).toBeUndefined();
  });

  return {
    ...world,
    ...interfereWith(world),
    ...rememberAll(sim),
    order: faults.order,
    push,
    force,
    poll,
    snapshot,
    found,
    /** Lets time pass; whatever happens, every promise is kept. */
    async pass(ms: number): Promise<void> {
      await sim.pass(ms);
      expect(sim.breach).toBeUndefined();
    },
    /** What `health` answers; it takes a moment. */
    async health(): Promise<Health | undefined> {
      let health: Health | undefined;
      world.host.invoke("health", async (app) => {
        health = await app.health();
      });
      await sim.pass(SECOND);
      return health;
    },
    /** GitHub, or whoever says so, tells of a push. */
    hear: (heard: Partial<Push>) => hear(heard, world),
  };
}

export type Scene = ReturnType<typeof createScene>;

/** Like clockwork, until the function that it returns is called. */
function pollFrom(atMs: number, { world: { scheduler }, poll }: Harness): () => void {
  let callOff = (): void => undefined;
  const next = (dueMs: number): void => {
    callOff = scheduler.at(dueMs, "timer", () => {
      poll();
      next(dueMs + POLL_MS);
    });
  };
  next(atMs);
  return () => callOff();
}

function hear(push: Partial<Push>, { host, hostOf, source, github }: World): void {
  const { repository, branch } = source;
  const usual = {
    repositoryId: github.id,
    branch,
    before: undefined,
    after: undefined,
    forced: false,
    delivery: "delivery-of-a-test",
  };
  host.invoke("webhook", async (app, invocation) => {
    const told = { repository: `${repository.owner}/${repository.name}`, ...usual, ...push };
    await deliver(told, app, hostOf(invocation));
  });
}

/** A source that was followed for a while, of three pools, and is at rest. */
export async function followed(settings: WorldSettings = {}): Promise<Scene> {
  const scene = createScene({ source: { removed: "delete" }, ...settings });
  scene.push([set("quick-1", 1), set("quick-2", 1), set("slow-1", 1)]);
  await scene.pass(9 * MINUTE);
  return scene;
}

/** The revisions of its three pools: 1 each, if nothing was done to them. */
export const revs = (scene: Scene): readonly (number | undefined)[] =>
  ["quick-1", "quick-2", "slow-1"].map((pool) => scene.rev(pool));

export const deletions = (scene: Scene): number => scene.calls({ service: "arm", what: "DELETE" }).length;

/** Why the source can't be read, as health tells it. */
export const troubleOf = async (scene: Scene): Promise<string | undefined> =>
  (await scene.health())?.sources[0]?.unreadable?.code;
