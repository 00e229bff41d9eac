import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromIso, printDuration, toIso } from "../../src/shared/time.ts";
import { NOW_MS } from "../builders.ts";

describe("an instant", () => {
  it("is written in UTC to the millisecond", () => {
    expect(toIso(NOW_MS + 7)).toBe("2026-01-05T09:00:00.007Z");
  });

  it("comes back as it was, and sorts as text as it does in time", () => {
    const instant = fc.integer({ min: 0, max: Date.parse("9999-12-31T23:59:59.999Z") });
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        expect(fromIso(toIso(one))).toBe(one);
        expect(toIso(one) < toIso(other)).toBe(one < other);
      }),
    );
  });
});

describe("a duration", () => {
  it.each([
    [0, "0 s"],
    [-5_000, "0 s"],
    [499, "0 s"],
    [500, "1 s"],
    [14_000, "14 s"],
    [59_499, "59 s"],
    [59_500, "1 min 0 s"],
    [185_000, "3 min 5 s"],
    [3_599_499, "59 min 59 s"],
    [3_599_500, "1 h 0 min"],
    [7_800_000, "2 h 10 min"],
    [90_000_000, "25 h 0 min"],
  ])("of %i ms is for people: %s", (durationMs, text) => {
    expect(printDuration(durationMs)).toBe(text);
  });
});
