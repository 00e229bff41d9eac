import type { Change, SettledOutcome } from "../documents/pool-state.ts";
import type { Failure } from "../shared/failures.ts";

type Rejected = Extract<SettledOutcome, { readonly kind: "rejected" }>;

/**
 * A pool in state `Failed` that was put again, and is no better for it. Users and their support know one way out; it is
 * not ours to take, since whoever uses the pool loses its sessions.
 */
export function orStillFailed(outcome: SettledOutcome, change: Change | undefined): SettledOutcome {
  return outcome.kind === "rejected" && change?.repair ? stillFailed(outcome) : outcome;
}

/** The end of a repair that ARM would not begin. What is wrong with the request itself is told as ever. */
export function orRepairRefused(
  outcome: SettledOutcome,
  { status, class: kind }: Failure,
  change: Change | undefined,
): SettledOutcome {
  const isAboutRequest = kind === "notYet" || status === 400 || status === 403;
  return isAboutRequest ? outcome : orStillFailed(outcome, change);
}

const stillFailed = ({ code, message }: Rejected): Rejected => ({
  kind: "rejected",
  code: "StillFailed",
  message: `deleting the pool is the known way out: it was put again in vain. ${code}: ${message}`,
});
