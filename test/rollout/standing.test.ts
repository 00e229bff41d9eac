import { describe, expect, it } from "vitest";
import type { PoolKnowledge } from "../../src/documents/labels.ts";
import type { PoolLabels } from "../../src/documents/pool-state.ts";
import { STUCK_AFTER_MS } from "../../src/documents/stuck.ts";
import { isSettled, isStuck, type Standing, standingOf } from "../../src/rollout/standing.ts";
import { aRolloutPool, aSha, at, NOW_MS } from "../builders.ts";

const labels = (overrides: Partial<PoolLabels> = {}): PoolLabels => ({
  phase: "settled",
  generation: "2",
  outcome: "applied",
  at: String(NOW_MS),
  ...overrides,
});

const wanted = (generation: string) => ({ generation, commit: aSha("d") });
const DUE_MS = NOW_MS + 5_000;
const notBegun: Standing = { kind: "pending", dueMs: DUE_MS };

/** Of generation 2, due in 5 s. */
const stands = (knowledge: PoolKnowledge): Standing =>
  standingOf(aRolloutPool({ generation: 2, dueAt: at(5_000) }), knowledge);

describe("a pool of a rollout", () => {
  it.each<[string, PoolKnowledge, Standing]>([
    ["that nobody has worked on is pending until its step is due", {}, notBegun],
    ["that is only wanted is pending", { wanted: wanted("2") }, notBegun],
    ["that settled for an older wish is pending", { state: labels({ generation: "1" }) }, notBegun],
    [
      "that is being worked on for an older wish is pending",
      { state: labels({ generation: "1", phase: "waiting" }) },
      notBegun,
    ],
    [
      "whose step was postponed for an older wish is pending until that one is due",
      { state: labels({ generation: "1", phase: "pending", at: String(NOW_MS + 90_000) }) },
      { kind: "pending", dueMs: NOW_MS + 90_000 },
    ],
    [
      "whose step is postponed is pending until that one is due",
      { state: labels({ phase: "pending", at: String(NOW_MS + 90_000) }) },
      { kind: "pending", dueMs: NOW_MS + 90_000 },
    ],
    ["that ARM works on is waiting", { state: labels({ phase: "waiting" }) }, { kind: "waiting" }],
    [
      "that ARM works on is waiting since then",
      { state: labels({ phase: "waiting", since: "1000" }) },
      { kind: "waiting", sinceMs: 1_000 },
    ],
    [
      "whose step is postponed while ARM works on it knows since when",
      { state: labels({ phase: "pending", at: "2000", since: "1000" }) },
      { kind: "pending", dueMs: 2_000, sinceMs: 1_000 },
    ],
    [
      "that settled for another wish of the same number is pending",
      { state: labels({ wish: "one" }), wanted: { ...wanted("2"), wish: "two" } },
      notBegun,
    ],
    [
      "that settled for this very wish is settled",
      { state: labels({ wish: "one" }), wanted: { ...wanted("2"), wish: "one" } },
      { kind: "settled", outcome: "applied" },
    ],
    [
      "whose count of wishes began anew is superseded",
      { state: labels(), wanted: wanted("1") },
      { kind: "superseded", by: aSha("d") },
    ],
    ["that is applied is settled", { state: labels() }, { kind: "settled", outcome: "applied" }],
    [
      "that is rejected is settled",
      { state: labels({ outcome: "rejected" }), wanted: wanted("2") },
      { kind: "settled", outcome: "rejected" },
    ],
    [
      "that is followed no longer is kept",
      { state: labels({ outcome: "kept", wish: "released" }) },
      { kind: "settled", outcome: "kept" },
    ],
    [
      "that was to be deleted and is kept is spared",
      { state: labels({ outcome: "kept", wish: "removed" }) },
      { kind: "settled", outcome: "spared" },
    ],
    [
      "that a newer commit wants otherwise is superseded",
      { state: labels({ phase: "waiting" }), wanted: wanted("3") },
      { kind: "superseded", by: aSha("d") },
    ],
    [
      "that settled before a newer commit came is superseded as well",
      { state: labels(), wanted: wanted("10") },
      { kind: "superseded", by: aSha("d") },
    ],
  ])("%s", (_, knowledge, standing) => {
    expect(stands(knowledge)).toEqual(standing);
  });

  it.each<[string, Standing, boolean]>([
    ["that ARM works on for 45 minutes", { kind: "waiting", sinceMs: NOW_MS - STUCK_AFTER_MS }, true],
    ["that ARM works on for less", { kind: "waiting", sinceMs: NOW_MS - STUCK_AFTER_MS + 1 }, false],
    ["that ARM works on, nobody knows since when", { kind: "waiting" }, false],
    ["whose step finds ARM at work for 45 minutes", { ...notBegun, sinceMs: NOW_MS - STUCK_AFTER_MS }, true],
    ["whose step is overdue", { kind: "pending", dueMs: 0 }, false],
    ["that settled", { kind: "settled", outcome: "applied" }, false],
  ])("%s is stuck: %j → %j", (_, standing, expected) => {
    expect(isStuck(standing, NOW_MS)).toBe(expected);
  });

  it("is through with it when it settled or was superseded", () => {
    const all = [notBegun, { kind: "waiting" }, stands({ state: labels() }), stands({ wanted: wanted("3") })];

    expect(all.map((standing) => isSettled(standing as Standing))).toEqual([false, false, true, true]);
  });
});
