import { wantedDocument } from "../documents/names.ts";
import type { Source } from "../documents/source.ts";
import type { Wanted, Wish } from "../documents/wanted.ts";
import { type PoolId, poolKey } from "../pool/id.ts";
import type { Clock, Documents } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { takeLeftOver } from "./left-over.ts";
import type { SpecChanges } from "./plan.ts";
import { labelsOf, mustBeNewest, type NewWish, nextWanted, type Writer } from "./wish.ts";

const DOCUMENTS_AT_ONCE = 16;

/** One pool that a rollout cares about. */
export interface TouchedPool {
  readonly pool: PoolId;
  readonly generation: number;
  readonly path: string;
  /** A spec names it: not one that was removed. */
  readonly present: boolean;
}

export interface Wishes {
  readonly changes: SpecChanges;
  readonly source: Source;
  readonly commit: string;
  readonly actor?: string | undefined;
  readonly round: number;
  /** What is wished for the pools that no spec names any more. */
  readonly gone: "removed" | "released";
}

/** Writes what is wanted now. Returns the pools that have something to do, those left over from before included. */
export async function writeWishes(
  { changes, source, commit, actor, round, gone }: Wishes,
  { documents, clock }: { readonly documents: Documents; readonly clock: Clock },
): Promise<readonly TouchedPool[]> {
  const writer: Writer = { source: source.name, commit, round, ...(actor !== undefined && { actor }) };
  const goneWish: Wish = { kind: gone };
  const wishes: NewWish[] = [
    ...changes.changed.map(({ pool, path, hash, body }) => ({
      ...writer,
      pool,
      path,
      wish: { kind: "present", specHash: hash, body } as const,
    })),
    ...changes.gone.map(({ pool, path }) => ({ ...writer, pool, path, wish: goneWish })),
  ];
  const written = await mapConcurrently(wishes, DOCUMENTS_AT_ONCE, (wish) =>
    writeWish(wish, documents, clock.now()),
  );
  const deps = { documents, clock };
  const leftOver = await takeLeftOver(unchangedPools(changes), source.resourceGroups, writer, deps);
  return [...written.filter((wanted) => wanted !== undefined), ...leftOver].map(touch);
}

function unchangedPools({ changed, files }: SpecChanges): readonly PoolId[] {
  const keys = new Set(changed.map(({ pool }) => poolKey(pool)));
  return Object.values(files)
    .map(({ pool }) => pool)
    .filter((pool) => !keys.has(poolKey(pool)));
}

/** `undefined` if the pool is another source's by now: a spec that moved there is not gone. */
async function writeWish(wish: NewWish, documents: Documents, nowMs: number): Promise<Wanted | undefined> {
  const name = wantedDocument(wish.pool);
  const stored = await documents.read(name);
  if (stored && wish.wish.kind !== "present" && stored.value.source !== wish.source) return undefined;
  if (stored) mustBeNewest(stored.value, wish);
  const wanted = nextWanted(stored?.value, wish);
  const labels = labelsOf(wanted, nowMs);
  if (stored) await documents.replace(name, wanted, stored.etag, labels);
  else if (!(await documents.create(name, wanted, labels))) return await writeWish(wish, documents, nowMs);
  return wanted;
}

const touch = ({ pool, generation, path, wish }: Wanted): TouchedPool => ({
  pool,
  generation,
  path,
  present: wish.kind === "present",
});
