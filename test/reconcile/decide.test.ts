import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STUCK_AFTER_MS } from "../../src/documents/stuck.ts";
import type { Wish } from "../../src/documents/wanted.ts";
import type { PoolBody } from "../../src/pool/body.ts";
import type { OperationStatus } from "../../src/ports.ts";
import { APPEARS_WITHIN_MS, decide, type Situation, type Step } from "../../src/reconcile/decide.ts";
import { aBody, aChange, aFound, aPoolState, at, aWanted, aWish, NOW_MS } from "../builders.ts";

const REMOVED: Wish = { kind: "removed" };
const RELEASED: Wish = { kind: "released" };
const SCALED = aBody({ scaleConfiguration: { maxConcurrentSessions: 50 } });
const MOVED = aBody({}, "West US");
const WITH_SECRETS = aBody({
  secrets: [{ name: "key", keyVaultSecret: "https://contoso.vault.azure.net/secrets/key" }],
});
/** As ARM shows it. */
const SHOWN = aBody({ secrets: [{ name: "key" }] });
const RUNNING: OperationStatus = { kind: "running" };
const SUCCEEDED: OperationStatus = { kind: "succeeded" };
const FAILED: OperationStatus = { kind: "failed", code: "SessionPoolOperationError", message: "time out" };

interface Told extends Partial<Omit<Situation, "wanted">> {
  readonly wish?: Wish;
  readonly generation?: number;
}

function decideOn({ wish = aWish(), generation = 1, ...told }: Told): Step {
  const wanted = aWanted({ wish, generation });
  return decide({ wanted, found: undefined, state: aPoolState(), nowMs: NOW_MS, ...told });
}

/** The step in a word or two. */
function print(step: Step): string {
  if (step.kind !== "settle") return step.kind;
  const { outcome } = step;
  return outcome.kind === "rejected" ? `rejected ${outcome.code}` : outcome.kind;
}

const put = (change = {}) => aPoolState({ applied: 1, change: aChange(change) });
const lostPut = aPoolState({ change: aChange({ accepted: false }) });
const ourLostPut = { ...lostPut, applied: 1 };
const making = (change = {}) => put({ creation: 1, ...change });
const unheard = { accepted: false, beganAt: at(-19_999) };
const lostPutJustNow = aPoolState({ change: aChange(unheard) });
const deletion = (change = {}) => aPoolState({ applied: 1, change: aChange({ kind: "delete", ...change }) });
const ours = aPoolState({ applied: 1 });
/** ARM has been at it for 45 minutes, or for a little less. */
const stuck = (state: ReturnType<typeof aPoolState>, lessMs = 0) => ({
  ...state,
  atWorkSince: at(lessMs - STUCK_AFTER_MS),
});
const justNow = { beganAt: at(1 - APPEARS_WITHIN_MS) };
const aMomentAgo = { beganAt: at(-APPEARS_WITHIN_MS) };

