/**
 * How long after the time in its name an event may still come into the record: a step that was stopped half way is
 * done again when the deployer runs again. What comes later is in no manifest, and verification says so.
 */
export const EVENT_LATE_MAX_MS = 3 * 24 * 60 * 60_000;
