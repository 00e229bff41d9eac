import { NEWEST_SECRETS, type WantedLabels } from "../documents/labels.ts";
import { type Wanted, type Wish, wishMark } from "../documents/wanted.ts";
import type { PoolId } from "../pool/id.ts";
import { followsRotation } from "../pool/secrets.ts";
import { Busy } from "../shared/failures.ts";

/** The sync that writes a wish. */
export interface Writer {
  readonly source: string;
  readonly commit: string;
  /** Who is behind the commit. */
  readonly actor?: string;
  readonly round: number;
}

export interface NewWish extends Writer {
  readonly pool: PoolId;
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
    return { ...previous, path: next.path, source: next.source, round: next.round };
  }
  return { format: 1, generation: previous.generation + 1, ...next };
}

/** The same wish, as a new commit's own try of it. */
export function tryAgain(
  { actor: _, ...refused }: Wanted,
  { commit, actor, round }: Pick<Writer, "commit" | "actor" | "round">,
): Wanted {
  const generation = refused.generation + 1;
  return { ...refused, generation, commit, round, ...(actor !== undefined && { actor }) };
}

/** Throws `Busy` where a later sync of the source wrote the wish: the writer lost its hold, and did not notice. */
export function mustBeNewest(stored: Wanted, { source, round }: Pick<Writer, "source" | "round">): void {
  if (stored.source !== source || stored.round === undefined || stored.round <= round) return;
  throw new Busy({
    code: "Overtaken",
    message: `a later sync of ${source} has written wishes: round ${stored.round} after ${round}`,
  });
}

export const labelsOf = ({ generation, commit, wish }: Wanted, nowMs: number): WantedLabels => ({
  generation: String(generation),
  commit,
  wish: wishMark(wish),
  at: String(nowMs),
  ...(wish.kind === "present" && followsRotation(wish.body) && { secrets: NEWEST_SECRETS }),
});

function sameWish(a: Wish, b: Wish): boolean {
  if (a.kind === "present" && b.kind === "present") return a.specHash === b.specHash;
  return a.kind === b.kind;
}
