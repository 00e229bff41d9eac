import { fromIso } from "../shared/time.ts";
import type { Chained } from "./chain.ts";

/** A time without a manifest. */
export interface Gap {
  /** Names of the manifests around it. */
  readonly after: string;
  readonly before: string;
  readonly durationMs: number;
}

/** What the deployer's schedule is without another one. */
const INTERVAL_MS = 60 * 60_000;
/** One may be missed: the host that runs the timer was being replaced. */
const INTERVALS_MAX = 2;
/** Timers are late by seconds, and reading takes its time. */
const SLACK_MS = 5 * 60_000;

export function findGap(
  preceding: Chained | undefined,
  current: Chained,
  { intervalMs = INTERVAL_MS }: { readonly intervalMs?: number },
): readonly Gap[] {
  if (!preceding) return [];
  const durationMs = fromIso(current.manifest.takenAt) - fromIso(preceding.manifest.takenAt);
  const isGap = durationMs > INTERVALS_MAX * intervalMs + SLACK_MS;
  return isGap ? [{ after: preceding.name, before: current.name, durationMs }] : [];
}
