import type { Reported, Rollout } from "../documents/rollout.ts";
import { STUCK_AFTER_MS } from "../documents/stuck.ts";
import { counted } from "../shared/counted.ts";
import { cutDescription } from "../shared/description.ts";
import { fromIso, printDuration } from "../shared/time.ts";
import { printProblem } from "../spec/problem.ts";
import { isSettled, isStuck, type Standing } from "./standing.ts";

/** Why ARM, or we, refused a pool. */
export interface Rejection {
  readonly pool: string;
  readonly code: string;
  readonly message: string;
}

export interface Story {
  readonly rollout: Rollout;
  readonly standings: readonly Standing[];
  /** The first pool that was rejected, where one was. */
  readonly rejection?: Rejection;
  /** The name of the first pool that is stuck, where one is. */
  readonly stuck?: string;
  /** The name of the first pool that is spared, where one is. */
  readonly spared?: string;
  readonly nowMs: number;
  /** Its source is: what has not settled is not applied for now. */
  readonly paused?: boolean;
}

export type Summary = Pick<Reported, "state" | "description" | "reason">;

/** What a commit's status says: what happened, counted, within 140 characters. */
export function summarise(story: Story): Summary {
  const { description, ...summary } = describe(story);
  return { ...summary, description: cutDescription(description) };
}

function describe(story: Story): Summary {
  const { rollout, standings, rejection, stuck = "one", spared, nowMs, paused = false } = story;
  if (rollout.mistakes > 0) return { state: "failure", description: describeMistakes(rollout) };
  const settled = standings.filter(isSettled).length;
  if (standings.some((standing) => !isSettled(standing) && !isStuck(standing, nowMs)))
    return describeProgress({ standings, stuck, nowMs, paused });
  const counts = count(rollout, standings);
  if (counts === "") return { state: "success", description: "no specs, nothing to do" };
  const endMs = rollout.overAt ? fromIso(rollout.overAt) : nowMs;
  const told = `${counts} in ${printDuration(endMs - fromIso(rollout.seenAt))}`;
  if (rejection) {
    const { pool, code, message } = rejection;
    const description = `${told}. ${pool}: ${code}: ${message}`;
    return { state: "failure", description, reason: `${pool}: ${code}` };
  }
  if (settled < standings.length)
    return { state: "error", description: `${counts}. ${stuck}: ${STUCK}`, reason: `${stuck}: stuck` };
  if (spared)
    return { state: "success", description: `${told}. ${spared}: ${SPARED}`, reason: `${spared}: spared` };
  return { state: "success", description: `${told}${describeWarnings(rollout)}` };
}

/** A pool that is stuck is named also while others are worked on: they may take as long. */
function describeProgress({
  standings,
  stuck,
  nowMs,
  paused,
}: Pick<Story, "standings" | "stuck" | "nowMs" | "paused">): Summary {
  const stuckCount = standings.filter((standing) => isStuck(standing, nowMs)).length;
  const progress = `${standings.filter(isSettled).length} of ${counted(standings.length, "pool")} settled`;
  const settled = paused ? `paused: ${progress}` : progress;
  const description = stuckCount > 0 ? `${settled}, ${stuckCount} stuck. ${stuck}: ${STUCK}` : settled;
  const reasons = [...(paused ? ["paused"] : []), ...(stuckCount > 0 ? [`${stuck}: stuck`] : [])];
  return { state: "pending", description, ...(reasons.length > 0 && { reason: reasons.join(", ") }) };
}

function describeMistakes({ mistakes, problems }: Rollout): string {
  const first = problems.find(({ severity }) => severity === "error");
  return `${counted(mistakes, "mistake")}, nothing deployed. ${first ? printProblem(first) : ""}`.trimEnd();
}

function describeWarnings({ warnings, problems }: Rollout): string {
  if (warnings === 0) return "";
  const first = problems.find(({ severity }) => severity === "warning");
  const how = `, ${counted(warnings, "warning")}`;
  return first ? `${how}: ${printProblem(first)}` : how;
}

/** What to do about it is the service's users' experience: nobody but Azure can end an operation. */
const STUCK = `ARM has worked on it for over ${STUCK_AFTER_MS / 60_000} min. If it never ends, delete the pool or ask Azure's support`;

const SPARED = "not deleted, nothing shows that poolkeeper made it";

/** In the order of interest. */
const COUNTED = ["rejected", "stuck", "applied", "removed", "kept", "unchanged", "superseded"] as const;
type Counted = (typeof COUNTED)[number];

/**
 * `1 rejected, 2 applied, 1 unchanged`, empty for nothing. Specs that the commit left alone count as unchanged; what
 * a newer commit took over names that commit.
 */
function count(rollout: Rollout, standings: readonly Standing[]): string {
  const counts = new Map<Counted, number>([["unchanged", rollout.unchangedSpecs]]);
  for (const standing of standings) {
    const what = countedAs(standing);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const by = standings.find((standing) => standing.kind === "superseded")?.by.slice(0, 7);
  return COUNTED.filter((what) => counts.get(what))
    .map((what) => `${counts.get(what)} ${what}${what === "superseded" ? ` by ${by}` : ""}`)
    .join(", ");
}

function countedAs(standing: Standing): Counted {
  if (standing.kind === "settled") return standing.outcome === "spared" ? "kept" : standing.outcome;
  return standing.kind === "superseded" ? "superseded" : "stuck";
}
