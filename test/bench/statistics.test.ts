import { describe, expect, it } from "vitest";
import { median, percentile, sum } from "./statistics.ts";

const HUNDRED = Array.from({ length: 100 }, (_, index) => 100 - index);

describe("a percentile", () => {
  it.each([
    [0, 1],
    [1, 1],
    [50, 50],
    [90, 90],
    [99, 99],
    [100, 100],
  ])("p%i of 1 to 100, in any order, is %i", (percent, value) => {
    expect(percentile(HUNDRED, percent)).toBe(value);
  });

  it("is a value that was measured, however few there are", () => {
    expect(percentile([7], 99)).toBe(7);
    expect(percentile([2, 1], 50)).toBe(1);
    expect(percentile([10, 9, 2], 90)).toBe(10);
  });

  it("leaves the values in their order", () => {
    const values = [3, 1, 2];

    expect(median(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
  });

  it("of nothing is an error", () => {
    expect(() => percentile([], 50)).toThrow("nothing was measured");
  });
});

describe("a sum", () => {
  it("adds up, and is 0 of nothing", () => {
    expect(sum([1, 2, 3.5])).toBe(6.5);
    expect(sum([])).toBe(0);
  });
});
