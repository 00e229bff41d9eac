import type { Change, PoolState, SettledOutcome } from "../documents/pool-state.ts";
import { isStuckSince } from "../documents/stuck.ts";
import { type Wanted, wishMark } from "../documents/wanted.ts";
import type { PoolBody } from "../pool/body.ts";
import {
  type Difference,
  describeDifferences,
  differences,
  immutableDifferences,
} from "../pool/differences.ts";
import { hasEnded } from "../pool/provisioning.ts";
import { wantedSecrets } from "../pool/secrets.ts";
import type { FoundPool, OperationStatus } from "../ports.ts";
import { fromIso } from "../shared/time.ts";
import { orStillFailed } from "./repair.ts";

/** For how long ARM may show a pool, or not, as if it had not just accepted the change. */
export const APPEARS_WITHIN_MS = 60_000;
/** The same for a change of which nobody heard whether it was accepted: mostly it was not, and the pool waits for it. */
export const UNHEARD_APPEARS_WITHIN_MS = 20_000;
/** How soon a pool is looked at again that ARM does not show yet as it was told. */
export const LOOK_AGAIN_MS = 5_000;
/** A pool that is gone after this many creations that ARM had accepted is not created once more. */
const CREATIONS_MAX = 2;

export interface Situation {
  readonly wanted: Wanted;
  readonly found: FoundPool | undefined;
  readonly state: PoolState;
  /** What the operation in flight says, where it could be asked. */
  readonly operation?: OperationStatus;
  /** When ARM was asked, epoch milliseconds: a pool that it did not show then may be shown by now. */
  readonly nowMs: number;
}

/** What a PUT is for, where it is more than a change: its end is judged by it. */
export type Purpose = Pick<Change, "creation" | "repair">;

export type Step =
  | { readonly kind: "settle"; readonly outcome: SettledOutcome }
  | ({ readonly kind: "put"; readonly body: PoolBody; readonly why: string } & Purpose)
  /** All else is as wanted: which versions of its secrets the pool has decides. */
  | { readonly kind: "compareSecrets"; readonly body: PoolBody }
  | { readonly kind: "delete" }
  /** ARM works on the pool, for us or for somebody else: followRollout sees it end. */
  | { readonly kind: "wait"; readonly why: string }
  | { readonly kind: "lookAgain"; readonly why: string; readonly delayMs: number }
  /** There is something to do, and its source is paused. */
  | { readonly kind: "leave"; readonly why: string };

/** What may be done while the pool's source is paused: to see what was begun before, and nothing more. */
export function whilePaused(step: Step): Step {
  switch (step.kind) {
    case "put":
    case "delete":
    case "compareSecrets":
      return { kind: "leave", why: PAUSED };
    case "settle":
    case "wait":
    case "lookAgain":
    case "leave":
      return step;
  }
}

export const PAUSED = "its source is paused";

/** The one next step of a pool from found to wanted. */
export function decide(situation: Situation): Step {
  const { wish } = situation.wanted;
  switch (wish.kind) {
    case "released":
      return settle({ kind: "kept" });
    case "removed":
      return decideRemoval(situation);
    case "present":
      return decidePresence(situation, wish.body);
  }
}

function decideRemoval({ wanted, found, state, operation, nowMs }: Situation): Step {
  if (!found) {
    // A pool that is on its way would come after the word that it was removed, and stay.
    if (state.change?.kind !== "put") return settle({ kind: "removed" });
    if (operation?.kind === "running") return { kind: "wait", why: "ARM works on its creation" };
    if (isRecent(state.change, nowMs))
      return { kind: "lookAgain", why: "put, but not shown yet", delayMs: LOOK_AGAIN_MS };
    return settle({ kind: "removed" });
  }
  // Never ours, never deleted: somebody else may live in it.
  if (state.applied === undefined) return settle({ kind: "kept" });
  const change = changeOf(state, wanted, "delete");
  if (isChanging(found, operation) && !mayTryAnyway(change, state, nowMs)) return waitFor(found);
  if (!change?.accepted) return { kind: "delete" };
  // Never asked for again at once: that would go on for ever.
  if (operation?.kind === "failed") return settle(rejected(operation.code, operation.message));
  if (isRecent(change, nowMs))
    return { kind: "lookAgain", why: "deleted, but still shown", delayMs: LOOK_AGAIN_MS };
  return settle(
    rejected(
      "DeletionFailed",
      `ARM ended the deletion, but the pool is still there in state ${found.provisioningState}`,
    ),
  );
}