describe("a pool that is wanted", () => {
  it.each<[string, Told, string]>([
    ["that is not there is created", {}, "put"],
    ["that is as wanted is left alone", { found: aFound() }, "unchanged"],
    ["that differs is changed", { found: aFound(SCALED) }, "put"],
    ["that is as wanted but failed is repaired", { found: aFound(aBody(), "Failed") }, "put"],
    ["whose provisioning was canceled is repaired", { found: aFound(aBody(), "Canceled") }, "put"],
    ["in another region can't be had", { found: aFound(MOVED) }, "rejected ImmutableProperty"],
    [
      "in another region and failed can't be had either",
      { found: aFound(MOVED, "Failed") },
      "rejected ImmutableProperty",
    ],
    ["that somebody is changing is waited for", { found: aFound(SCALED, "InProgress") }, "wait"],
    ["that somebody is deleting is waited for", { found: aFound(aBody(), "Deleting") }, "wait"],
    ["in a state that nobody knows is waited for", { found: aFound(aBody(), "Upgrading") }, "wait"],
    [
      "that is as wanted as far as ARM shows it has its secrets compared",
      { wish: aWish(WITH_SECRETS), found: aFound(SHOWN) },
      "compareSecrets",
    ],
    [
      "that may have been put, its answer lost, has its secrets compared too",
      { wish: aWish(WITH_SECRETS), found: aFound(SHOWN), state: lostPut },
      "compareSecrets",
    ],
    ["that lacks a secret is changed", { wish: aWish(WITH_SECRETS), found: aFound() }, "put"],
    ["that has a secret too many is changed", { found: aFound(SHOWN) }, "put"],
  ])("%s", (_, told, step) => {
    expect(print(decideOn(told))).toBe(step);
  });

  it.each<[string, Told, string]>([
    ["is waited for", { found: aFound(aBody(), "InProgress"), state: put() }, "wait"],
    ["is waited for while its operation runs", { found: aFound(), state: put(), operation: RUNNING }, "wait"],
    ["is applied once it ended well", { found: aFound(), state: put() }, "applied"],
    [
      "is applied though somebody changed the pool since",
      { found: aFound(SCALED), state: put(), operation: SUCCEEDED },
      "applied",
    ],
    [
      "is rejected with the operation's own words",
      { found: aFound(aBody(), "Failed"), state: put(), operation: FAILED },
      "rejected SessionPoolOperationError",
    ],
    [
      "is rejected as broken where it was a repair that failed",
      { found: aFound(aBody(), "Failed"), state: put({ repair: true }), operation: FAILED },
      "rejected StillFailed",
    ],
    [
      "is rejected as broken where it was a repair that failed without a word",
      { found: aFound(aBody(), "Failed"), state: put({ repair: true }) },
      "rejected StillFailed",
    ],
    ["is applied where it was a repair", { found: aFound(), state: put({ repair: true }) }, "applied"],
    [
      "is rejected where ARM went back to what was there",
      { found: aFound(SCALED), state: put(), operation: FAILED },
      "rejected SessionPoolOperationError",
    ],
    [
      "is rejected without a word of ARM's",
      { found: aFound(aBody(), "Failed"), state: put() },
      "rejected ProvisioningFailed",
    ],
    ["and is not shown yet is looked for", { state: put(justNow) }, "lookAgain"],
    ["and is not shown for long is made again", { state: put(aMomentAgo) }, "put"],
    [
      "and is not shown for long a second time is given up",
      { state: put({ ...aMomentAgo, creation: 2 }) },
      "rejected PoolVanished",
    ],
    [
      "and left no pool is rejected with the operation's own words",
      { state: put(justNow), operation: FAILED },
      "rejected SessionPoolOperationError",
    ],
    [
      "and is not shown while its operation runs is waited for",
      { state: put(aMomentAgo), operation: RUNNING },
      "wait",
    ],
  ])("and was accepted %s", (_, told, step) => {
    expect(print(decideOn(told))).toBe(step);
  });

  it.each<[string, Told, string]>([
    ["and is not there is asked for again", { state: lostPut }, "put"],
    ["a moment ago and is not shown yet is looked for", { state: lostPutJustNow }, "lookAgain"],
    ["and is as wanted was applied, where it is ours", { found: aFound(), state: ourLostPut }, "applied"],
    [
      "and is as wanted was not applied by us, for all we know",
      { found: aFound(), state: lostPut },
      "unchanged",
    ],
    ["and is being changed is waited for", { found: aFound(SCALED, "InProgress"), state: lostPut }, "wait"],
    ["and is not as wanted is asked for again", { found: aFound(SCALED), state: lostPut }, "put"],
    ["and failed is repaired", { found: aFound(aBody(), "Failed"), state: lostPut }, "put"],
  ])("whose answer was lost %s", (_, told, step) => {
    expect(print(decideOn(told))).toBe(step);
  });

  it.each<[string, Told, string]>([
    ["a moment ago is looked for", { state: making(justNow) }, "lookAgain"],
    ["and is still made is looked for", { state: making(aMomentAgo), operation: RUNNING }, "lookAgain"],
    ["long ago is made", { state: making(aMomentAgo) }, "put"],
    ["and could not be made is made", { state: making(justNow), operation: FAILED }, "put"],
    ["its answer lost a moment ago, is looked for", { state: making(unheard) }, "lookAgain"],
  ])("and is not shown, though it was made for an older wish %s", (_, told, step) => {
    expect(print(decideOn({ ...told, generation: 2 }))).toBe(step);
  });

  it.each<[string, Told, string]>([
    ["waits for it", { found: aFound(SCALED, "InProgress"), state: put() }, "wait"],
    ["waits for its operation", { found: aFound(SCALED), state: put(), operation: RUNNING }, "wait"],
    ["is put when it has ended", { found: aFound(SCALED), state: put(), operation: SUCCEEDED }, "put"],
    [
      "is put when it has failed",
      { found: aFound(SCALED, "Failed"), state: put(), operation: FAILED },
      "put",
    ],
    ["is not blamed for its failure", { found: aFound(), state: put(), operation: FAILED }, "unchanged"],
    ["is put when its pool has gone", { state: put(justNow) }, "put"],
    ["waits for a deletion", { found: aFound(aBody(), "Deleting"), state: deletion() }, "wait"],
    ["is put after a deletion", { state: deletion(justNow) }, "put"],
  ])("anew while an older change is in flight %s", (_, told, step) => {
    expect(print(decideOn({ generation: 2, ...told }))).toBe(step);
  });

  it.each<[string, Told, string]>([
    [
      "for this very wish is all that can be done",
      { found: aFound(SCALED, "InProgress"), state: stuck(put()) },
      "wait",
    ],
    [
      "for an older wish does not hold up a newer one",
      { found: aFound(SCALED, "InProgress"), state: stuck(put()), generation: 2 },
      "put",
    ],
    [
      "for an older wish is left alone for a while",
      { found: aFound(SCALED, "InProgress"), state: stuck(put(), 1), generation: 2 },
      "wait",
    ],
    [
      "of somebody else does not hold up a wish",
      { found: aFound(SCALED, "InProgress"), state: stuck(ours) },
      "put",
    ],
    [
      "of somebody else that shows what is wanted is left alone",
      { found: aFound(aBody(), "InProgress"), state: stuck(ours) },
      "wait",
    ],
    [
      "whose answer was lost and that shows what is wanted is left alone",
      { found: aFound(aBody(), "InProgress"), state: stuck(lostPut) },
      "wait",
    ],
    [
      "does not make a move possible",
      { found: aFound(MOVED, "InProgress"), state: stuck(ours) },
      "rejected ImmutableProperty",
    ],
    [
      "does not hold up a removal",
      { wish: REMOVED, found: aFound(aBody(), "InProgress"), state: stuck(put()), generation: 2 },
      "delete",
    ],
    [
      "that is the removal is all that can be done",
      { wish: REMOVED, found: aFound(aBody(), "Deleting"), state: stuck(deletion()) },
      "wait",
    ],
    [
      "gives nobody a right to what is not ours",
      { wish: REMOVED, found: aFound(aBody(), "InProgress"), state: stuck(aPoolState()) },
      "kept",
    ],
  ])("an operation that never ends %s", (_, told, step) => {
    expect(print(decideOn(told))).toBe(step);
  });

  it("a change for another wish of the same number only has to end", () => {
    const other = put({ wish: "another hash" });

    expect(print(decideOn({ found: aFound(SCALED), state: other }))).toBe("put");
    expect(print(decideOn({ found: aFound(SCALED), state: put({ wish: "hash" }) }))).toBe("applied");
  });

  it("is put as wanted, and the reason says what differs", () => {
    expect(decideOn({ found: aFound(SCALED) })).toEqual({
      kind: "put",
      body: aBody(),
      why: "scaleConfiguration.maxConcurrentSessions 50 → 100",
    });
  });

  it("that failed is put as a repair, and only that", () => {
    expect(decideOn({ found: aFound(SCALED, "Failed") })).toMatchObject({ kind: "put", repair: true });
    expect(decideOn({ found: aFound(SCALED) })).not.toHaveProperty("repair");
  });

  it("in another place is refused with what to do instead", () => {
    const step = decideOn({ found: aFound(MOVED) });

    expect(step.kind === "settle" && step.outcome).toMatchObject({
      message: expect.stringMatching(
        /^location West US → East US: .+ Put the value back, or give the new pool/,
      ),
    });
  });
});

