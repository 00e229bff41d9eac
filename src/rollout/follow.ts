import { poolDocument, rolloutDocument } from "../documents/names.ts";
import type { Reported, Rollout, RolloutLabels } from "../documents/rollout.ts";
import { type Source, statusContext } from "../documents/source.ts";
import type { Chance, Clock, Documents, Log, PoolResources, Queues, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { backoffMs } from "../shared/backoff.ts";
import type { RolloutMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { beatDelayMs, roleOf } from "./beat.ts";
import { isSettled } from "./standing.ts";
import { type Rejection, summarise } from "./summary.ts";
import { findToWake, type Surveyed, survey, type Wake } from "./survey.ts";

export interface FollowDeps {
  readonly pools: Pick<PoolResources, "list">;
  readonly repositories: Pick<Repositories, "report">;
  readonly documents: Pick<Documents, "read" | "replace" | "list">;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

export type FollowOutcome =
  | { readonly kind: "closed"; readonly reported: Reported | undefined }
  | { readonly kind: "followed"; readonly woken: number; readonly nextBeatMs?: number }
  /** No such rollout, or the message of an earlier loop. */
  | { readonly kind: "stale" }
  /** Somebody else wrote the rollout meanwhile, or storage can't answer. */
  | { readonly kind: "again"; readonly delayMs: number };

/** Looks at one rollout: wakes the pools whose turn it is, tells the commit, and comes back until all have settled. */
export async function followRollout(
  message: RolloutMessage,
  source: Source,
  deps: FollowDeps,
): Promise<FollowOutcome> {
  const looked = await attempt(() => lookAt(message, source, deps));
  if (looked.ok) return looked.value;
  if (looked.failure.class !== "busy") throw looked.failure;
  // Many pools that settle at once nudge one rollout: who loses the race has its turn later, and is no failure.
  const tries = message.attempt + 1;
  const delayMs = looked.failure.retryAfterMs ?? backoffMs(tries, deps.chance.random());
  await deps.queues.send("rollouts", { ...message, attempt: tries }, delayMs);
  return { kind: "again", delayMs };
}

async function lookAt(message: RolloutMessage, source: Source, deps: FollowDeps): Promise<FollowOutcome> {
  const name = rolloutDocument(message.source, message.commit);
  const stored = await deps.documents.read(name);
  if (!stored) return { kind: "stale" };
  const rollout = stored.value;
  const nowMs = deps.clock.now();
  const role = roleOf(message, rollout, nowMs);
  if (role === "stale") return { kind: "stale" };

  const surveyed = await survey(rollout, deps.documents);
  const wake = await findToWake(surveyed, rollout, deps.pools, nowMs);
  await wakePools(wake, rollout, deps);
  const report = await reportChange(rollout, surveyed, source, deps);
  const isOver = report.kind === "told" && surveyed.every(({ standing }) => isSettled(standing));
  const { reported } = report;

  if (isOver) {
    const closed: Rollout = { ...rollout, ...(reported && { reported }), closedAt: toIso(nowMs) };
    await deps.documents.replace(name, closed, stored.etag, labelsOf(closed));
    if (!rollout.closedAt) deps.log.info("rollout closed", { ...about(rollout), ...reported });
    return { kind: "closed", reported };
  }
  const { closedAt: _, ...open } = rollout;
  if (role === "nudge") {
    const looked: Rollout = { ...open, ...(reported && { reported }) };
    await deps.documents.replace(name, looked, stored.etag, labelsOf(looked));
    return { kind: "followed", woken: wake.pools.length };
  }
  const nextBeatMs = Math.max(beatDelayMs(rollout, nowMs), wake.patienceMs, report.patienceMs);
  const next: Rollout = {
    ...open,
    ...(reported && { reported }),
    beat: rollout.beat + 1,
    nextBeatAt: toIso(nowMs + nextBeatMs),
  };
  // Sent first: a crash after this leaves a message that may still go on, one before it the old message.
  const { source: sourceName, commit, beat } = next;
  await deps.queues.send(
    "rollouts",
    { ...message, source: sourceName, commit, beat, attempt: 0 },
    nextBeatMs,
  );
  await deps.documents.replace(name, next, stored.etag, labelsOf(next));
  return { kind: "followed", woken: wake.pools.length, nextBeatMs };
}

const about = ({ source, commit }: Rollout) => ({ source, commit });

const labelsOf = ({ closedAt, nextBeatAt }: Rollout): RolloutLabels =>
  closedAt
    ? { phase: "closed", at: String(fromIso(closedAt)) }
    : { phase: "open", at: String(fromIso(nextBeatAt)) };

async function wakePools(wake: Wake, rollout: Rollout, { queues, clock }: FollowDeps): Promise<void> {
  const firstAt = toIso(clock.now());
  const { source, commit, correlationId } = rollout;
  for (const { pool } of wake.pools) {
    await queues.send("reconciles", {
      pool,
      source,
      commit,
      correlationId,
      reason: "woken",
      attempt: 0,
      firstAt,
    });
  }
}

type Report =
  /** The commit's status says how things are, or GitHub will not take it. */
  | { readonly kind: "told"; readonly reported: Reported | undefined; readonly patienceMs: 0 }
  /** GitHub was busy: the next beat tells. */
  | { readonly kind: "untold"; readonly reported: Reported | undefined; readonly patienceMs: number };

/** Posts the status when it says something new. `pending` is said once: GitHub takes 1,000 per commit. */
async function reportChange(
  rollout: Rollout,
  surveyed: readonly Surveyed[],
  source: Source,
  deps: FollowDeps,
): Promise<Report> {
  const before = rollout.reported;
  const nowMs = deps.clock.now();
  const rejection = await firstRejection(surveyed, deps.documents);
  const standings = surveyed.map(({ standing }) => standing);
  const summary = summarise({ rollout, standings, nowMs, ...(rejection && { rejection }) });
  if (isToldAlready(before, summary, rollout)) return { kind: "told", reported: before, patienceMs: 0 };
  const status = { ...summary, context: statusContext(rollout.source) };
  const posted = await attempt(() => deps.repositories.report(source.repository, rollout.commit, status));
  const reported: Reported = { ...summary, at: toIso(nowMs) };
  if (posted.ok) return { kind: "told", reported, patienceMs: 0 };
  const { class: kind, code, message, retryAfterMs } = posted.failure;
  if (kind === "busy") return { kind: "untold", reported: before, patienceMs: retryAfterMs ?? 0 };
  // The deployment is done whether GitHub hears of it or not: what it would have said is kept here.
  deps.log.error("status refused by GitHub", { ...about(rollout), ...summary, code, reason: message });
  return { kind: "told", reported, patienceMs: 0 };
}

/** Once closed, only another state is news: the same words with a longer time are not. */
function isToldAlready(
  before: Reported | undefined,
  summary: { readonly state: string },
  rollout: Rollout,
): boolean {
  if (!before || before.state !== summary.state) return false;
  return summary.state === "pending" || rollout.closedAt !== undefined;
}

async function firstRejection(
  surveyed: readonly Surveyed[],
  documents: Pick<Documents, "read">,
): Promise<Rejection | undefined> {
  const first = surveyed.find(
    ({ standing }) => standing.kind === "settled" && standing.outcome === "rejected",
  );
  if (!first) return undefined;
  const outcome = (await documents.read(poolDocument(first.pool.pool)))?.value.settled?.outcome;
  const { name } = first.pool.pool;
  return outcome?.kind === "rejected"
    ? { pool: name, code: outcome.code, message: outcome.message }
    : { pool: name, code: "Rejected", message: "see the log" };
}
