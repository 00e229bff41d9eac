import { describe, expect, it } from "vitest";
import { CORRECTIONS_FORGOTTEN_MS, isDrifting } from "../../src/documents/drifting.ts";
import type { SettledOutcome } from "../../src/documents/pool-state.ts";
import {
  CORRECT_AGAIN_FIRST_MS,
  CORRECT_AGAIN_LONGEST_MS,
  CORRECT_AGAIN_SLACK_MS,
  decideRecheck,
  type RecheckDecision,
} from "../../src/reconcile/decide-recheck.ts";
import { aBody, aFound, aPoolState, at, aWanted, aWish, NOW_MS } from "../builders.ts";

const SCALED = aFound(aBody({ scaleConfiguration: { maxConcurrentSessions: 50 } }));
const APPLIED: SettledOutcome = { kind: "applied" };
const CORRECT = { drift: "correct" } as const;

interface Told {
  readonly found?: ReturnType<typeof aFound> | undefined;
  readonly outcome?: SettledOutcome;
  readonly corrected?: { readonly count: number; readonly agoMs: number; readonly generation?: number };
}

function situationOf({ found = SCALED, outcome = APPLIED, corrected }: Told) {
  const state = aPoolState({
    applied: 1,
    settled: { generation: 1, at: at(-3_600_000), outcome },
    ...(corrected && {
      corrections: {
        generation: corrected.generation ?? 1,
        count: corrected.count,
        lastAt: at(-corrected.agoMs),
      },
    }),
  });
  return { wanted: aWanted(), found, state, nowMs: NOW_MS };
}

const print = (decision: RecheckDecision): string => {
  if (decision.kind !== "go") return decision.kind;
  const count = decision.corrections?.count;
  return count === undefined ? decision.step.kind : `${decision.step.kind} ${count}`;
};

describe("a settled pool that may have drifted", () => {
  it.each<[string, Told, string]>([
    ["that differs is put back", {}, "put 1"],
    ["that was left unchanged and differs is put back", { outcome: { kind: "unchanged" } }, "put 1"],
    ["that is as wanted is left alone", { found: aFound() }, "leave"],
    ["that failed is repaired", { found: aFound(aBody(), "Failed") }, "put 1"],
    ["that somebody changes right now is left alone", { found: aFound(aBody(), "InProgress") }, "leave"],
    ["that somebody deletes right now is left alone", { found: aFound(aBody(), "Deleting") }, "leave"],
    ["that is in a state that nobody knows is left alone", { found: aFound(aBody(), "Upgrading") }, "leave"],
    ["that is in another place now is refused", { found: aFound(aBody({}, "West US")) }, "settle"],
    [
      "that was refused has its own next try",
      { outcome: { kind: "rejected", code: "X", message: "x" } },
      "leave",
    ],
    ["that was kept is nobody's", { outcome: { kind: "kept" } }, "leave"],
    ["that was removed is nobody's", { outcome: { kind: "removed" } }, "leave"],
  ])("%s", (_, told, decision) => {
    expect(print(decideRecheck(situationOf(told), "drift", CORRECT))).toBe(decision);
  });

  it("and is gone is made again", () => {
    expect(decideRecheck({ ...situationOf({}), found: undefined }, "drift", CORRECT)).toMatchObject({
      kind: "go",
      step: { kind: "put", creation: 1 },
      corrections: { generation: 1, count: 1, lastAt: at(0) },
    });
  });

  it("is left as it is where its source only reports", () => {
    expect(print(decideRecheck(situationOf({}), "drift", { drift: "report" }))).toBe("leave");
  });

  it("is not put back for the sake of its secrets", () => {
    expect(print(decideRecheck(situationOf({}), "secrets", CORRECT))).toBe("leave");
  });
});

