import type { PoolLabels, SettledOutcome } from "./pool-state.ts";

/** Blob metadata as it is found: anybody with access to the storage account may have written it. */
type Found = Readonly<Record<string, string>>;

/** Blob metadata of a wanted document. */
export interface WantedLabels {
  readonly generation: string;
  readonly commit: string;
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
export function readPoolLabels({
  phase: phaseText,
  generation,
  outcome: outcomeText,
  at,
}: Found): PoolLabels | undefined {
  const phase = PHASES.find((known) => known === phaseText);
  const outcome = OUTCOMES.find((known) => known === outcomeText);
  if (!phase || !isWhole(generation) || !isWhole(at)) return undefined;
  return { phase, generation, at, ...(outcome && { outcome }) };
}

/** `undefined` for a document that lost its labels, or has others. */
export function readWantedLabels({ generation, commit }: Found): WantedLabels | undefined {
  return isWhole(generation) && commit ? { generation, commit } : undefined;
}

function isWhole(text: string | undefined): text is string {
  return text !== undefined && WHOLE.test(text);
}
