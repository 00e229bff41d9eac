import type { PoolLabels, SettledOutcome } from "./pool-state.ts";
import type { RolloutLabels } from "./rollout.ts";

/** Blob metadata as it is found: anybody with access to the storage account may have written it. */
type Found = Readonly<Record<string, string>>;

/** Blob metadata of a wanted document. */
export interface WantedLabels {
  readonly generation: string;
  readonly commit: string;
  /** As `wishMark` writes it. */
  readonly wish?: string;
  /** Epoch milliseconds: when it was written last. */
  readonly at?: string;
  /** There if the newest version of a secret is wanted, whichever that is: so that one listing shows these pools. */
  readonly secrets?: typeof NEWEST_SECRETS;
}

export const NEWEST_SECRETS = "newest";

/** What is known of a pool from the labels of its two documents. */
export interface PoolKnowledge {
  readonly state?: PoolLabels;
  readonly wanted?: WantedLabels;
}

const PHASES = ["pending", "waiting", "settled"] as const satisfies readonly PoolLabels["phase"][];
const OUTCOMES = [
  "applied",
  "unchanged",
  "removed",
  "kept",
  "rejected",
] as const satisfies readonly SettledOutcome["kind"][];
const WHOLE = /^\d+$/;

/** `undefined` for a document that lost its labels, or has others. */
export function readPoolLabels(found: Found): PoolLabels | undefined {
  const { generation, wish, since, corrections, at } = found;
  const phase = PHASES.find((known) => known === found.phase);
  const outcome = OUTCOMES.find((known) => known === found.outcome);
  if (!phase || !isWhole(generation) || !isWhole(at)) return undefined;
  return {
    phase,
    generation,
    at,
    ...(wish && { wish }),
    ...(isWhole(since) && { since }),
    ...(isWhole(corrections) && { corrections }),
    ...(outcome && { outcome }),
  };
}

/** `undefined` for a document that lost its labels, or has others. */
export function readWantedLabels({ generation, commit, wish, at, secrets }: Found): WantedLabels | undefined {
  if (!isWhole(generation) || !commit) return undefined;
  return {
    ...{ generation, commit },
    ...(wish && { wish }),
    ...(isWhole(at) && { at }),
    ...(secrets === NEWEST_SECRETS && { secrets }),
  };
}

/** `undefined` for a document that lost its labels, or has others. */
export function readRolloutLabels({ phase, at }: Found): RolloutLabels | undefined {
  return (phase === "open" || phase === "closed") && isWhole(at) ? { phase, at } : undefined;
}

/** Whether the pool's labels speak of this very wish. A count that began anew gives other wishes the same number. */
export function isAbout(
  state: Pick<PoolLabels, "generation" | "wish">,
  wanted: Pick<WantedLabels, "generation" | "wish">,
): boolean {
  if (Number(state.generation) !== Number(wanted.generation)) return false;
  return state.wish === undefined || wanted.wish === undefined || state.wish === wanted.wish;
}

function isWhole(text: string | undefined): text is string {
  return text !== undefined && WHOLE.test(text);
}
