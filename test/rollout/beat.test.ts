import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beatDelayMs, LOST_AFTER_MS, roleOf } from "../../src/rollout/beat.ts";
import { aRollout, aRolloutMessage, at, NOW_MS } from "../builders.ts";

describe("the beat of a rollout", () => {
  it.each([
    [0, 2_000],
    [14_000, 2_000],
    [60_000, 6_000],
    [149_000, 14_900],
    [20 * 60_000, 15_000],
    [-5_000, 2_000],
  ])("is quick at first and calm later: after %i ms again in %i ms", (ageMs, delayMs) => {
    expect(beatDelayMs(aRollout({ seenAt: at(-ageMs) }), NOW_MS)).toBe(delayMs);
  });
});

describe("a message of a rollout", () => {
  const inTime = { beat: 7, nextBeatAt: at(-LOST_AFTER_MS) };
  const overdue = { beat: 7, nextBeatAt: at(-LOST_AFTER_MS - 1) };
  const closed = { ...inTime, closedAt: at(-1) };

  it.each<[string, number | undefined, object, string]>([
    ["with the beat that is due carries the loop on", 7, inTime, "beat"],
    ["with the next beat, whose document was not written, carries it on", 8, inTime, "beat"],
    ["with a beat from before is a leftover", 6, inTime, "stale"],
    ["with a beat far ahead is one of another life", 9, inTime, "stale"],
    ["with the beat of a rollout that closed is a leftover", 7, closed, "stale"],
    ["without a beat is a nudge while the loop is alive", undefined, inTime, "nudge"],
    ["without a beat takes over a loop whose message was lost", undefined, overdue, "beat"],
    ["without a beat opens a rollout that closed", undefined, closed, "beat"],
  ])("%s", (_, beat, rollout, role) => {
    const message = aRolloutMessage(beat === undefined ? {} : { beat });

    expect(roleOf(message, aRollout(rollout), NOW_MS)).toBe(role);
  });

  it("that is delivered twice carries one loop on, not two", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 2, max: 50 }), (beat, ahead) => {
        // The first delivery has moved the rollout on, by one beat or by many.
        const moved = aRollout({ ...inTime, beat: beat + ahead });

        expect(roleOf(aRolloutMessage({ beat }), moved, NOW_MS)).toBe("stale");
      }),
    );
  });
});
