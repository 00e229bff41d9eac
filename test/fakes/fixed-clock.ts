import type { Clock } from "../../src/ports.ts";

export interface FixedClock extends Clock {
  advance(ms: number): void;
  set(epochMs: number): void;
}

/** Stands still until a test moves it. */
export function createFixedClock(at: string | number = "2026-01-05T09:00:00.000Z"): FixedClock {
  let nowMs = typeof at === "number" ? at : Date.parse(at);
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    set: (epochMs) => {
      nowMs = epochMs;
    },
  };
}
