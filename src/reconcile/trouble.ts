import type { PoolState, SettledOutcome, Trouble } from "../documents/pool-state.ts";
import { backoffMs } from "../shared/backoff.ts";
import type { Failure } from "../shared/failures.ts";
import { fromIso, printDuration, toIso } from "../shared/time.ts";

/** How long a pool whose requests find ARM busy is tried before its commit is told. */
export const BUSY_PATIENCE_MS = 24 * 60 * 60_000;
/** How long a missing role, provider or parent may take to come: roles spread within minutes. */
export const NOT_YET_PATIENCE_MS = 10 * 60_000;
/** How long a pool in state `Failed` is put again against a conflict that no operation explains. */
export const REPAIR_PATIENCE_MS = 10 * 60_000;
/** Pools that were all told to come back at one moment come back within this much of it. */
const SPREAD_MAX_MS = 10_000;

export type Handling =
  | { readonly kind: "again"; readonly trouble: Trouble; readonly delayMs: number }
  | { readonly kind: "giveUp"; readonly outcome: SettledOutcome };

export interface TroubleContext {
  readonly generation: number;
  readonly previous: PoolState["trouble"];
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
  /** The request puts a pool in state `Failed` again: ARM may have that no more, and calls it a conflict. */
  readonly isRepair?: boolean;
}

/** What to do about a failed request: the same step again later, or tell the commit. */
export function handle(failure: Failure, context: TroubleContext): Handling {
  const { generation, previous, nowMs, random } = context;
  if (failure.class === "refused") return { kind: "giveUp", outcome: rejected(failure, "") };
  // Failures of both classes may take turns: neither one's patience begins anew with the other.
  const same = previous?.generation === generation ? previous : undefined;
  const firstAt = same?.firstAt ?? toIso(nowMs);
  const notYetAt = same?.notYetAt ?? (failure.class === "notYet" ? toIso(nowMs) : undefined);
  const patienceMs = patienceWith(failure, context);
  const triedMs = nowMs - fromIso((failure.class === "notYet" && notYetAt) || firstAt);
  if (triedMs >= patienceMs) {
    return { kind: "giveUp", outcome: rejected(failure, ` (tried for ${printDuration(triedMs)})`) };
  }
  const attempts = (same?.attempts ?? 0) + 1;
  const { class: kind, code, message } = failure;
  const trouble: Trouble = {
    generation,
    class: kind,
    code,
    message,
    firstAt,
    ...(notYetAt && { notYetAt }),
    attempts,
  };
  return { kind: "again", trouble, delayMs: retryDelayMs(failure, attempts, random) };
}

function patienceWith({ class: kind, code }: Failure, { isRepair = false }: TroubleContext): number {
  if (kind === "notYet") return NOT_YET_PATIENCE_MS;
  return isRepair && code === "Conflict" ? REPAIR_PATIENCE_MS : BUSY_PATIENCE_MS;
}

/** Never less than the service asked for, and a little more: it asks everybody the same. */
export function retryDelayMs({ retryAfterMs }: Failure, attempts: number, random: number): number {
  const ownMs = backoffMs(attempts, random);
  return retryAfterMs === undefined ? ownMs : retryAfterMs + Math.min(ownMs, SPREAD_MAX_MS);
}

const rejected = ({ code, message }: Failure, suffix: string): SettledOutcome => ({
  kind: "rejected",
  code,
  message: `${message}${suffix}`,
});

/** True where a request may have been done although its answer says otherwise, or never came. */
export function isAnswerLost({ status }: Failure): boolean {
  return status === undefined || status === 408 || status >= 500;
}
