import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rollout } from "../../src/documents/rollout.ts";
import { STUCK_AFTER_MS } from "../../src/documents/stuck.ts";
import type { Standing } from "../../src/rollout/standing.ts";
import { type Rejection, summarise } from "../../src/rollout/summary.ts";
import { DESCRIPTION_LENGTH_MAX } from "../../src/shared/description.ts";
import { aProblem, aRollout, aSha, NOW_MS } from "../builders.ts";

type Outcome = Extract<Standing, { kind: "settled" }>["outcome"];

const settled = (outcome: Outcome): Standing => ({ kind: "settled", outcome });
const superseded: Standing = { kind: "superseded", by: "1234567890".repeat(4) };
const waiting: Standing = { kind: "waiting" };
const pending: Standing = { kind: "pending", dueMs: NOW_MS };
const stuck: Standing = { kind: "waiting", sinceMs: NOW_MS - STUCK_AFTER_MS };
const many = (count: number, standing: Standing) => Array.from({ length: count }, () => standing);

const tell = (
  standings: readonly Standing[],
  rollout: Partial<Rollout> = {},
  rejection?: Rejection,
  name?: string,
) =>
  summarise({
    rollout: aRollout(rollout),
    standings,
    nowMs: NOW_MS,
    ...(rejection && { rejection }),
    ...(name && { stuck: name }),
  });

describe("a commit's status", () => {
  it.each<[string, readonly Standing[], Partial<Rollout>, string]>([
    [
      "counts what happened",
      [...many(2, settled("applied")), settled("unchanged")],
      {},
      "2 applied, 1 unchanged in 14 s",
    ],
    [
      "counts what the commit left alone",
      [settled("applied")],
      { unchangedSpecs: 7 },
      "1 applied, 7 unchanged in 14 s",
    ],
    ["adds both kinds of unchanged", [settled("unchanged")], { unchangedSpecs: 2 }, "3 unchanged in 14 s"],
    ["tells of a commit that touched no spec", [], { unchangedSpecs: 3 }, "3 unchanged in 14 s"],
    ["tells of a source without specs", [], {}, "no specs, nothing to do"],
    ["counts what went", [settled("removed"), settled("kept")], {}, "1 removed, 1 kept in 14 s"],
    ["counts doubts", [settled("applied")], { warnings: 1 }, "1 applied in 14 s, 1 warning"],
    ["counts more doubts", [settled("applied")], { warnings: 3 }, "1 applied in 14 s, 3 warnings"],
    [
      "tells the first doubt with its place and code, whatever else there is",
      [settled("applied")],
      {
        warnings: 2,
        problems: [
          aProblem({ severity: "warning", code: "pool/image-tag", message: "image has no tag", line: 14 }),
          aProblem({ severity: "warning", code: "pool/cpu", message: "cpu", line: 15 }),
        ],
      },
      "1 applied in 14 s, 2 warnings: pools/interpreter.yaml:14:25 pool/image-tag image has no tag",
    ],
    [
      "tells long times in minutes",
      [settled("applied")],
      { seenAt: "2026-01-05T08:40:42.000Z" },
      "1 applied in 19 min 18 s",
    ],
    [
      "names the commit that took over",
      [superseded, superseded, settled("applied")],
      {},
      "1 applied, 2 superseded by 1234567 in 14 s",
    ],
  ])("%s", (_, standings, rollout, description) => {
    expect(tell(standings, rollout)).toEqual({ state: "success", description });
  });

  it.each<[readonly Standing[], string]>([
    [[pending], "0 of 1 pool settled"],
    [[waiting, settled("rejected"), superseded], "2 of 3 pools settled"],
  ])("is pending while a pool is not through", (standings, description) => {
    expect(tell(standings)).toEqual({ state: "pending", description });
  });

  it("is red with the first refusal, in ARM's own words", () => {
    const rejection = {
      pool: "one",
      code: "RequestDisallowedByPolicy",
      message: "Not in this subscription.",
    };

    expect(tell([settled("rejected"), settled("applied"), superseded], {}, rejection)).toEqual({
      state: "failure",
      description:
        "1 rejected, 1 applied, 1 superseded by 1234567 in 14 s. one: RequestDisallowedByPolicy: Not in this subscription.",
      reason: "one: RequestDisallowedByPolicy",
    });
  });

  it("is an error where all that is left is stuck, with what to do", () => {
    expect(tell([stuck, stuck, settled("applied")], {}, undefined, "worker")).toEqual({
      state: "error",
      description:
        "2 stuck, 1 applied. worker: ARM has worked on it for over 45 min. If it never ends, delete the pool or ask Azure's support",
      reason: "worker: stuck",
    });
    expect(tell([stuck], {}).state).toBe("error");
  });

  it("names what is stuck also while others are worked on, and is pending with that", () => {
    expect(tell([stuck, waiting, settled("applied")], {}, undefined, "worker")).toEqual({
      state: "pending",
      description:
        "1 of 3 pools settled, 1 stuck. worker: ARM has worked on it for over 45 min. If it never ends, delete the pool or ask Azure's support",
      reason: "worker: stuck",
    });
  });

  it("names a pool that was to be deleted and is kept, and is green with that", () => {
    const standings = [settled("spared"), settled("applied")];

    expect(summarise({ rollout: aRollout(), standings, spared: "worker", nowMs: NOW_MS })).toEqual({
      state: "success",
      description: "1 applied, 1 kept in 14 s. worker: not deleted, nothing shows that poolkeeper made it",
      reason: "worker: spared",
    });
  });

  it("is red with a refusal before what is stuck", () => {
    const rejection = { pool: "one", code: "X", message: "no" };

    expect(tell([stuck, settled("rejected")], {}, rejection, "worker")).toEqual({
      state: "failure",
      description: "1 rejected, 1 stuck in 14 s. one: X: no",
      reason: "one: X",
    });
  });

  it("is red with how many mistakes there are and the first one, before any doubt", () => {
    const doubt = aProblem({ severity: "warning", message: "a hyphen" });
    const first = aProblem({ line: 8, column: 25, message: "maxConcurrentSessions must be a whole number" });
    const problems = [doubt, first, aProblem({ line: 9 })];

    expect(tell([], { problems, mistakes: 2 })).toEqual({
      state: "failure",
      description:
        "2 mistakes, nothing deployed. pools/interpreter.yaml:8:25 spec/type maxConcurrentSessions must be a whole number",
    });
    expect(tell([], { problems, mistakes: 1 }).description).toMatch(/^1 mistake, nothing deployed\. pools/);
  });

  it("is red for mistakes that nobody kept", () => {
    expect(tell([], { mistakes: 60 })).toEqual({
      state: "failure",
      description: "60 mistakes, nothing deployed.",
    });
  });
});

