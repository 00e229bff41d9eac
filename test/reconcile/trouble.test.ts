import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Trouble } from "../../src/documents/pool-state.ts";
import {
  BUSY_PATIENCE_MS,
  handle,
  isAnswerLost,
  NOT_YET_PATIENCE_MS,
  REPAIR_PATIENCE_MS,
  type TroubleContext,
} from "../../src/reconcile/trouble.ts";
import { Busy, type Failure, NotYet, Refused } from "../../src/shared/failures.ts";
import { at, NOW_MS } from "../builders.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

const busy = new Busy({ code: "TooManyRequests", message: "later", status: 429 });
const notYet = new NotYet({ code: "AuthorizationFailed", message: "no write", status: 403 });
const refused = new Refused({
  code: "SessionPoolInvalidReadySessionInstances",
  message: "more",
  status: 400,
});

const context = (overrides: Partial<TroubleContext> = {}): TroubleContext => ({
  generation: 1,
  previous: undefined,
  nowMs: NOW_MS,
  random: 0.5,
  ...overrides,
});

const aTrouble = (overrides: Partial<Trouble> = {}): Trouble => ({
  generation: 1,
  class: "busy",
  code: "TooManyRequests",
  message: "later",
  firstAt: at(-60_000),
  attempts: 3,
  ...overrides,
});

describe("a request that ARM refuses", () => {
  it("is given up at once, in ARM's own words", () => {
    expect(handle(refused, context())).toEqual({
      kind: "giveUp",
      outcome: {
        kind: "rejected",
        code: "SessionPoolInvalidReadySessionInstances",
        message: "more",
      },
    });
  });
});

