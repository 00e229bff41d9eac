import { isForgotten } from "../documents/drifting.ts";
import type { Corrections } from "../documents/pool-state.ts";
import type { Source } from "../documents/source.ts";
import { type DeployedSecret, describeSecrets } from "../pool/secrets.ts";
import type { RecheckCause } from "../shared/messages.ts";
import { fromIso, printDuration, toIso } from "../shared/time.ts";
import { decide, LOOK_AGAIN_MS, type Situation, type Step, UNHEARD_APPEARS_WITHIN_MS } from "./decide.ts";

const HOUR_MS = 60 * 60_000;
/** After its first correction a pool is left alone for so long, then for twice as long each time. */
export const CORRECT_AGAIN_FIRST_MS = HOUR_MS;
export const CORRECT_AGAIN_LONGEST_MS = 24 * HOUR_MS;
/** The pass that finds drift comes every hour, and not to the minute. */
export const CORRECT_AGAIN_SLACK_MS = 10 * 60_000;

/** Nothing is to be done. */
export interface Leave {
  readonly kind: "leave";
  readonly why: string;
}

export type RecheckDecision =
  | Leave
  | { readonly kind: "later"; readonly why: string; readonly delayMs: number }
  /** `corrections`: what to remember, where the step puts back what was changed outside git. */
  | { readonly kind: "go"; readonly step: Step; readonly corrections?: Corrections };

export interface RecheckSituation extends Situation {
  /** Names of the secrets that have another version by now, where that was asked for. */
  readonly changedSecrets?: readonly string[];
  /** Which versions the request sent that may have come late, where that is known. */
  readonly sentSecrets?: readonly DeployedSecret[];
}

/** What becomes of a settled pool that is looked at again. Whoever else works on it is never interfered with. */
export function decideRecheck(
  situation: RecheckSituation,
  cause: RecheckCause,
  { drift }: Pick<Source, "drift">,
): RecheckDecision {
  const { outcome } = situation.state.settled ?? {};
  if (cause === "late" && outcome?.kind === "removed") return undoCreation(situation);
  if (cause === "late" && outcome?.kind === "applied" && mayShowLate(situation))
    return { kind: "later", why: "applied a moment ago, and not shown yet", delayMs: LOOK_AGAIN_MS };
  // A refusal has its own next tries, and what was removed or released is nobody's to put back.
  if (outcome?.kind !== "applied" && outcome?.kind !== "unchanged")
    return leave(`it is ${outcome?.kind ?? "not settled"}`);
  const step = decide(situation);
  // It may be that very request that ARM works on: the rollout sees it end.
  if (step.kind === "wait" && cause === "late") return { kind: "go", step };
  if (step.kind === "wait") return leave(`somebody else is at it: ${step.why}`);
  if (cause === "secrets") return decideRotation(step, situation, situation.changedSecrets ?? []);
  // A request that came late may have brought other secrets than those on record, and nobody can see that.
  if (cause === "late" && step.kind === "compareSecrets" && !hasSentSecrets(situation))
    return { kind: "go", step: { kind: "put", body: step.body, why: "its secrets after a late request" } };
  const isAsWanted = step.kind === "settle" && step.outcome.kind === "unchanged";
  if (isAsWanted || step.kind === "compareSecrets") return leave("it is as wanted");
  switch (cause) {
    case "drift":
      return drift === "correct" ? correct(step, situation) : leave("its source only reports drift");
    case "late":
      return { kind: "go", step };
  }
}

/**
 * A PUT has the whole spec in it, so what was changed outside git goes with the old secret. But a pool that somebody
 * deleted is not made anew for it, nor is one refused that can't be put as it is wanted.
 */
function decideRotation(step: Step, { found }: Situation, changed: readonly string[]): RecheckDecision {
  if (changed.length === 0) return leave("it has the newest secrets");
  if (!found) return leave("it is not there");
  const why = describeSecrets(changed);
  if (step.kind === "compareSecrets") return { kind: "go", step: { kind: "put", body: step.body, why } };
  if (step.kind === "put") return { kind: "go", step: { ...step, why: `${why}; ${step.why}` } };
  return leave("it can't be put as it is wanted");
}

/** Whichever of two requests with the same secrets came last, the pool has those. */
function hasSentSecrets({ sentSecrets, state: { secrets } }: RecheckSituation): boolean {
  return sentSecrets !== undefined && secrets !== undefined && print(sentSecrets) === print(secrets);
}

const print = (secrets: readonly DeployedSecret[]): string =>
  secrets.map(({ name, version }) => `${name}@${version}`).join(" ");

/** A pool that was just made is not yet shown by all of ARM's servers. */
function mayShowLate({ found, state, nowMs }: Situation): boolean {
  return (
    !found && state.settled !== undefined && nowMs - fromIso(state.settled.at) < UNHEARD_APPEARS_WITHIN_MS
  );
}

/** A creation may have come after its pool had been removed; what somebody else has put there since is kept. */
function undoCreation(situation: Situation): RecheckDecision {
  return situation.found ? { kind: "go", step: decide(situation) } : leave("it is gone");
}

function correct(step: Step, { wanted, state, nowMs }: Situation): RecheckDecision {
  if (step.kind !== "put") return { kind: "go", step };
  const { generation } = wanted;
  const before = state.corrections?.generation === generation ? state.corrections : undefined;
  const waitMs = before ? untilNextMs(before, nowMs) : 0;
  if (waitMs > 0) return leave(`it was put back ${before?.count} times: next in ${printDuration(waitMs)}`);
  const count = before && !isForgotten(before.lastAt, nowMs) ? before.count + 1 : 1;
  return { kind: "go", step, corrections: { generation, count, lastAt: toIso(nowMs) } };
}

function untilNextMs({ count, lastAt }: Corrections, nowMs: number): number {
  const pauseMs = Math.min(CORRECT_AGAIN_LONGEST_MS, CORRECT_AGAIN_FIRST_MS * 2 ** (count - 1));
  return fromIso(lastAt) + pauseMs - CORRECT_AGAIN_SLACK_MS - nowMs;
}

export const leave = (why: string): Leave => ({ kind: "leave", why });
