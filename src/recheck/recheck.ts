import type { Manifest } from "../audit/manifest.ts";
import { followedGroups, mayTouch, type Source } from "../documents/source.ts";
import { poolKey } from "../pool/id.ts";
import { spread } from "../pool/pacing.ts";
import type { Chance, Clock, Documents, Log, Queues } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { RecheckCause } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";
import { findRotating } from "./rotating.ts";
import { findAmiss, type SuspectPool } from "./suspects.ts";

const MESSAGES_AT_ONCE = 16;

export interface RecheckDeps {
  readonly documents: Pick<Documents, "list">;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

/**
 * Has settled pools looked at again: those that a snapshot found amiss, where their source wants that put right, and
 * those that want the newest version of a secret. Returns how many there are.
 */
export async function recheckPools(
  manifest: Manifest,
  followed: readonly Source[],
  deps: RecheckDeps,
): Promise<number> {
  const sources = followed.filter(({ paused }) => !paused);
  const correcting = sources.filter(({ drift }) => drift === "correct");
  const drifted = inLane(findAmiss(manifest), correcting);
  await sendRechecks("drift", drifted, deps);
  // What is put back has the newest secrets anyway.
  const done = new Set(drifted.map(({ pool }) => poolKey(pool)));
  const rotating = (await findRotating(followedGroups(sources), deps.documents)).filter(
    ({ pool }) => !done.has(poolKey(pool)),
  );
  const toAsk = inLane(rotating, sources);
  await sendRechecks("secrets", toAsk, deps);
  return drifted.length + toAsk.length;
}

function inLane(suspects: readonly SuspectPool[], sources: readonly Source[]): readonly Recheck[] {
  return suspects.flatMap((suspect) => {
    const source = sources.find((one) => mayTouch(one, suspect.pool));
    return source ? [{ ...suspect, source: source.name }] : [];
  });
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
