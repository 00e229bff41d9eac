import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideHead, type HeadSituation, LAG_PATIENCE_MS, REWIND_CONFIRM_MS } from "../../src/sync/head.ts";
import { aHint, aPoolId, aSha, aSourceState, at, NOW_MS } from "../builders.ts";

const [OLDER, OLD, SEEN, NEW, NEWER] = ["1", "2", "3", "4", "5"].map(aSha) as [
  string,
  string,
  string,
  string,
  string,
];
/** Went from older to old to seen. */
const STATE = aSourceState({
  seen: { commit: SEEN, at: at(-60_000) },
  synced: { commit: SEEN, at: at(-60_000) },
  recent: [SEEN, OLD, OLDER],
});
const rewoundFor = (ms: number, commit = OLD) => ({ ...STATE, rewind: { commit, since: at(-ms) } });
const waitedFor = (ms: number) => ({ firstAt: at(-ms) });
const pushed = (before: string, after: string, forced = false) => ({
  push: aHint({ before, after, forced }),
});

const decideOn = (situation: Partial<HeadSituation>) =>
  decideHead({
    head: SEEN,
    state: STATE,
    firstAt: at(0),
    nowMs: NOW_MS,
    isReadAnew: false,
    isOlder: false,
    isPushPast: false,
    ...situation,
  });

/** `again` with its reason. */
function print(situation: Partial<HeadSituation>): string {
  const decision = decideOn(situation);
  return decision.kind === "again" ? `again: ${decision.why}` : decision.kind;
}

describe("a branch head", () => {
  it.each<[string, Partial<HeadSituation>, string]>([
    ["that is the first one is read", { state: aSourceState() }, "read"],
    ["that was read before is nothing new", {}, "nothing"],
    [
      "that was read before is doubted where what was announced since is newer",
      { isOlder: true },
      "again: rewind",
    ],
    [
      "that was read before is nothing new once that is believed",
      { isOlder: true, state: rewoundFor(REWIND_CONFIRM_MS, SEEN) },
      "nothing",
    ],
    ["that was read before is read again with other settings", { isReadAnew: true }, "read"],
    ["that nobody has seen is read", { head: NEW }, "read"],
    ["that a push announced is read", { head: NEW, ...pushed(SEEN, NEW) }, "read"],
    ["that is newer than what a push announced is read", { head: NEWER, ...pushed(SEEN, NEW) }, "read"],
  ])("%s", (_, situation, expected) => {
    expect(print(situation)).toBe(expected);
  });
});

describe("GitHub's API behind its own webhook", () => {
  it.each<[string, Partial<HeadSituation>, string]>([
    ["is asked again where it still says what we know", pushed(SEEN, NEW), "again: lag"],
    [
      "is asked again where it still says what was before the push",
      { head: OLD, ...pushed(OLD, NEW) },
      "again: lag",
    ],
    [
      "is asked again before anything was read",
      { state: aSourceState(), head: OLD, ...pushed(OLD, NEW) },
      "again: lag",
    ],
    ["is believed in the end", { ...pushed(SEEN, NEW), ...waitedFor(LAG_PATIENCE_MS) }, "nothing"],
    ["is asked again until then", { ...pushed(SEEN, NEW), ...waitedFor(LAG_PATIENCE_MS - 1) }, "again: lag"],
    [
      "is believed in the end though nothing was read yet",
      { state: aSourceState(), head: OLD, ...pushed(OLD, NEW), ...waitedFor(LAG_PATIENCE_MS) },
      "read",
    ],
  ])("%s", (_, situation, expected) => {
    expect(print(situation)).toBe(expected);
  });

  it.each([
    [0, 1_000],
    [4_000, 1_000],
    [20_000, 5_000],
    [100_000, 15_000],
  ])("is asked soon at first and calmly later: after %i ms again in %i ms", (waitedMs, delayMs) => {
    expect(decideOn({ ...pushed(SEEN, NEW), ...waitedFor(waitedMs) })).toMatchObject({ delayMs });
  });
});

describe("a push of many in a row", () => {
  it.each<[string, Partial<HeadSituation>, string]>([
    [
      "heard of before the head was read is not waited for",
      { ...pushed(NEW, NEWER), ...waitedFor(60_000) },
      "nothing",
    ],
    ["heard of after that is waited for", { ...pushed(NEW, NEWER), ...waitedFor(59_999) }, "again: lag"],
    [
      "is not waited for where the head has it behind it",
      { ...pushed(NEW, NEWER), isPushPast: true },
      "nothing",
    ],
  ])("%s", (_, situation, expected) => {
    expect(print(situation)).toBe(expected);
  });
});

describe("a push that was heard before", () => {
  it.each<[string, Partial<HeadSituation>, string]>([
    ["of what was read is nothing new", pushed(OLD, SEEN), "nothing"],
    ["of an older commit is not waited for", pushed(OLDER, OLD), "nothing"],
    ["of an older commit by force is not waited for", pushed(OLDER, OLD, true), "nothing"],
    ["does not keep a newer head from being read", { head: NEW, ...pushed(OLDER, OLD) }, "read"],
  ])("%s", (_, situation, expected) => {
    expect(print(situation)).toBe(expected);
  });
});

