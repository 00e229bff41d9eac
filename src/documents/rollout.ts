import type { PoolId, PoolKey } from "../pool/id.ts";
import { fromIso } from "../shared/time.ts";
import type { Problem } from "../spec/problem.ts";

/** One commit's journey. Created by sync, updated by followRollout. */
export interface Rollout {
  readonly format: 1;
  readonly source: string;
  readonly commit: string;
  /** Sent to ARM with every request of this rollout (`x-ms-correlation-request-id`). */
  readonly correlationId: string;
  /** When the commit was first heard of. */
  readonly seenAt: string;
  /** When this was written down: the time of the audit's event about it. */
  readonly startedAt?: string;
  /** What the commit asks for, pool by pool; empty for a rejected commit. */
  readonly pools: readonly RolloutPool[];
  /** Mistakes refuse the commit; warnings are only shown. Capped; the counts are whole. */
  readonly problems: readonly Problem[];
  readonly mistakes: number;
  readonly warnings: number;
  /** Specs that this commit left as they were. */
  readonly unchangedSpecs: number;
  /** Which beat of the following loop may act; a message with another beat is a leftover. */
  readonly beat: number;
  readonly nextBeatAt: string;
  readonly reported?: Reported;
  /** When the commit was told of its pools. Once: GitHub takes 1,000 statuses per commit. */
  readonly progressToldAt?: string;
  readonly unheard?: Unheard;
  /** Pools that were woken and have not stirred since. */
  readonly woken?: WokenPools;
  readonly closedAt?: string;
  /** When the end was told that is to be told once more: what it says of how long it took stays so. */
  readonly overAt?: string;
}

/** Reports that GitHub did not take. */
export interface Unheard {
  readonly attempts: number;
  readonly firstAt: string;
  /** Not before this. */
  readonly againAt: string;
}

export type WokenPools = Readonly<Record<PoolKey, Woken>>;

export interface Woken {
  /** How often, and when for the last time. */
  readonly wakes: number;
  readonly at: string;
}

export interface RolloutPool {
  readonly pool: PoolId;
  readonly generation: number;
  readonly path: string;
  /** When its first step is due: writes are spread to the rate that ARM refills. */
  readonly dueAt: string;
}

export interface Reported {
  readonly state: "pending" | "success" | "failure" | "error";
  readonly description: string;
  /** Which pool was refused with which code, is stuck or was spared, and whether it is paused: another reason is news. */
  readonly reason?: string;
  readonly at: string;
}

/** Blob metadata of a rollout document. */
export interface RolloutLabels {
  readonly phase: "open" | "closed";
  /** Epoch milliseconds: when the next beat is due, or when it closed. */
  readonly at: string;
}

export const rolloutLabels = ({ closedAt, nextBeatAt }: Rollout): RolloutLabels =>
  closedAt
    ? { phase: "closed", at: String(fromIso(closedAt)) }
    : { phase: "open", at: String(fromIso(nextBeatAt)) };