describe("a status that would be too long", () => {
  const saying = (message: string) =>
    tell([settled("rejected")], {}, { pool: "p", code: "C", message }).description;
  const room = DESCRIPTION_LENGTH_MAX - saying("").length;

  it("is whole as long as it fits", () => {
    expect(saying("x".repeat(room))).toHaveLength(DESCRIPTION_LENGTH_MAX);
    expect(saying("x".repeat(room))).toMatch(/x$/);
  });

  it("is cut where it does not, and shows it", () => {
    expect(saying("x".repeat(room + 1))).toHaveLength(DESCRIPTION_LENGTH_MAX);
    expect(saying("x".repeat(room + 1))).toMatch(/x…$/);
  });

  it("is not cut in the middle of a character", () => {
    for (const shift of [0, 1]) {
      const text = saying(`${"x".repeat(shift)}${"🦋".repeat(100)}`);

      expect(text).toMatch(/🦋…$/);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  it("shows half a character that came from outside as what it is", () => {
    expect(saying("one \ud83e two")).toMatch(/C: one \uFFFD two$/);
  });

  it("has no space before the cut", () => {
    expect(saying(`${"x".repeat(room - 2)}   y${"z".repeat(9)}`)).toMatch(/x…$/);
  });

  it("is one line", () => {
    expect(saying("one\r\ntwo\n\n\tthree")).toMatch(/C: one two three$/);
  });

  it("has nothing in it that steers or hides text", () => {
    expect(saying("one\u001b[31m \u202Eowt\u200b three")).toMatch(/C: one\[31m owt three$/);
  });

  it("is never sent, whatever happened", () => {
    const text = fc.string({ unit: "binary", maxLength: 400 });
    const standing = fc.constantFrom(
      superseded,
      waiting,
      stuck,
      ...(["applied", "unchanged", "removed", "kept", "rejected"] as const).map(settled),
    );
    const rejection = fc.option(fc.record({ pool: text, code: text, message: text }), { nil: undefined });
    const problems = fc.array(fc.record({ file: text, message: text }).map(aProblem), { maxLength: 2 });
    const counts = fc.record({
      mistakes: fc.nat(2_000),
      warnings: fc.nat(2_000),
      unchangedSpecs: fc.nat(2_000),
    });
    fc.assert(
      fc.property(
        fc.array(standing, { maxLength: 20 }),
        rejection,
        problems,
        counts,
        fc.nat(40 * 24 * 3_600_000),
        (standings, first, all, numbers, ageMs) => {
          const seenAt = new Date(NOW_MS - ageMs).toISOString();
          const rollout = { commit: aSha("c"), ...numbers, problems: all, seenAt };
          const { description } = tell(standings, rollout, first);

          expect(description).not.toBe("");
          expect(description.length).toBeLessThanOrEqual(DESCRIPTION_LENGTH_MAX);
          expect(description.isWellFormed()).toBe(true);
          expect(description).not.toMatch(/[\r\n]/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
