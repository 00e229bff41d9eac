import type { Attention, DriftingPool, StuckPool } from "../documents/attention.ts";
import { isDrifting } from "../documents/drifting.ts";
import type { PoolKnowledge } from "../documents/labels.ts";
import { attentionDocument } from "../documents/names.ts";
import { isStuckSince } from "../documents/stuck.ts";
import { type PoolId, poolKey } from "../pool/id.ts";
import type { Clock, Documents, Log } from "../ports.ts";
import { toIso } from "../shared/time.ts";

/** More are not listed: whoever looks at these finds the others. */
const LISTED_MAX = 50;

export interface AttentionDeps {
  readonly documents: Pick<Documents, "read" | "create" | "replace">;
  readonly clock: Clock;
  readonly log: Log;
}

export interface KnownPool extends PoolKnowledge {
  readonly pool: PoolId;
}

/** Writes down which pools a person should look at, and logs those that are stuck, once each. */
export async function payAttention(pools: readonly KnownPool[], deps: AttentionDeps): Promise<void> {
  const nowMs = deps.clock.now();
  const stored = await deps.documents.read(attentionDocument);
  const before = stored?.value;
  const next: Attention = {
    format: 1,
    at: toIso(nowMs),
    stuck: pools.flatMap((known) => stuckPool(known, nowMs) ?? []).slice(0, LISTED_MAX),
    drifting: pools.flatMap((known) => driftingPool(known, nowMs) ?? []).slice(0, LISTED_MAX),
  };
  if (print(before) === print(next)) return;
  if (stored) await deps.documents.replace(attentionDocument, next, stored.etag);
  else await deps.documents.create(attentionDocument, next);
  logStuck(before?.stuck ?? [], next.stuck, deps.log);
}

function stuckPool({ pool, state }: KnownPool, nowMs: number): StuckPool | undefined {
  if (!state?.since || state.phase === "settled") return undefined;
  const since = toIso(Number(state.since));
  return isStuckSince(since, nowMs) ? { pool, since } : undefined;
}

function driftingPool({ pool, state }: KnownPool, nowMs: number): DriftingPool | undefined {
  if (!state?.corrections) return undefined;
  const [corrections, lastAt] = [Number(state.corrections), toIso(Number(state.at))];
  return isDrifting(corrections, lastAt, nowMs) ? { pool, corrections, lastAt } : undefined;
}

const print = (attention: Attention | undefined): string =>
  JSON.stringify([attention?.stuck ?? [], attention?.drifting ?? []]);

function logStuck(before: readonly StuckPool[], now: readonly StuckPool[], log: Log): void {
  const keysOf = (all: readonly StuckPool[]) => new Set(all.map(({ pool }) => poolKey(pool)));
  const [known, left] = [keysOf(before), keysOf(now)];
  for (const { pool, since } of now) {
    if (!known.has(poolKey(pool))) log.warn("operation stuck", { pool: poolKey(pool), since });
  }
  for (const { pool } of before) {
    if (!left.has(poolKey(pool))) log.info("operation stuck no longer", { pool: poolKey(pool) });
  }
}
