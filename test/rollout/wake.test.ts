import { describe, expect, it } from "vitest";
import type { Rollout, RolloutPool, Woken } from "../../src/documents/rollout.ts";
import { type PoolKey, poolKey } from "../../src/pool/id.ts";
import { LOST_AFTER_MS } from "../../src/rollout/beat.ts";
import type { Standing } from "../../src/rollout/standing.ts";
import type { Surveyed } from "../../src/rollout/survey.ts";
import { findToWake, rememberWakes } from "../../src/rollout/wake.ts";
import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import { aContainerBody, aPoolId, aRollout, aRolloutPool, at, NOW_MS } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";

const MINUTE = 60_000;
const waiting: Standing = { kind: "waiting" };
const overdue: Standing = { kind: "pending", dueMs: NOW_MS - LOST_AFTER_MS - 1 };
const settled: Standing = { kind: "settled", outcome: "applied" };

const aPool = (name: string): RolloutPool => aRolloutPool({ pool: aPoolId(name) });
const surveyed = (standing: Standing, labelledMs?: number, name = "one"): Surveyed => ({
  pool: aPool(name),
  standing,
  ...(labelledMs !== undefined && { labelledMs }),
});
const keyOf = (name = "one"): PoolKey => poolKey(aPoolId(name));
const wokenBefore = (woken: Woken): Partial<Rollout> => ({ woken: { [keyOf()]: woken } });

async function wakeOf(all: readonly Surveyed[], rollout: Partial<Rollout> = {}) {
  const pools = createMemoryPools(createFixedClock());
  return await findToWake(all, aRollout(rollout), pools, NOW_MS);
}

const namesOf = ({ pools }: { readonly pools: readonly RolloutPool[] }): readonly string[] =>
  pools.map(({ pool }) => pool.name);

describe("a pool of a rollout", () => {
  it.each<[string, Standing, readonly string[]]>([
    ["whose step is overdue by much is woken", overdue, ["one"]],
    ["whose step is overdue by little is not", { kind: "pending", dueMs: NOW_MS - LOST_AFTER_MS }, []],
    ["whose operation is over is woken", waiting, ["one"]],
    ["that settled is not", settled, []],
  ])("%s", async (_, standing, names) => {
    expect(namesOf(await wakeOf([surveyed(standing)]))).toEqual(names);
  });

  it("that may queue behind many others is not woken for being late like them", async () => {
    const pools = Array.from({ length: 1_000 }, (_, index) => aPool(`p${index}`));

    expect(namesOf(await wakeOf([surveyed(overdue)], { pools }))).toEqual([]);
  });

  it("that ARM still works on is not woken", async () => {
    const pools = createMemoryPools(createFixedClock());
    pools.set(aPoolId("one"), aContainerBody(), "InProgress");
    const all = [surveyed(waiting), surveyed(waiting, undefined, "two")];

    expect(namesOf(await findToWake(all, aRollout(), pools, NOW_MS))).toEqual(["two"]);
  });

  it("is looked for in its own group: another one's listing says nothing of it", async () => {
    const elsewhere = aPoolId("two", { resourceGroup: "rg-two" });
    const pools = createMemoryPools(createFixedClock());
    pools.set(aPoolId("one"), aContainerBody(), "InProgress");
    pools.set(elsewhere, aContainerBody(), "InProgress");
    const two: Surveyed = { pool: aRolloutPool({ pool: elsewhere }), standing: waiting };

    const wake = await findToWake([surveyed(waiting), two], aRollout(), pools, NOW_MS);

    expect(namesOf(wake)).toEqual([]);
  });

  it.each([
    [1, LOST_AFTER_MS],
    [2, 2 * LOST_AFTER_MS],
    [4, 8 * LOST_AFTER_MS],
    [6, 15 * MINUTE],
    [2_000, 15 * MINUTE],
  ])("that was woken %i times and has not stirred is woken again after %i ms", async (wakes, quietMs) => {
    for (const standing of [overdue, waiting]) {
      const all = [surveyed(standing, NOW_MS - 60 * MINUTE)];

      expect(namesOf(await wakeOf(all, wokenBefore({ wakes, at: at(-quietMs + 1) })))).toEqual([]);
      expect(namesOf(await wakeOf(all, wokenBefore({ wakes, at: at(-quietMs) })))).toEqual(["one"]);
    }
  });

  it("that stirred since it was woken is woken as if for the first time", async () => {
    const before = wokenBefore({ wakes: 5, at: at(-2_000) });
    const stirred = [surveyed(waiting, NOW_MS - 1_000)];

    const wake = await wakeOf(stirred, before);

    expect(namesOf(wake)).toEqual(["one"]);
    expect(rememberWakes(stirred, before.woken, wake, NOW_MS)).toEqual({
      [keyOf()]: { wakes: 1, at: at(0) },
    });
  });
});

describe("a group that can't be listed", () => {
  it.each([
    ["busy", new Busy({ code: "TooManyRequests", message: "later", retryAfterMs: 60_000 }), [], 60_000],
    ["refused for now", new NotYet({ code: "AuthorizationFailed", message: "no" }), ["one"], 0],
    ["refused", new Refused({ code: "AuthorizationFailed", message: "no" }), ["one"], 0],
  ] as const)("because it is %s is told of", async (_, failure, names, patienceMs) => {
    const pools = createMemoryPools(createFixedClock());
    pools.failNext("list", failure);

    const wake = await findToWake([surveyed(waiting)], aRollout(), pools, NOW_MS);

    expect(namesOf(wake)).toEqual(names);
    expect(wake).toMatchObject({ patienceMs, unlisted: [{ failure, group: { resourceGroup: "rg" } }] });
  });
});

describe("the memory of wakes", () => {
  it("counts those of pools that do not stir, and forgets the others", async () => {
    const asleep = { wakes: 2, at: at(-2 * LOST_AFTER_MS) };
    const woken = { [keyOf()]: asleep, [keyOf("done")]: asleep, [keyOf("quiet")]: { wakes: 3, at: at(-1) } };
    const all = [
      surveyed(overdue),
      surveyed(settled, undefined, "done"),
      surveyed(overdue, undefined, "quiet"),
      surveyed(overdue, undefined, "new"),
    ];

    const wake = await wakeOf(all, { woken });

    expect(rememberWakes(all, woken, wake, NOW_MS)).toEqual({
      [keyOf()]: { wakes: 3, at: at(0) },
      [keyOf("quiet")]: { wakes: 3, at: at(-1) },
      [keyOf("new")]: { wakes: 1, at: at(0) },
    });
  });
});
