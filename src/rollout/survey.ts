import { readPoolLabels, readWantedLabels, type WantedLabels } from "../documents/labels.ts";
import { poolDocuments, poolKeyOf, wantedDocuments } from "../documents/names.ts";
import type { PoolLabels } from "../documents/pool-state.ts";
import type { Rollout, RolloutPool } from "../documents/rollout.ts";
import { eachGroup, type PoolKey, poolKey } from "../pool/id.ts";
import type { Documents } from "../ports.ts";
import { type Standing, standingOf } from "./standing.ts";

export interface Surveyed {
  readonly pool: RolloutPool;
  readonly standing: Standing;
  /** Of the pool's own label: when its state was written, or when its next step is due. */
  readonly labelledMs?: number;
}

/** How every pool of the rollout stands, from two listings per resource group, however many pools. */
export async function survey(
  rollout: Rollout,
  documents: Pick<Documents, "list">,
): Promise<readonly Surveyed[]> {
  const states = new Map<PoolKey, PoolLabels>();
  const wanted = new Map<PoolKey, WantedLabels>();
  for (const group of eachGroup(rollout.pools.map(({ pool }) => pool))) {
    for await (const { name, labels } of documents.list(poolDocuments(group)))
      keep(states, poolKeyOf(name), readPoolLabels(labels));
    for await (const { name, labels } of documents.list(wantedDocuments(group)))
      keep(wanted, poolKeyOf(name), readWantedLabels(labels));
  }
  return rollout.pools.map((pool) => {
    const key = poolKey(pool.pool);
    const [state, wish] = [states.get(key), wanted.get(key)];
    const standing = standingOf(pool, { ...(state && { state }), ...(wish && { wanted: wish }) });
    return { pool, standing, ...(state && { labelledMs: Number(state.at) }) };
  });
}

/** Labels that can't be read tell nothing. */
function keep<T>(known: Map<PoolKey, T>, key: PoolKey, labels: T | undefined): void {
  if (labels) known.set(key, labels);
}
