import { fromIso } from "../shared/time.ts";
import type { Chained } from "./chain.ts";
import { takenAtOf } from "./names.ts";

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

/** The gap between two neighbours of the chain, where there is one. `intervalMs`: how often manifests are taken. */
export function findGap(
  preceding: Chained | undefined,
  current: Chained,
  { intervalMs = INTERVAL_MS }: { readonly intervalMs?: number },
): readonly Gap[] {
  if (!preceding) return [];
  const durationMs = fromIso(current.manifest.takenAt) - fromIso(preceding.manifest.takenAt);
  return isGap(durationMs, intervalMs) ? [{ after: preceding.name, before: current.name, durationMs }] : [];
}

/** Of a part of the chain that ends at `to`: whether it has no manifest long before that, where more follow. */
export function findGapAtEnd(
  newest: Chained | undefined,
  next: string | undefined,
  { to, intervalMs = INTERVAL_MS }: { readonly to?: string; readonly intervalMs?: number },
): readonly Gap[] {
  if (!newest || next === undefined || to === undefined) return [];
  const takenAtMs = fromIso(newest.manifest.takenAt);
  if (!isGap(fromIso(to) - takenAtMs, intervalMs)) return [];
  return [{ after: newest.name, before: next, durationMs: fromIso(takenAtOf(next)) - takenAtMs }];
}

const isGap = (durationMs: number, intervalMs: number): boolean =>
  durationMs > INTERVALS_MAX * intervalMs + SLACK_MS;
