import { poolDocuments, wantedDocuments } from "../documents/names.ts";
import type { Rollout, RolloutPool } from "../documents/rollout.ts";
import { groupKey, type PoolKey, poolKey, type ResourceGroup } from "../pool/id.ts";
import { hasEnded } from "../pool/provisioning.ts";
import type { ArmCall, Documents, Labels, PoolResources } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { LOST_AFTER_MS } from "./beat.ts";
import { type PoolKnowledge, type Standing, standingOf } from "./standing.ts";

export interface Surveyed {
  readonly pool: RolloutPool;
  readonly standing: Standing;
}

/** How every pool of the rollout stands, from two listings per resource group, however many pools. */
export async function survey(
  rollout: Rollout,
  documents: Pick<Documents, "list">,
): Promise<readonly Surveyed[]> {
  const knowledge = new Map<PoolKey, PoolKnowledge>();
  const learn = async (prefix: string, folder: string, what: keyof PoolKnowledge): Promise<void> => {
    for await (const { name, labels } of documents.list(prefix)) {
      const key = name.slice(folder.length, -".json".length);
      knowledge.set(key, { ...knowledge.get(key), [what]: labels satisfies Labels });
    }
  };
  for (const group of groupsOf(rollout.pools)) {
    await learn(poolDocuments(group), "pools/", "state");
    await learn(wantedDocuments(group), "wanted/", "wanted");
  }
  return rollout.pools.map((pool) => ({
    pool,
    standing: standingOf(pool, knowledge.get(poolKey(pool.pool)) ?? {}),
  }));
}

export interface Wake {
  readonly pools: readonly RolloutPool[];
  /** How long ARM asked us to leave it alone, if it did. */
  readonly patienceMs: number;
}

/** Pools to wake: those whose operation ended (one LIST per group tells), and those whose message was lost. */
export async function findToWake(
  surveyed: readonly Surveyed[],
  call: ArmCall,
  pools: Pick<PoolResources, "list">,
  nowMs: number,
): Promise<Wake> {
  const lost = surveyed.filter(
    ({ standing }) => standing.kind === "pending" && nowMs - standing.dueMs > LOST_AFTER_MS,
  );
  const waiting = surveyed.filter(({ standing }) => standing.kind === "waiting").map(({ pool }) => pool);
  const woken = lost.map(({ pool }) => pool);
  let patienceMs = 0;
  for (const group of groupsOf(waiting)) {
    const changing = await attempt(() => listChanging(group, call, pools));
    // A group that can't be read now tells nothing, and nobody in it is woken: the next beat asks again.
    if (!changing.ok) patienceMs = Math.max(patienceMs, changing.failure.retryAfterMs ?? 0);
    else woken.push(...inGroup(waiting, group).filter(({ pool }) => !changing.value.has(poolKey(pool))));
  }
  return { pools: woken, patienceMs };
}

async function listChanging(
  group: ResourceGroup,
  call: ArmCall,
  pools: Pick<PoolResources, "list">,
): Promise<ReadonlySet<PoolKey>> {
  const changing = new Set<PoolKey>();
  for await (const { id, provisioningState } of pools.list(group, call)) {
    if (!hasEnded(provisioningState)) changing.add(poolKey(id));
  }
  return changing;
}

const inGroup = (pools: readonly RolloutPool[], group: ResourceGroup): readonly RolloutPool[] =>
  pools.filter(({ pool }) => groupKey(pool) === groupKey(group));

function groupsOf(pools: readonly RolloutPool[]): readonly ResourceGroup[] {
  return [...new Map(pools.map(({ pool }) => [groupKey(pool), pool])).values()];
}
