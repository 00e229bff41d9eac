import { poolDocuments, wantedDocument } from "../documents/names.ts";
import type { PoolLabels } from "../documents/pool-state.ts";
import type { Source } from "../documents/source.ts";
import type { Wanted, Wish } from "../documents/wanted.ts";
import { type PoolId, poolKey } from "../pool/id.ts";
import type { Documents, Stored } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { Problem } from "../spec/problem.ts";
import type { SpecChanges } from "./plan.ts";
import { type NewWish, nextWanted, tryAgain } from "./wish.ts";

const DOCUMENTS_AT_ONCE = 16;

/** One pool that a rollout cares about. */
export interface TouchedPool {
  readonly pool: PoolId;
  readonly generation: number;
  readonly path: string;
  /** A spec names it: not one that was removed. */
  readonly present: boolean;
}

/** Refuses what looks like an accident: every spec gone at once, or more removed than the source allows. */
export function checkGone(gone: SpecChanges["gone"], specs: number, source: Source): readonly Problem[] {
  const first = gone[0];
  if (!first) return [];
  const at = { severity: "error", file: first.path, line: 1, column: 1 } as const;
  if (specs === 0) {
    const where = source.directory === "" ? "the repository" : `${source.directory}/`;
    const message = `every spec below ${where} is gone: nothing was changed. To stop following them, remove the source from the settings`;
    return [{ ...at, code: "sync/all-gone", message }];
  }
  if (source.removed === "delete" && gone.length > source.deletionsMax) {
    const message = `this commit removes ${gone.length} specs, more than the ${source.deletionsMax} deletions allowed at once (deletionsMax): nothing was changed`;
    return [{ ...at, code: "sync/too-many-deletions", message }];
  }
  return [];
}

/** Writes what is wanted now. Returns the pools that have something to do, those left over from before included. */
export async function writeWishes(
  changes: SpecChanges,
  source: Source,
  commit: string,
  { documents }: { readonly documents: Documents },
): Promise<readonly TouchedPool[]> {
  const origin = { source: source.name, commit };
  const gone: Wish = { kind: source.removed === "delete" ? "removed" : "released" };
  const wishes: NewWish[] = [
    ...changes.changed.map(({ pool, path, hash, body }) => ({
      ...origin,
      pool,
      path,
      wish: { kind: "present", specHash: hash, body } as const,
    })),
    ...changes.gone.map(({ pool, path }) => ({ ...origin, pool, path, wish: gone })),
  ];
  const written = await mapConcurrently(wishes, DOCUMENTS_AT_ONCE, (wish) => writeWish(wish, documents));
  const leftOver = await findLeftOver(changes, source, commit, documents);
  return [...written.filter((wanted) => wanted !== undefined), ...leftOver].map(touch);
}

/** `undefined` if the pool is another source's by now: a spec that moved there is not gone. */
async function writeWish(wish: NewWish, documents: Documents): Promise<Wanted | undefined> {
  const name = wantedDocument(wish.pool);
  const stored = await documents.read(name);
  if (stored && wish.wish.kind !== "present" && stored.value.source !== wish.source) return undefined;
  const wanted = nextWanted(stored?.value, wish);
  if (stored) await documents.replace(name, wanted, stored.etag, labelsOf(wanted));
  else if (!(await documents.create(name, wanted, labelsOf(wanted)))) return await writeWish(wish, documents);
  return wanted;
}

const labelsOf = ({ generation, commit }: Wanted) => ({ generation: String(generation), commit });

const touch = ({ pool, generation, path, wish }: Wanted): TouchedPool => ({
  pool,
  generation,
  path,
  present: wish.kind === "present",
});

/** Pools that this commit leaves as they were, but that have not settled well: a new commit is a new try. */
async function findLeftOver(
  changes: SpecChanges,
  source: Source,
  commit: string,
  documents: Documents,
): Promise<readonly Wanted[]> {
  const changed = new Set(changes.changed.map(({ pool }) => poolKey(pool)));
  const wanting = new Map(
    Object.values(changes.files)
      .map(({ pool }) => [poolKey(pool), pool] as const)
      .filter(([key]) => !changed.has(key)),
  );
  const leftOver: Wanted[] = [];
  for (const group of source.resourceGroups) {
    const prefix = poolDocuments(group);
    for await (const { name, labels } of documents.list(prefix)) {
      const pool = wanting.get(name.slice("pools/".length, -".json".length));
      const { phase, outcome, generation } = labels as unknown as PoolLabels;
      if (!pool || (phase === "settled" && outcome !== "rejected")) continue;
      const stored = await documents.read(wantedDocument(pool));
      if (!stored) continue;
      const isRefused = phase === "settled" && Number(generation) === stored.value.generation;
      leftOver.push(isRefused ? await writeNextTry(stored, commit, documents) : stored.value);
    }
  }
  return leftOver;
}

/** A generation of its own, so that nobody takes the refusal of the last one for the answer to this one. */
async function writeNextTry(
  { value, etag }: Stored<Wanted>,
  commit: string,
  documents: Documents,
): Promise<Wanted> {
  const wanted = tryAgain(value, commit);
  await documents.replace(wantedDocument(wanted.pool), wanted, etag, labelsOf(wanted));
  return wanted;
}
