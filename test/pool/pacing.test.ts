import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { queueingMs, spread, WRITES_BURST, WRITES_PER_SECOND } from "../../src/pool/pacing.ts";
import { aPoolId, SUBSCRIPTION } from "../builders.ts";

const pools = (count: number, subscriptionId = SUBSCRIPTION) =>
  Array.from({ length: count }, (_, index) => aPoolId(`pool${index}`, { subscriptionId }));

/** The most that fall into any window of so many seconds, ends included. */
function mostWithin(seconds: number, delays: readonly number[]): number {
  const sorted = delays.toSorted((one, other) => one - other);
  let [first, most] = [0, 0];
  sorted.forEach((delay, last) => {
    while (delay - (sorted[first] ?? 0) > seconds * 1000) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

describe("the first steps of many pools", () => {
  it("are all due at once while ARM's bucket of 200 lasts", () => {
    expect(spread(pools(201)).findIndex((delay) => delay > 0)).toBe(200);
  });

  it("are due as ARM refills its bucket from then on", () => {
    expect(spread(pools(WRITES_BURST + 12)).slice(WRITES_BURST - 1)).toEqual([
      0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000, 1_100, 1_200,
    ]);
  });

  it("are spread for each subscription by itself, however it is spelled", () => {
    const mixed = pools(2_000).map((pool, index) => ({
      ...pool,
      subscriptionId: index % 2 === 0 ? "other" : index % 4 === 1 ? SUBSCRIPTION : SUBSCRIPTION.toUpperCase(),
    }));

    const delays = spread(mixed);

    expect(delays.filter((delay) => delay === 0)).toHaveLength(2 * WRITES_BURST);
    expect(Math.max(...delays)).toBe(((1_000 - WRITES_BURST) / WRITES_PER_SECOND) * 1_000);
  });

  it("never ask more of a subscription than its bucket holds and ARM refills", () => {
    const counts = fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 2_000 }));
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 200 }), ([ours, others], seconds) => {
        const all = [...pools(ours), ...pools(others, "other")];
        const delays = spread(all);

        for (const subscription of [SUBSCRIPTION, "other"]) {
          const own = delays.filter((_, index) => all[index]?.subscriptionId === subscription);
          const allowed = WRITES_BURST + WRITES_PER_SECOND * seconds;
          expect(mostWithin(seconds, own)).toBeLessThanOrEqual(allowed);
          // The queue counts whole seconds.
          const inQueue = own.map((delay) => Math.ceil(delay / 1_000) * 1_000);
          expect(mostWithin(seconds, inQueue)).toBeLessThanOrEqual(allowed);
        }
      }),
    );
  });

  it("of no pools are none", () => {
    expect(spread([])).toEqual([]);
  });
});

describe("the last of many steps", () => {
  it.each([
    [0, 0],
    [8, 0],
    [9, 250],
    [2_000, 498_000],
    [20_000, 600_000],
  ])("among %i may be late by %i ms, and no message was lost", (count, lateMs) => {
    expect(queueingMs(count)).toBe(lateMs);
  });

  it("among 2,000 is not late by more where one instance does four a second", () => {
    const dueMs = ((2_000 - WRITES_BURST) / WRITES_PER_SECOND) * 1_000;
    const doneMs = (2_000 / 4) * 1_000;

    expect(doneMs - dueMs).toBeLessThan(queueingMs(2_000));
  });
});