describe("a pool whose spec is gone", () => {
  it.each<[string, Told, string]>([
    ["and that is gone itself is done", { state: ours }, "removed"],
    ["right after it was put, and that is not shown, is looked for", { state: put(justNow) }, "lookAgain"],
    [
      "right after it was put by an older wish is looked for too",
      { state: put(justNow), generation: 2 },
      "lookAgain",
    ],
    ["while ARM still makes it is waited for", { state: put(aMomentAgo), operation: RUNNING }, "wait"],
    ["and that never came is done", { state: put(aMomentAgo), operation: SUCCEEDED }, "removed"],
    ["that we never applied is kept", { found: aFound() }, "kept"],
    ["that we never applied is kept even while it changes", { found: aFound(aBody(), "InProgress") }, "kept"],
    ["whose PUT may have been lost is kept", { found: aFound(), state: lostPut }, "kept"],
    ["that we applied is deleted", { found: aFound(), state: ours }, "delete"],
    [
      "that we applied and that failed is deleted",
      { found: aFound(aBody(), "Failed"), state: ours },
      "delete",
    ],
    ["that is being changed is waited for", { found: aFound(aBody(), "InProgress"), state: put() }, "wait"],
    [
      "that is being deleted is waited for",
      { found: aFound(aBody(), "Deleting"), state: deletion() },
      "wait",
    ],
    ["whose deletion runs is waited for", { found: aFound(), state: deletion(), operation: RUNNING }, "wait"],
    [
      "whose deletion's answer was lost is deleted",
      { found: aFound(), state: deletion({ accepted: false }) },
      "delete",
    ],
    [
      "whose deletion failed is rejected with the operation's own words",
      { found: aFound(), state: deletion(), operation: FAILED },
      "rejected SessionPoolOperationError",
    ],
    [
      "that is shown right after its deletion is looked for",
      { found: aFound(), state: deletion(justNow) },
      "lookAgain",
    ],
    [
      "that is there for long after its deletion is not deleted on and on",
      { found: aFound(), state: deletion(aMomentAgo), operation: SUCCEEDED },
      "rejected DeletionFailed",
    ],
    [
      "for the second time is deleted for the second time",
      { found: aFound(), state: deletion(), generation: 3 },
      "delete",
    ],
  ])("%s", (_, told, step) => {
    expect(print(decideOn({ wish: REMOVED, ...told }))).toBe(step);
  });
});

