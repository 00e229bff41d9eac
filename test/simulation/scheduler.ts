import type { Clock } from "../../src/ports.ts";
import { hashOf } from "./dice.ts";

/** Something that happens at its time, unless it is called off before. */
interface Happening {
  readonly atMs: number;
  readonly order: number;
  readonly what: string;
  readonly happen: () => void | Promise<void>;
  isOff: boolean;
}

export interface Scheduler extends Clock {
  /** `what` goes into the trace. Returns what calls it off. */
  at(atMs: number, what: string, happen: () => void | Promise<void>): () => void;
  /** Does the next happening, and all that follows from it at once. False if there is none. */
  step(): Promise<boolean>;
  /** When the next happening is due. */
  nextAtMs(): number | undefined;
  readonly steps: number;
  /** The same for two runs in which the same things happened at the same times, in the same order. */
  readonly traceHash: string;
}

/**
 * Virtual time, and the only thing that moves it. The program's promises settle between two steps and nowhere else, so
 * the order of the steps is the order of everything.
 */
export function createScheduler(startMs: number): Scheduler {
  const heap: Happening[] = [];
  let nowMs = startMs;
  let order = 0;
  let steps = 0;
  let trace = 0;

  function next(): Happening | undefined {
    while (heap[0]?.isOff) pop(heap);
    return heap[0];
  }

  return {
    now: () => nowMs,
    at(atMs, what, happen) {
      const happening = {
        atMs: Math.max(nowMs, Math.round(atMs)),
        order: order++,
        what,
        happen,
        isOff: false,
      };
      push(heap, happening);
      return () => {
        happening.isOff = true;
      };
    },
    async step() {
      const happening = next();
      if (!happening) return false;
      pop(heap);
      nowMs = happening.atMs;
      steps += 1;
      trace = hashOf(`${nowMs} ${happening.what}`, trace);
      await happening.happen();
      await settled();
      return true;
    },
    nextAtMs: () => next()?.atMs,
    get steps() {
      return steps;
    },
    get traceHash() {
      return trace.toString(16).padStart(8, "0");
    },
  };
}

/** Node runs every promise that can go on before the next turn of its loop. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const isBefore = (one: Happening, other: Happening): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

function push(heap: Happening[], happening: Happening): void {
  heap.push(happening);
  let at = heap.length - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!swapIfBefore(heap, at, above)) return;
    at = above;
  }
}

function pop(heap: Happening[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  let at = 0;
  for (;;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const [one, other] = [heap[left], heap[right]];
    if (!one) return;
    const first = other && isBefore(other, one) ? right : left;
    if (!swapIfBefore(heap, first, at)) return;
    at = first;
  }
}

function swapIfBefore(heap: Happening[], at: number, above: number): boolean {
  const [lower, upper] = [heap[at], heap[above]];
  if (!lower || !upper || !isBefore(lower, upper)) return false;
  heap[at] = upper;
  heap[above] = lower;
  return true;
}
