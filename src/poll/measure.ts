import { takenAtOf } from "../audit/names.ts";
import { isAbout } from "../documents/labels.ts";
import { snapshotDocument } from "../documents/names.ts";
import { mayTouch, type Source } from "../documents/source.ts";
import type { Clock, Documents, Log } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { fromIso } from "../shared/time.ts";
import type { KnownPool } from "./attention.ts";

export interface MeasureDeps {
  readonly documents: Pick<Documents, "read">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Logs how far each source is behind what is wanted, and how old the newest snapshot is: docs/logs.md says who reads it. */
export async function measure(
  sources: readonly Source[],
  pools: readonly KnownPool[],
  { documents, clock, log }: MeasureDeps,
): Promise<void> {
  const nowMs = clock.now();
  for (const source of sources) {
    const ages = pools.filter(({ pool }) => mayTouch(source, pool)).map((known) => behindMs(known, nowMs));
    const value = Math.max(0, ...ages);
    log.info("metric", { name: "convergenceLagMs", value, source: source.name });
  }
  const head = await attempt(() => documents.read(snapshotDocument));
  const newest = head.ok ? head.value?.value.newest : undefined;
  if (!newest) return;
  const value = nowMs - fromIso(takenAtOf(newest.name));
  log.info("metric", { name: "snapshotAgeMs", value });
}

/** Since when something is wanted of a pool that has not settled. */
function behindMs({ state, wanted }: KnownPool, nowMs: number): number {
  if (wanted?.at === undefined) return 0;
  const isSettled = state?.phase === "settled" && isAbout(state, wanted);
  return isSettled ? 0 : nowMs - Number(wanted.at);
}
