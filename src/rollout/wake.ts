import type { Rollout, RolloutPool, Woken, WokenPools } from "../documents/rollout.ts";
import { eachGroup, groupKey, type PoolKey, poolKey, type ResourceGroup } from "../pool/id.ts";
import { queueingMs } from "../pool/pacing.ts";
import { hasEnded } from "../pool/provisioning.ts";
import type { ArmCall, PoolResources } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import type { Failure } from "../shared/failures.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { LOST_AFTER_MS } from "./beat.ts";
import { isSettled } from "./standing.ts";
import type { Surveyed } from "./survey.ts";

const WAKE_AGAIN_LONGEST_MS = 15 * 60_000;

export interface Wake {
  readonly pools: readonly RolloutPool[];
  /** How long ARM asked us to leave it alone, if it did. */
  readonly patienceMs: number;
  readonly unlisted: readonly Unlisted[];
}

/** A resource group that ARM would not list. */
export interface Unlisted {
  readonly group: ResourceGroup;
  readonly failure: Failure;
}

/** Pools to wake: those whose operation ended (one LIST per group tells), and those whose message was lost. */
export async function findToWake(
  surveyed: readonly Surveyed[],
  rollout: Rollout,
  pools: Pick<PoolResources, "list">,
  nowMs: number,
): Promise<Wake> {
  const awake = surveyed.filter((each) => !isWakeUnderWay(each, rollout.woken, nowMs));
  // Of all pools, not of those that are left: the last ones have queued behind all the others.
  const lateMs = LOST_AFTER_MS + queueingMs(rollout.pools.length);
  const lost = awake.filter(({ standing }) => standing.kind === "pending" && nowMs - standing.dueMs > lateMs);
  const waiting = awake.filter(({ standing }) => standing.kind === "waiting").map(({ pool }) => pool);
  const woken = lost.map(({ pool }) => pool);
  const unlisted: Unlisted[] = [];
  for (const group of eachGroup(waiting.map(({ pool }) => pool))) {
    const inGroup = waiting.filter(({ pool }) => groupKey(pool) === groupKey(group));
    const changing = await attempt(() => listChanging(group, rollout, pools));
    if (changing.ok) {
      woken.push(...inGroup.filter(({ pool }) => !changing.value.has(poolKey(pool))));
      continue;
    }
    unlisted.push({ group, failure: changing.failure });
    // A busy ARM is asked again by the next beat. What it refuses, each pool's own step finds out, and reports.
    if (changing.failure.class !== "busy") woken.push(...inGroup);
  }
  const patienceMs = Math.max(0, ...unlisted.map(({ failure }) => failure.retryAfterMs ?? 0));
  return { pools: woken, patienceMs, unlisted };
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

/** A second message while the first one waits is work for nothing, and every beat would send one more. */
function isWakeUnderWay(surveyed: Surveyed, woken: WokenPools | undefined, nowMs: number): boolean {
  const last = sleepingSince(surveyed, woken);
  if (!last) return false;
  const quietMs = Math.min(WAKE_AGAIN_LONGEST_MS, LOST_AFTER_MS * 2 ** (last.wakes - 1));
  return nowMs - fromIso(last.at) < quietMs;
}

/** The last wake of a pool that has not stirred since: its label is older. */
function sleepingSince({ pool, labelledMs }: Surveyed, woken: WokenPools = {}): Woken | undefined {
  const last = woken[poolKey(pool.pool)];
  return last && !(labelledMs !== undefined && labelledMs > fromIso(last.at)) ? last : undefined;
}

/** The rollout's memory of wakes after these. */
export function rememberWakes(
  surveyed: readonly Surveyed[],
  before: WokenPools | undefined,
  wake: Wake,
  nowMs: number,
): WokenPools {
  const now = new Set(wake.pools);
  const entries = surveyed
    .filter(({ standing }) => !isSettled(standing))
    .flatMap((each): readonly (readonly [PoolKey, Woken])[] => {
      const last = sleepingSince(each, before);
      const next = now.has(each.pool) ? { wakes: (last?.wakes ?? 0) + 1, at: toIso(nowMs) } : last;
      return next ? [[poolKey(each.pool.pool), next]] : [];
    });
  return Object.fromEntries(entries);
}