describe("a head that we went past", () => {
  it.each<[string, Partial<HeadSituation>, string]>([
    ["is doubted", { head: OLD }, "again: rewind"],
    ["is doubted though it was never read", { head: NEW, isOlder: true }, "again: rewind"],
    ["is doubted though another push comes by", { head: OLD, ...pushed(OLDER, OLD) }, "again: rewind"],
    ["is doubted for two minutes", { head: OLD, state: rewoundFor(REWIND_CONFIRM_MS - 1) }, "again: rewind"],
    ["is believed then", { head: OLD, state: rewoundFor(REWIND_CONFIRM_MS) }, "read"],
    ["is believed for itself only", { head: OLDER, state: rewoundFor(REWIND_CONFIRM_MS) }, "again: rewind"],
    ["is believed at once where a push by force says so", { head: OLD, ...pushed(SEEN, OLD, true) }, "read"],
    [
      "is doubted where a push by force says that the branch came from elsewhere: it comes late",
      { head: OLD, ...pushed(OLDER, OLD, true) },
      "again: rewind",
    ],
    [
      "is doubted where a push by force says another",
      { head: OLDER, ...pushed(SEEN, OLD, true) },
      "again: rewind",
    ],
  ])("%s", (_, situation, expected) => {
    expect(print(situation)).toBe(expected);
  });

  it("is asked for again just when its two minutes are over", () => {
    expect(decideOn({ head: OLD })).toMatchObject({ delayMs: REWIND_CONFIRM_MS });
    expect(decideOn({ head: OLD, state: rewoundFor(50_000) })).toMatchObject({
      delayMs: REWIND_CONFIRM_MS - 50_000,
    });
  });
});

describe("after a sync that stopped half way", () => {
  const halfDone = { ...STATE, inDoubt: [{ pool: aPoolId(), path: "pools/interpreter.yaml" }] };

  it.each<[string, Partial<HeadSituation>, string]>([
    ["the head that was read before is not nothing", { state: halfDone }, "again: rewind"],
    [
      "it is read again once it is believed",
      { state: { ...halfDone, rewind: { commit: SEEN, since: at(-REWIND_CONFIRM_MS) } } },
      "read",
    ],
    [
      "a push by force back to it is believed at once",
      { state: { ...halfDone, begun: NEW }, ...pushed(NEW, SEEN, true) },
      "read",
    ],
    [
      "a push by force from what was read before it is a late one",
      { head: OLD, state: { ...halfDone, begun: NEW }, ...pushed(SEEN, OLD, true) },
      "again: rewind",
    ],
    [
      "a push by force from what was announced since is believed at once",
      { head: OLD, state: { ...halfDone, begun: NEW, announced: NEWER }, ...pushed(NEWER, OLD, true) },
      "read",
    ],
    [
      "a rejected one wishes for nothing",
      { state: { ...halfDone, synced: { commit: OLD, at: at(0) } } },
      "nothing",
    ],
  ])("%s", (_, situation, expected) => {
    expect(print(situation)).toBe(expected);
  });
});

describe("whatever GitHub and the webhooks say", () => {
  const commit = fc.constantFrom(OLDER, OLD, SEEN, NEW, NEWER);
  const push = fc.record({ before: commit, after: commit, forced: fc.boolean() }).map(aHint);
  const waitedMs = fc.integer({ min: 0, max: 10 * 60_000 });
  const rewind = fc.record({ commit, since: waitedMs.map((ms) => at(-ms)) });

  it("no question is asked for ever, nor twice in a second", () => {
    fc.assert(
      fc.property(
        commit,
        fc.option(push, { nil: undefined }),
        fc.option(rewind, { nil: undefined }),
        waitedMs,
        (head, hint, doubt, ms) => {
          const state = { ...STATE, ...(doubt && { rewind: doubt }) };
          const decision = decideOn({ head, state, ...waitedFor(ms), ...(hint && { push: hint }) });

          if (decision.kind !== "again") return;
          expect(decision.delayMs).toBeGreaterThan(0);
          const limitMs = decision.why === "lag" ? 15_000 : REWIND_CONFIRM_MS;
          expect(decision.delayMs).toBeLessThanOrEqual(limitMs);
          if (decision.why === "lag") expect(ms).toBeLessThan(LAG_PATIENCE_MS);
        },
      ),
    );
  });

  it("an older head is never read at its first sight, unless GitHub said that it was forced", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(OLDER, OLD),
        fc.option(push, { nil: undefined }),
        waitedMs,
        (head, hint, ms) => {
          const decision = decideOn({ head, ...waitedFor(ms), ...(hint && { push: hint }) });

          if (decision.kind === "read")
            expect(hint).toMatchObject({ before: SEEN, after: head, forced: true });
        },
      ),
    );
  });
});