describe("a settled pool of which a secret was rotated", () => {
  const withSecrets = (properties = {}) =>
    aBody({
      ...properties,
      secrets: [{ name: "key", keyVaultSecret: "https://v.vault.azure.net/secrets/key" }],
    });
  const shown = (properties = {}) => aFound(aBody({ ...properties, secrets: [{ name: "key" }] }));
  const rotation = (told: Told, changedSecrets = ["key"]) =>
    decideRecheck(
      {
        ...situationOf(told),
        found: told.found,
        wanted: aWanted({ wish: aWish(withSecrets()) }),
        changedSecrets,
      },
      "secrets",
      { drift: "report" },
    );

  it("is put again, as it is wanted", () => {
    expect(rotation({ found: shown() })).toEqual({
      kind: "go",
      step: { kind: "put", body: withSecrets(), why: "secrets changed: key" },
    });
  });

  it("is put with all that is wanted, also where its source only reports drift", () => {
    expect(rotation({ found: shown({ scaleConfiguration: { maxConcurrentSessions: 50 } }) })).toMatchObject({
      kind: "go",
      step: {
        kind: "put",
        why: "secrets changed: key; scaleConfiguration.maxConcurrentSessions 50 → 100",
      },
    });
  });

  it.each<[string, Told, string[]]>([
    ["that has the newest ones", { found: shown() }, []],
    ["that somebody deleted", { found: undefined }, ["key"]],
    ["that somebody works on", { found: { ...shown(), provisioningState: "Updating" } }, ["key"]],
    ["that was refused", { found: shown(), outcome: { kind: "rejected", code: "X", message: "x" } }, ["key"]],
    ["that is in another place now", { found: aFound(aBody({}, "West US")) }, ["key"]],
  ])("%s is left alone", (_, told, changed) => {
    expect(rotation(told, changed).kind).toBe("leave");
  });

  it("is not looked at for that by a pass for drift", () => {
    const situation = { ...situationOf({ found: shown() }), wanted: aWanted({ wish: aWish(withSecrets()) }) };

    expect(decideRecheck(situation, "drift", CORRECT)).toEqual({ kind: "leave", why: "it is as wanted" });
  });
});

describe("a pool that drifts again and again", () => {
  it.each<[count: number, pauseMs: number]>([
    [1, CORRECT_AGAIN_FIRST_MS],
    [2, 2 * CORRECT_AGAIN_FIRST_MS],
    [3, 4 * CORRECT_AGAIN_FIRST_MS],
    [5, 16 * CORRECT_AGAIN_FIRST_MS],
    [6, CORRECT_AGAIN_LONGEST_MS],
    [2_000, CORRECT_AGAIN_LONGEST_MS],
  ])("is left alone after correction %i for %i ms, but for the timer's slack", (count, pauseMs) => {
    const decidedAfter = (agoMs: number) =>
      print(decideRecheck(situationOf({ corrected: { count, agoMs } }), "drift", CORRECT));

    expect(decidedAfter(pauseMs - CORRECT_AGAIN_SLACK_MS - 1)).toBe("leave");
    expect(decidedAfter(pauseMs - CORRECT_AGAIN_SLACK_MS)).toBe(`put ${count + 1}`);
  });

  it("is put back as if for the first time after a quiet time, or when git wants something else", () => {
    const quiet = { count: 9, agoMs: CORRECTIONS_FORGOTTEN_MS };
    const older = { count: 9, agoMs: 1_000, generation: 7 };

    expect(print(decideRecheck(situationOf({ corrected: quiet }), "drift", CORRECT))).toBe("put 1");
    expect(print(decideRecheck(situationOf({ corrected: older }), "drift", CORRECT))).toBe("put 1");
  });

  it.each([
    [2, 0, false],
    [3, 0, true],
    [3, CORRECTIONS_FORGOTTEN_MS - 1, true],
    [3, CORRECTIONS_FORGOTTEN_MS, false],
  ])("is told of after %i corrections, the last one %i ms ago: %j", (count, agoMs, isTold) => {
    expect(isDrifting(count, at(-agoMs), NOW_MS)).toBe(isTold);
  });
});

describe("a request that may have come late, to a pool that is not shown", () => {
  it.each([
    ["is looked after again where the pool was applied a moment ago", 19_999, "later"],
    ["is made up for where it was applied longer ago", 20_000, "put"],
  ])("%s", (_, agoMs, expected) => {
    const settled = { generation: 1, at: at(-agoMs), outcome: APPLIED };
    const state = aPoolState({ applied: 1, settled });
    const situation = { wanted: aWanted(), found: undefined, state, nowMs: NOW_MS };

    expect(print(decideRecheck(situation, "late", { drift: "report" }))).toBe(expected);
  });
});

describe("a request that may have come late, to a pool with a secret that is as wanted", () => {
  const key = (version: string) => [{ name: "key", version }];

  it.each([
    ["is nothing where it sent what is on record", key("1"), key("1"), "leave"],
    ["is made up for where it sent another version", key("2"), key("1"), "put"],
    ["is made up for where nobody knows what it sent", undefined, key("1"), "put"],
    ["is made up for where nobody knows what the pool has", key("1"), undefined, "put"],
  ])("%s", (_, sentSecrets, secrets, expected) => {
    const keyVaultSecret = "https://v.vault.azure.net/secrets/key";
    const wanted = aWanted({ wish: aWish(aBody({ secrets: [{ name: "key", keyVaultSecret }] })) });
    const found = aFound(aBody({ secrets: [{ name: "key" }] }));
    const situation = situationOf({ found });
    const state = { ...situation.state, ...(secrets && { secrets }) };
    const rechecked = { ...situation, wanted, state, ...(sentSecrets && { sentSecrets }) };

    expect(print(decideRecheck(rechecked, "late", { drift: "report" }))).toBe(expected);
  });
});
