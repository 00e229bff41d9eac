import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapConcurrently } from "../../src/shared/concurrent.ts";
import { Busy } from "../../src/shared/failures.ts";

/** Work that takes a number of turns, and knows how much of it runs. */
function createWork(turnsOf: (item: number) => number = () => 1) {
  let running = 0;
  const begun: number[] = [];
  const ended: number[] = [];
  const most = { running: 0 };
  return {
    begun,
    ended,
    most,
    work: async (item: number): Promise<number> => {
      begun.push(item);
      running += 1;
      most.running = Math.max(most.running, running);
      for (let turns = turnsOf(item); turns > 0; turns -= 1) await turn();
      running -= 1;
      ended.push(item);
      return item * 2;
    },
  };
}

describe("work on many items", () => {
  it("is done for each once, never by more than the limit, with results in the order of the items", async () => {
    const turns = fc.array(fc.nat(4), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(turns, fc.integer({ min: 1, max: 8 }), async (counts, limit) => {
        const items = counts.map((_, index) => index);
        const { work, begun, most } = createWork((item) => counts[item] ?? 0);

        expect(await mapConcurrently(items, limit, work)).toEqual(items.map((item) => item * 2));

        expect(begun).toEqual(items);
        expect(most.running).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 50 },
    );
  });

  it("is nothing for no items", async () => {
    expect(await mapConcurrently([], 8, createWork().work)).toEqual([]);
  });

  it("ends with the first error, begins nothing after it, and leaves nothing running", async () => {
    const { work, begun, ended } = createWork((item) => item);
    const failing = async (item: number): Promise<number> => {
      const done = await work(item);
      if (item === 2) throw new Error("the second");
      return done;
    };

    await expect(mapConcurrently([1, 2, 9, 4, 5, 6], 3, failing)).rejects.toThrow("the second");

    // The ninth had begun, and a write in flight is waited for: nobody is surprised by it afterwards.
    expect(begun).toEqual([1, 2, 9, 4]);
    expect(new Set(ended)).toEqual(new Set([1, 2, 9, 4]));
    await turn();
    expect(begun).toHaveLength(4);
  });

  it("ends with the longest wish for patience, whatever else failed beside it", async () => {
    const failing = (waitMs: number): Promise<never> =>
      Promise.reject(
        new Busy({ code: `${waitMs}`, message: "", ...(waitMs > 0 && { retryAfterMs: waitMs }) }),
      );

    await expect(mapConcurrently([0, 10, 30, 20], 4, failing)).rejects.toMatchObject({ code: "30" });
    await expect(mapConcurrently([0], 4, failing)).rejects.toMatchObject({ code: "0" });
  });

  it("passes on an error that is thrown at once", async () => {
    const begun: number[] = [];
    const throwing = (item: number): Promise<number> => {
      begun.push(item);
      throw new TypeError("a bug");
    };

    await expect(mapConcurrently([1, 2, 3], 1, throwing)).rejects.toThrow("a bug");
    expect(begun).toEqual([1]);
  });
});
