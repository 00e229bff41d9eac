import type { Manifest } from "../audit/manifest.ts";
import { mayTouch, type Source } from "../documents/source.ts";
import { spread } from "../pool/pacing.ts";
import type { Chance, Clock, Log, Queues } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { RecheckCause } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";
import { findAmiss, type SuspectPool } from "./suspects.ts";

const MESSAGES_AT_ONCE = 16;

export interface RecheckDeps {
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

/**
 * Has settled pools looked at again that a snapshot found amiss, where their source wants that put right. Returns how
 * many there are.
 */
export async function recheckPools(
  manifest: Manifest,
  sources: readonly Source[],
  deps: RecheckDeps,
): Promise<number> {
  const correcting = sources.filter(({ drift }) => drift === "correct");
  const drifted = findAmiss(manifest).flatMap((suspect) => {
    const source = correcting.find((one) => mayTouch(one, suspect.pool));
    return source ? [{ ...suspect, source: source.name }] : [];
  });
  await sendRechecks("drift", drifted, deps);
  return drifted.length;
}

interface Recheck extends SuspectPool {
  readonly source: string;
}

/** At the pace of ARM's bucket: each may become a PUT. */
async function sendRechecks(
  cause: RecheckCause,
  pools: readonly Recheck[],
  { queues, clock, chance, log }: RecheckDeps,
): Promise<void> {
  if (pools.length === 0) return;
  const firstAt = toIso(clock.now());
  const correlationId = chance.uuid();
  const delays = spread(pools.map(({ pool }) => pool));
  const due = pools.map((one, index) => ({ ...one, delayMs: delays[index] ?? 0 }));
  await mapConcurrently(due, MESSAGES_AT_ONCE, ({ delayMs, ...recheck }) =>
    queues.send(
      "reconciles",
      { ...recheck, correlationId, reason: "recheck", recheck: cause, attempt: 0, firstAt },
      delayMs,
    ),
  );
  log.info("pools to recheck", { cause, pools: pools.length });
}
