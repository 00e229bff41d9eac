import { isAbout, readPoolLabels, readWantedLabels } from "../documents/labels.ts";
import { poolDocuments, poolKeyOf, wantedDocument, wantedDocuments } from "../documents/names.ts";
import type { Wanted } from "../documents/wanted.ts";
import { type PoolId, type PoolKey, poolKey, type ResourceGroup } from "../pool/id.ts";
import type { Clock, Documents, Labels } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { labelsOf, mustBeNewest, tryAgain, type Writer } from "./wish.ts";

const DOCUMENTS_AT_ONCE = 16;

interface LeftOver {
  readonly pool: PoolId;
  /** The generation that was refused, where one was. */
  readonly refused: number | undefined;
}

/**
 * Of the pools that a commit leaves as they were, those whose newest wish has not settled well: a new commit is a new
 * try of them.
 */
export async function takeLeftOver(
  pools: readonly PoolId[],
  groups: readonly ResourceGroup[],
  writer: Writer,
  { documents, clock }: { readonly documents: Documents; readonly clock: Clock },
): Promise<readonly Wanted[]> {
  const byKey = new Map(pools.map((pool) => [poolKey(pool), pool]));
  const found = await Promise.all(groups.map((group) => findLeftOver(byKey, group, documents)));
  const taken = await mapConcurrently(found.flat(), DOCUMENTS_AT_ONCE, (leftOver) =>
    take(leftOver, writer, documents, clock.now()),
  );
  return taken.filter((wanted) => wanted !== undefined);
}

/** Generations are compared: what settled may be an older wish than the one that is written. */
async function findLeftOver(
  pools: ReadonlyMap<PoolKey, PoolId>,
  group: ResourceGroup,
  documents: Documents,
): Promise<readonly LeftOver[]> {
  const states = await labelsByKey(poolDocuments(group), documents);
  const wishes = await labelsByKey(wantedDocuments(group), documents);
  return [...wishes].flatMap<LeftOver>(([key, labels]) => {
    const pool = pools.get(key);
    if (!pool) return [];
    const wish = readWantedLabels(labels);
    const state = readPoolLabels(states.get(key) ?? {});
    if (!wish || state?.phase !== "settled" || !isAbout(state, wish)) return [{ pool, refused: undefined }];
    return state.outcome === "rejected" ? [{ pool, refused: Number(wish.generation) }] : [];
  });
}

async function labelsByKey(prefix: string, documents: Documents): Promise<ReadonlyMap<PoolKey, Labels>> {
  const byKey = new Map<PoolKey, Labels>();
  for await (const { name, labels } of documents.list(prefix)) byKey.set(poolKeyOf(name), labels);
  return byKey;
}

/** `undefined` if the pool is another source's by now. A refused wish gets a generation of its own, so that nobody takes the last refusal for the answer to this try. */
async function take(
  { pool, refused }: LeftOver,
  writer: Writer,
  documents: Documents,
  nowMs: number,
): Promise<Wanted | undefined> {
  const name = wantedDocument(pool);
  const stored = await documents.read(name);
  if (stored?.value.source !== writer.source) return undefined;
  if (stored.value.generation !== refused) return stored.value;
  mustBeNewest(stored.value, writer);
  const wanted = tryAgain(stored.value, writer);
  await documents.replace(name, wanted, stored.etag, labelsOf(wanted, nowMs));
  return wanted;
}
