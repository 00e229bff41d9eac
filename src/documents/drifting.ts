import { fromIso } from "../shared/time.ts";

/** After so many corrections in a row it is no accident: somebody, or something, disagrees with git. */
const DRIFTING_AFTER_CORRECTIONS = 3;
/** A pool that stayed as it was put for so long is at peace: three times the longest pause between corrections. */
export const CORRECTIONS_FORGOTTEN_MS = 3 * 24 * 60 * 60_000;

/** Whether a pool drifts again and again. `lastAt`: when it was put back last (UTC, ISO 8601). */
export function isDrifting(count: number, lastAt: string, nowMs: number): boolean {
  return count >= DRIFTING_AFTER_CORRECTIONS && !isForgotten(lastAt, nowMs);
}

/** Whether the next correction is the first of a row again. `lastAt`: when the pool was put back last (UTC, ISO 8601). */
export function isForgotten(lastAt: string, nowMs: number): boolean {
  return nowMs - fromIso(lastAt) >= CORRECTIONS_FORGOTTEN_MS;
}