function decidePresence(situation: Situation, body: PoolBody): Step {
  const { wanted, found, state, operation, nowMs } = situation;
  const change = changeOf(state, wanted, "put");
  if (!found) return decideCreation(change, situation, body);
  const isAtWork = isChanging(found, operation);
  if (isAtWork && !mayTryAnyway(change, state, nowMs)) return waitFor(found);
  if (change?.accepted) return settle(outcomeOf(found, operation, change));
  const differing = differences(body, found.resource);
  const immutable = immutableDifferences(differing);
  if (immutable.length > 0) return settle(immutableRefusal(immutable));
  if (isAtWork && differing.length === 0) return waitFor(found);
  if (!isAtWork && isFailed(found))
    return { kind: "put", body, why: `repair of a pool in state ${found.provisioningState}`, repair: true };
  if (differing.length > 0) return { kind: "put", body, why: describeDifferences(differing) };
  // Values of secrets are never shown, so that nobody can see whether a change whose answer was lost was done.
  if (wantedSecrets(body).length > 0) return { kind: "compareSecrets", body };
  // As wanted after a change whose answer was lost: it was ours, unless it may as well be somebody else's pool.
  return settle({ kind: change && state.applied !== undefined ? "applied" : "unchanged" });
}

function decideCreation(change: Change | undefined, situation: Situation, body: PoolBody): Step {
  const { operation, nowMs } = situation;
  if (!change && isBeingMade(situation))
    return { kind: "lookAgain", why: "put for an older wish, and not shown yet", delayMs: LOOK_AGAIN_MS };
  const made = change?.creation ?? 0;
  // ARM's servers don't all know at once of what one of them has just made.
  if (change && !change.accepted && isRecent(change, nowMs, UNHEARD_APPEARS_WITHIN_MS))
    return { kind: "lookAgain", why: "put, its answer lost, and not shown yet", delayMs: LOOK_AGAIN_MS };
  if (!change?.accepted) return { kind: "put", body, why: "create", creation: Math.max(made, 1) };
  if (operation?.kind === "failed") return settle(rejected(operation.code, operation.message));
  if (operation?.kind === "running") return { kind: "wait", why: "ARM works on its creation" };
  if (isRecent(change, nowMs))
    return { kind: "lookAgain", why: "accepted, but not shown yet", delayMs: LOOK_AGAIN_MS };
  if (made < CREATIONS_MAX) return { kind: "put", body, why: "create once more", creation: made + 1 };
  return settle(
    rejected(
      "PoolVanished",
      `ARM accepted the creation ${made} times, and each time the pool was gone without a word`,
    ),
  );
}

/** A creation for an older wish only has to end, and it has not, though ARM does not show the pool. */
function isBeingMade({ state: { change }, operation, nowMs }: Situation): boolean {
  if (change?.creation === undefined || operation?.kind === "failed") return false;
  const withinMs = change.accepted ? APPEARS_WITHIN_MS : UNHEARD_APPEARS_WITHIN_MS;
  return operation?.kind === "running" || isRecent(change, nowMs, withinMs);
}

const waitFor = (found: FoundPool): Step => ({ kind: "wait", why: `ARM says ${found.provisioningState}` });

/**
 * An operation that seems never to end holds up no newer wish: ARM itself refuses what it can't do now, and takes it
 * once it can. Our own change for this very wish is all that can be done.
 */
function mayTryAnyway(change: Change | undefined, { atWorkSince }: PoolState, nowMs: number): boolean {
  return !change?.accepted && isStuckSince(atWorkSince, nowMs);
}

const settle = (outcome: SettledOutcome): Step => ({ kind: "settle", outcome });

const rejected = (code: string, message: string): SettledOutcome => ({ kind: "rejected", code, message });

/** The change in flight, if it is for the present wish: one for an older wish only has to end. */
function changeOf(state: PoolState, wanted: Wanted, kind: Change["kind"]): Change | undefined {
  const { change } = state;
  if (change?.kind !== kind || change.generation !== wanted.generation) return undefined;
  return change.wish === undefined || change.wish === wishMark(wanted.wish) ? change : undefined;
}

const isRecent = ({ beganAt }: Change, nowMs: number, withinMs = APPEARS_WITHIN_MS): boolean =>
  nowMs - fromIso(beganAt) < withinMs;

/** The operation is asked too: the pool may look finished a moment before it is. */
export function isChanging(found: FoundPool | undefined, operation: OperationStatus | undefined): boolean {
  return operation?.kind === "running" || (found !== undefined && !hasEnded(found.provisioningState));
}

const isFailed = (found: FoundPool): boolean => found.provisioningState.toLowerCase() !== "succeeded";

/** How a change of ours that ARM had accepted ended. */
export function outcomeOf(
  found: FoundPool,
  operation: OperationStatus | undefined,
  change: Change | undefined,
): SettledOutcome {
  if (operation?.kind === "failed") return orStillFailed(rejected(operation.code, operation.message), change);
  if (!isFailed(found)) return { kind: "applied" };
  const message = `ARM ended the change with provisioningState ${found.provisioningState} and gave no reason`;
  return orStillFailed(rejected("ProvisioningFailed", message), change);
}

function immutableRefusal(immutable: readonly Difference[]): SettledOutcome {
  const what = describeDifferences(immutable);
  return rejected(
    "ImmutableProperty",
    `${what}: this can't be changed on a pool that exists. Put the value back, or give the new pool another name`,
  );
}