describe("a pool that is followed no longer", () => {
  it.each<[string, Told]>([
    ["as it is", { found: aFound() }],
    ["whoever made it", { found: aFound(), state: ours }],
    ["while it changes", { found: aFound(SCALED, "InProgress"), state: put(), operation: RUNNING }],
    ["though it is gone", {}],
  ])("is left alone %s", (_, told) => {
    expect(print(decideOn({ wish: RELEASED, ...told }))).toBe("kept");
  });
});

describe("whatever the situation", () => {
  const bodies: readonly PoolBody[] = [aBody(), SCALED, MOVED];
  const generation = fc.integer({ min: 1, max: 4 });
  const wish = fc.constantFrom<Wish>(aWish(), aWish(SCALED), REMOVED, RELEASED);
  const provisioning = fc.constantFrom("Succeeded", "Failed", "Canceled", "InProgress", "Deleting", "Odd");
  const found = fc.option(
    fc.tuple(fc.constantFrom(...bodies), provisioning).map(([body, state]) => aFound(body, state)),
    { nil: undefined },
  );
  const change = fc
    .record({
      kind: fc.constantFrom("put" as const, "delete" as const),
      generation,
      accepted: fc.boolean(),
      beganAt: fc.constantFrom(at(0), at(-APPEARS_WITHIN_MS), at(-3_600_000)),
    })
    .map(aChange);
  const state = fc
    .record({ applied: generation, change }, { requiredKeys: [] })
    .map((parts) => aPoolState(parts));
  const operation = fc.constantFrom(RUNNING, SUCCEEDED, FAILED);
  const situation: fc.Arbitrary<Situation> = fc
    .tuple(fc.record({ generation, wish }), found, state, fc.option(operation, { nil: undefined }))
    .map(([wanted, pool, stored, said]) => ({
      wanted: aWanted(wanted),
      found: pool,
      state: stored,
      ...(said && { operation: said }),
      nowMs: NOW_MS,
    }));
  const always = (holds: (situation: Situation, step: Step) => void): void =>
    fc.assert(
      fc.property(situation, (one) => holds(one, decide(one))),
      { numRuns: 3_000 },
    );

  /** Bodies are few, so that being the same one is being the same. */
  const isFoundAs = ({ found: pool }: Situation, body: PoolBody): boolean =>
    pool?.resource.location === body.location &&
    JSON.stringify(pool.resource.properties).startsWith(JSON.stringify(body.properties).slice(0, -1));
  const wantedBody = ({ wanted }: Situation) =>
    wanted.wish.kind === "present" ? wanted.wish.body : undefined;

  it("a pool that is as wanted and well is never put", () => {
    always((one, step) => {
      const body = wantedBody(one);
      if (!body || one.found?.provisioningState !== "Succeeded" || !isFoundAs(one, body)) return;
      expect(step.kind).not.toBe("put");
    });
  });

  it("nothing is deleted that we did not apply, or whose spec is not gone", () => {
    always(({ state: stored, wanted }, step) => {
      if (step.kind !== "delete") return;
      expect(stored.applied).toBeDefined();
      expect(wanted.wish.kind).toBe("removed");
    });
  });

  it("a PUT is what is wanted, and only of what is wanted", () => {
    always((one, step) => {
      if (step.kind === "put") expect(step.body).toEqual(wantedBody(one));
    });
  });

  it("what can't be changed is rejected before any PUT", () => {
    always((one, step) => {
      if (!wantedBody(one) || !isFoundAs(one, MOVED)) return;
      expect(["settle", "wait"]).toContain(step.kind);
      const isOurEnd = one.state.change?.accepted && one.state.change.generation === one.wanted.generation;
      if (step.kind === "settle" && !isOurEnd) expect(print(step)).toBe("rejected ImmutableProperty");
    });
  });

  it("nothing is done to a pool while ARM works on it", () => {
    always((one, step) => {
      const { found: pool, operation: said } = one;
      const isWorking =
        said?.kind === "running" || ["InProgress", "Deleting", "Odd"].includes(pool?.provisioningState ?? "");
      if (!pool || !isWorking) return;
      const isOurs =
        wantedBody(one) || (one.wanted.wish.kind === "removed" && one.state.applied !== undefined);
      expect(print(step)).toBe(isOurs ? "wait" : "kept");
    });
  });

  it("an older change says nothing about a newer wish", () => {
    always((one, step) => {
      const { change: older, ...rest } = one.state;
      if (!older || older.generation === one.wanted.generation) return;
      // But for a pool that it may yet bring, and that is to go.
      if (older.kind === "put" && one.wanted.wish.kind === "removed" && !one.found) return;
      // Nor for one that it was making, and that is only not shown yet.
      if (older.creation !== undefined && !one.found) return;
      expect(step).toEqual(decide({ ...one, state: rest }));
    });
  });

  it("nothing is applied that was not put", () => {
    always((one, step) => {
      if (print(step) !== "applied") return;
      expect(one.state.change).toMatchObject({ kind: "put", generation: one.wanted.generation });
    });
  });
});
