import { fromIso } from "../shared/time.ts";

/** The service gives an operation 30 minutes by its own word; the longest that was seen to end took 20. */
export const STUCK_AFTER_MS = 45 * 60_000;
/** How often an operation that seems never to end is looked at. */
export const STUCK_BEAT_MS = 10 * 60_000;

/** Whether ARM has worked on a pool for longer than it ever does. `since`: UTC, ISO 8601. */
export function isStuckSince(since: string | undefined, nowMs: number): boolean {
  return since !== undefined && nowMs - fromIso(since) >= STUCK_AFTER_MS;
}
