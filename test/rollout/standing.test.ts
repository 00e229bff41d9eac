import { describe, expect, it } from "vitest";
import type { PoolLabels } from "../../src/documents/pool-state.ts";
import { isSettled, type PoolKnowledge, type Standing, standingOf } from "../../src/rollout/standing.ts";
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
    ["that is applied is settled", { state: labels() }, { kind: "settled", outcome: "applied" }],
    [
      "that is rejected is settled",
      { state: labels({ outcome: "rejected" }), wanted: wanted("2") },
      { kind: "settled", outcome: "rejected" },
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

  it("is through with it when it settled or was superseded", () => {
    const all = [notBegun, { kind: "waiting" }, stands({ state: labels() }), stands({ wanted: wanted("3") })];

    expect(all.map((standing) => isSettled(standing as Standing))).toEqual([false, false, true, true]);
  });
});
