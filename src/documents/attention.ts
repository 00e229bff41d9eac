import type { PoolId } from "../pool/id.ts";

/** Pools that a person should look at. Written by pollSources alone, when it changes. */
export interface Attention {
  readonly format: 1;
  readonly at: string;
  /** ARM has worked on them for longer than it ever does. */
  readonly stuck: readonly StuckPool[];
  /** Changed outside git again and again. */
  readonly drifting: readonly DriftingPool[];
}

export interface StuckPool {
  readonly pool: PoolId;
  readonly since: string;
}

export interface DriftingPool {
  readonly pool: PoolId;
  /** How often in a row it was put back. */
  readonly corrections: number;
  readonly lastAt: string;
}