describe("a request that may come right", () => {
  it.each<[string, Failure]>([
    ["busy", busy],
    ["notYet", notYet],
  ])("is made again, and remembered since when: %s", (kind, failure) => {
    expect(handle(failure, context())).toEqual({
      kind: "again",
      trouble: {
        generation: 1,
        class: kind,
        code: failure.code,
        message: failure.message,
        firstAt: at(0),
        ...(kind === "notYet" && { notYetAt: at(0) }),
        attempts: 1,
      },
      delayMs: 2_500,
    });
  });

  it("counts its tries, and waits longer after each", () => {
    const handling = handle(busy, context({ previous: aTrouble() }));

    expect(handling).toMatchObject({
      trouble: { firstAt: at(-60_000), attempts: 4 },
      delayMs: 20_000,
    });
  });

  it.each([1, 999, 1_000, 90_000, 3_600_000])(
    "never waits less than ARM asks, and as much more as spreads those that it asked: %i",
    (retryAfterMs) => {
      const failure = new Busy({ code: "TooManyRequests", message: "later", status: 429, retryAfterMs });
      const delayMs = (attempts: number, random: number) => {
        const handling = handle(failure, context({ previous: aTrouble({ attempts }), random }));
        return handling.kind === "again" ? handling.delayMs : undefined;
      };

      expect(delayMs(0, 0)).toBe(retryAfterMs + 1_000);
      expect(delayMs(0, 0.5)).toBe(retryAfterMs + 2_500);
      expect(delayMs(50, 0.5)).toBe(retryAfterMs + 10_000);
    },
  );

  it("does not inherit the patience used up by another generation's", () => {
    const old = aTrouble({ generation: 2, firstAt: at(-30 * 24 * 3_600_000) });

    expect(handle(busy, context({ previous: old }))).toMatchObject({
      kind: "again",
      trouble: { firstAt: at(0), attempts: 1 },
    });
  });

  it("is given its ten minutes for a role after ARM was busy for long", () => {
    const old = aTrouble({ firstAt: at(-60 * 60_000) });

    expect(handle(notYet, context({ previous: old }))).toMatchObject({
      kind: "again",
      trouble: { firstAt: at(-60 * 60_000), notYetAt: at(0), attempts: 4 },
    });
  });

  it.each<[string, number]>([
    ["a role that does not come, with ARM busy now and then", 8],
    ["a busy ARM, with a role missing now and then", 2],
  ])("runs out of patience with %s", (_, every) => {
    let previous: Trouble | undefined;
    let nowMs = NOW_MS;
    for (let call = 1; call < 1_000; call += 1) {
      const handling = handle(call % every === 0 ? busy : notYet, context({ previous, nowMs }));
      if (handling.kind === "giveUp") break;
      previous = handling.trouble;
      nowMs += handling.delayMs;
    }

    expect(nowMs - NOW_MS).toBeLessThan(NOT_YET_PATIENCE_MS + 60 * 60_000);
  });

  it.each<[string, Failure, number, string]>([
    ["a day", busy, BUSY_PATIENCE_MS, "later (tried for 24 h 0 min)"],
    ["ten minutes", notYet, NOT_YET_PATIENCE_MS, "no write (tried for 10 min 0 s)"],
  ])("is tried for %s and not longer, and says so", (_, failure, patienceMs, message) => {
    const since = (ms: number) =>
      handle(failure, context({ previous: aTrouble({ firstAt: at(-ms), notYetAt: at(-ms) }) }));

    expect(since(patienceMs - 1).kind).toBe("again");
    expect(since(patienceMs)).toEqual({
      kind: "giveUp",
      outcome: { kind: "rejected", code: failure.code, message },
    });
  });

  it.each<[string, string, boolean, number]>([
    ["a pool in state Failed that is in a conflict with nobody", "Conflict", true, REPAIR_PATIENCE_MS],
    ["one that an operation keeps busy", "SessionPoolOperationInProgress", true, BUSY_PATIENCE_MS],
    ["any other pool in a conflict", "Conflict", false, BUSY_PATIENCE_MS],
  ])("is tried for as long as it may help: %s", (_, code, isRepair, patienceMs) => {
    const conflict = new Busy({ code, message: "in conflict", status: 409 });
    const since = (ms: number) =>
      handle(conflict, context({ isRepair, previous: aTrouble({ firstAt: at(-ms) }) })).kind;

    expect(since(patienceMs - 1)).toBe("again");
    expect(since(patienceMs)).toBe("giveUp");
  });

  it("ends within its patience and one wait more, whatever chance says", () => {
    fc.assert(
      fc.property(fc.constantFrom<Failure>(busy, notYet), fc.integer(), (failure, seed) => {
        const chance = createSeededChance(seed);
        const waits: number[] = [];
        let previous: Trouble | undefined;
        for (;;) {
          const nowMs = NOW_MS + waits.reduce((sum, wait) => sum + wait, 0);
          const handling = handle(failure, context({ previous, nowMs, random: chance.random() }));
          if (handling.kind === "giveUp") break;
          previous = handling.trouble;
          waits.push(handling.delayMs);
        }
        const patienceMs = failure.class === "busy" ? BUSY_PATIENCE_MS : NOT_YET_PATIENCE_MS;
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
        expect(Math.max(...waits)).toBeLessThanOrEqual(15 * 60_000);
        expect(waits.slice(0, -1).reduce((sum, wait) => sum + wait, 0)).toBeLessThan(patienceMs);
      }),
    );
  });
});

describe("an answer", () => {
  it.each([
    ["that never came", undefined, true],
    ["of a request that took too long", 408, true],
    ["of a server in trouble", 500, true],
    ["of a gateway that gave up", 504, true],
    ["to come later", 429, false],
    ["of a conflict", 409, false],
    ["of a missing role", 403, false],
    ["that the request is wrong", 400, false],
  ])("%s leaves open whether the request was done, or not: %s is %s", (_, status, isLost) => {
    const details = { code: "X", message: "x" };

    expect(isAnswerLost(new Busy(status === undefined ? details : { ...details, status }))).toBe(isLost);
  });
});
