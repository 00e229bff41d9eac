import type { Wanted, Wish } from "../documents/wanted.ts";
import type { PoolId } from "../pool/id.ts";

export interface NewWish {
  readonly pool: PoolId;
  readonly source: string;
  readonly commit: string;
  readonly path: string;
  readonly wish: Wish;
}

/**
 * The next wanted document of a pool. The generation counts up only when the wish changes, so doing a sync twice, or
 * moving a spec to another file, asks for nothing new.
 */
export function nextWanted(previous: Wanted | undefined, next: NewWish): Wanted {
  if (!previous) return { format: 1, generation: 1, ...next };
  if (sameWish(previous.wish, next.wish)) {
    return { ...previous, path: next.path, source: next.source };
  }
  return { format: 1, generation: previous.generation + 1, ...next };
}

/** The same wish, as a new commit's own try of it. */
export function tryAgain(refused: Wanted, commit: string): Wanted {
  return { ...refused, generation: refused.generation + 1, commit };
}

function sameWish(a: Wish, b: Wish): boolean {
  if (a.kind === "present" && b.kind === "present") return a.specHash === b.specHash;
  return a.kind === b.kind;
}
