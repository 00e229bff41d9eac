import { describe, expect, it } from "vitest";
import { container, createWorld, idOf, interpreter } from "./world.ts";

const MINUTE = 60_000;
/** More effects than one push causes. */
const EFFECTS_MAX = 400;

/** Wraps every effect of a port, so that the `n`-th one of all dies before or after it was done. */
function crashing<T extends object>(
  port: T,
  counter: { next: number; readonly at: number; readonly when: "before" | "after" },
): T {
  return new Proxy(port, {
    get(target, property, receiver) {
      const method: unknown = Reflect.get(target, property, receiver);
      if (typeof method !== "function") return method;
      return (...args: unknown[]) => {
        const isHere = counter.next === counter.at;
        counter.next += 1;
        if (isHere && counter.when === "before") throw new Error("crash");
        const result: unknown = Reflect.apply(method, target, args);
        if (!isHere || !(result instanceof Promise)) return result;
        return result.then(() => {
          throw new Error("crash");
        });
      };
    },
  });
}

describe.each(["before", "after"] as const)("a crash %s any one effect", (when) => {
  it("loses nothing, goes back on nothing and repeats no accepted PUT", { timeout: 120_000 }, async () => {
    let reached = true;
    for (let at = 0; reached && at < EFFECTS_MAX; at += 1) {
      const world = createWorld();
      const counter = { next: 0, at, when };
      const { createPoolkeeper } = await import("../../src/poolkeeper.ts");
      world.app = createPoolkeeper([world.source], {
        signatures: world.signatures,
        clock: world.clock,
        chance: world.chance,
        version: "0.0.0",
        queues: crashing(world.queues, counter),
        documents: crashing(world.documents, counter),
        pools: crashing(world.pools, counter),
        repositories: crashing(world.repositories, counter),
        audit: crashing(world.audit, counter),
      });

      const commit = world.repositories.commit({
        "pools/a.yaml": interpreter("quick"),
        "pools/b.yaml": container("slow"),
      });
      await world.hear(commit).catch(() => 500);
      for (let polls = 0; polls < 4; polls += 1) {
        await world.pass(5 * MINUTE);
        await world.poll().catch(() => {});
      }
      await world.pass(5 * MINUTE);

      const story = `crash ${when} effect ${at}`;
      expect(world.pools.found(idOf("quick"))?.provisioningState, story).toBe("Succeeded");
      expect(world.pools.found(idOf("slow"))?.provisioningState, story).toBe("Succeeded");
      expect(world.states(commit).at(-1), story).toBe("success");
      expect(world.pools.puts.length, story).toBeLessThanOrEqual(when === "before" ? 3 : 2);
      reached = counter.next > at;
    }
    expect(reached).toBe(false);
  });
});
