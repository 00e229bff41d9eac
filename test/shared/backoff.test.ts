import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs } from "../../src/shared/backoff.ts";

const ALMOST_ONE = 1 - Number.EPSILON;
const attempts = fc.integer({ min: 1, max: 10_000 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the wait before a try", () => {
  it.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [7, 320_000],
    [8, 640_000],
    [9, 900_000],
    [10_000, 900_000],
  ])("doubles up to a quarter of an hour: %i waits for %i ms at most", (attempt, boundMs) => {
    expect(backoffMs(attempt, ALMOST_ONE)).toBe(boundMs);
    expect(backoffMs(attempt, 0.5)).toBe(boundMs / 2);
  });

  it("is spread over all of it, so that many do not come at once", () => {
    fc.assert(
      fc.property(attempts, chance, chance, (attempt, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(backoffMs(attempt, less)).toBeLessThanOrEqual(backoffMs(attempt, more));
      }),
    );
  });

  it("is a second at least and a quarter of an hour at most, in whole milliseconds", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 10_000 }), chance, (attempt, random) => {
        const waitMs = backoffMs(attempt, random);
        expect(waitMs).toBeGreaterThanOrEqual(1_000);
        expect(waitMs).toBeLessThanOrEqual(900_000);
        expect(Number.isInteger(waitMs)).toBe(true);
      }),
    );
  });
});
