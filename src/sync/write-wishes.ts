import { poolDocuments, wantedDocument } from "../documents/names.ts";
import type { PoolLabels } from "../documents/pool-state.ts";
import type { Source } from "../documents/source.ts";
import type { Wanted, Wish } from "../documents/wanted.ts";
import { type PoolId, type PoolKey, poolKey } from "../pool/id.ts";
import type { Documents, Log } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { Problem } from "../spec/problem.ts";
import type { SpecChanges } from "./plan.ts";
import { type NewWish, nextWanted } from "./wish.ts";

const DOCUMENTS_AT_ONCE = 16;

/** One pool that a rollout cares about. */
export interface TouchedPool {
  readonly pool: PoolId;
  readonly generation: number;
  readonly path: string;
  /** A spec names it: not one that was removed. */
  readonly present: boolean;
  /** ARM refused this generation before: this commit is its next try. */
  readonly retried: boolean;
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
  deps: { readonly documents: Documents; readonly log: Log },
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
  const written = await mapConcurrently(wishes, DOCUMENTS_AT_ONCE, (wish) => writeWish(wish, deps.documents));
  const touched = written.map((wanted) => touch(wanted, false));
  const leftOver = await findLeftOver(
    new Set(touched.map(({ pool }) => poolKey(pool))),
    changes,
    source,
    deps.documents,
  );
  return [...touched, ...leftOver];
}

async function writeWish(wish: NewWish, documents: Documents): Promise<Wanted> {
  const name = wantedDocument(wish.pool);
  const stored = await documents.read(name);
  const wanted = nextWanted(stored?.value, wish);
  if (!stored) await documents.create(name, wanted, labelsOf(wanted));
  else await documents.replace(name, wanted, stored.etag, labelsOf(wanted));
  return wanted;
}

const labelsOf = ({ generation, commit }: Wanted) => ({ generation: String(generation), commit });

const touch = (wanted: Wanted, retried: boolean): TouchedPool => ({
  pool: wanted.pool,
  generation: wanted.generation,
  path: wanted.path,
  present: wanted.wish.kind === "present",
  retried,
});

/** Pools that this commit leaves as they were, but that have not settled well: a new commit is a new try. */
async function findLeftOver(
  touched: ReadonlySet<PoolKey>,
  changes: SpecChanges,
  source: Source,
  documents: Documents,
): Promise<readonly TouchedPool[]> {
  const wanting = new Map(
    Object.values(changes.files)
      .filter(({ pool }) => !touched.has(poolKey(pool)))
      .map(({ pool }) => [poolKey(pool), pool]),
  );
  const leftOver: TouchedPool[] = [];
  for (const group of source.resourceGroups) {
    const prefix = poolDocuments(group);
    for await (const { name, labels } of documents.list(prefix)) {
      const pool = wanting.get(name.slice("pools/".length, -".json".length));
      const { phase, outcome } = labels as unknown as PoolLabels;
      if (!pool || (phase === "settled" && outcome !== "rejected")) continue;
      const wanted = (await documents.read(wantedDocument(pool)))?.value;
      if (wanted) leftOver.push(touch(wanted, phase === "settled"));
    }
  }
  return leftOver;
}
