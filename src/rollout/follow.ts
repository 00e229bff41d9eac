import { type DocumentName, rolloutDocument } from "../documents/names.ts";
import { type Reported, type Rollout, rolloutLabels } from "../documents/rollout.ts";
import type { Source } from "../documents/source.ts";
import { STUCK_BEAT_MS } from "../documents/stuck.ts";
import { groupKey } from "../pool/id.ts";
import type { Chance, Clock, Documents, Log, PoolResources, Queues, Repositories, Stored } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { backoffMs } from "../shared/backoff.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { Busy, type Failure } from "../shared/failures.ts";
import type { RolloutMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { beatDelayMs, roleOf } from "./beat.ts";
import { reportChange } from "./report.ts";
import { isSettled, isStuck } from "./standing.ts";
import { type Surveyed, survey } from "./survey.ts";
import { findToWake, rememberWakes, type Wake } from "./wake.ts";

const MESSAGES_AT_ONCE = 16;
/** Another look may have told the commit of more by then. */
const LOOK_IS_OLD_MS = 10_000;
/** While its source is paused, a rollout only sees operations end that were begun before. */
const PAUSED_BEAT_MS = 2 * 60_000;
const TOLD_UNWRITTEN = "ToldUnwritten";

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
  const retell = looked.failure.code === TOLD_UNWRITTEN && { retell: true as const };
  await deps.queues.send("rollouts", { ...message, attempt: tries, ...retell }, delayMs);
  return { kind: "again", delayMs };
}

async function lookAt(message: RolloutMessage, source: Source, deps: FollowDeps): Promise<FollowOutcome> {
  const name = rolloutDocument(message.source, message.commit);
  const stored = await deps.documents.read(name);
  if (!stored) return { kind: "stale" };
  const rollout = stored.value;
  const nowMs = deps.clock.now();
  if (message.retell && rollout.closedAt) {
    await reopen(stored, name, deps, rollout.reported?.at);
    const { retell: _, beat: __, ...nudge } = message;
    return await lookAt(nudge, source, deps);
  }
  const role = roleOf(message, rollout, nowMs);
  if (role === "stale") return { kind: "stale" };

  const surveyed = await survey(rollout, deps.documents);
  const isOver = surveyed.every(({ standing }) => isSettled(standing));
  if (rollout.closedAt && !isOver) {
    await reopen(stored, name, deps);
    return await lookAt(message, source, deps);
  }
  const wake = await findToWake(source.paused ? atWork(surveyed) : surveyed, rollout, deps.pools, nowMs);
  if (role === "beat") warnOfUnlisted(wake, rollout, deps.log);
  await wakePools(wake, rollout, deps);
  if (deps.clock.now() - nowMs > LOOK_IS_OLD_MS) await mustBeNewest(stored, name, deps);
  const { isTold, memory } = await reportChange(rollout, surveyed, source, deps);
  const open: Rollout = {
    ...withoutMemory(rollout),
    ...memory,
    woken: rememberWakes(surveyed, rollout.woken, wake, nowMs),
  };
  const write = async (value: Rollout): Promise<void> => {
    const written = await attempt(() =>
      deps.documents.replace(name, value, stored.etag, rolloutLabels(value)),
    );
    if (written.ok) return;
    throw memory.reported === rollout.reported ? written.failure : toldUnwritten(written.failure);
  };

  if (isTold && isOver) {
    await write({ ...open, closedAt: toIso(nowMs) });
    if (!rollout.closedAt) deps.log.info("rollout closed", { ...about(rollout), ...memory.reported });
    return { kind: "closed", reported: memory.reported };
  }
  if (role === "nudge") {
    await write(open);
    return { kind: "followed", woken: wake.pools.length };
  }
  // Pools are followed on while GitHub is not to be asked: only a rollout that is over has to wait for it.
  const toldAgainMs = isOver && memory.unheard ? fromIso(memory.unheard.againAt) - nowMs : 0;
  const pace = source.paused ? PAUSED_BEAT_MS : paceMs(surveyed, wake, rollout, nowMs);
  const nextBeatMs = Math.max(pace, wake.patienceMs, toldAgainMs);
  const beat = rollout.beat + 1;
  // Sent first: a crash after this leaves a message that may still go on, one before it the old message.
  const { retell: _, ...next } = message;
  await deps.queues.send("rollouts", { ...next, ...about(rollout), beat, attempt: 0 }, nextBeatMs);
  await write({ ...open, beat, nextBeatAt: toIso(nowMs + nextBeatMs) });
  return { kind: "followed", woken: wake.pools.length, nextBeatMs };
}

/**
 * Forgets the end that was told, before anything else is told: whoever says `pending`, and can't write that down, would
 * leave a commit that is never told its end again. Long overdue, so that the loop begins anew, whoever looks next.
 */
async function reopen(
  { value, etag }: Stored<Rollout>,
  name: DocumentName<Rollout>,
  { documents }: Pick<FollowDeps, "documents">,
  overAt?: string,
): Promise<void> {
  const open: Rollout = { ...withoutMemory(value), nextBeatAt: toIso(0), ...(overAt && { overAt }) };
  await documents.replace(name, open, etag, rolloutLabels(open));
}

/** What was told just now may hide the end that a faster look told: whether it does is for the next look to see. */
function toldUnwritten(failure: Failure): Failure {
  if (failure.class !== "busy") return failure;
  const { message, retryAfterMs } = failure;
  const details = { code: TOLD_UNWRITTEN, message, cause: failure };
  return new Busy(retryAfterMs === undefined ? details : { ...details, retryAfterMs });
}

/** What is not begun waits for the end of the pause. */
const atWork = (surveyed: readonly Surveyed[]): readonly Surveyed[] =>
  surveyed.filter(({ standing }) => standing.kind === "waiting");

/** Throws `Busy` where another look was faster: what this one saw must not hide what that one told. */
async function mustBeNewest(
  { etag }: Stored<Rollout>,
  name: DocumentName<Rollout>,
  { documents }: Pick<FollowDeps, "documents">,
): Promise<void> {
  if ((await documents.read(name))?.etag === etag) return;
  throw new Busy({ code: "Overtaken", message: `another look at ${name} was faster` });
}

/** A commit whose open pools are all stuck was told so: what is left is to see them end. */
function paceMs(surveyed: readonly Surveyed[], wake: Wake, rollout: Rollout, nowMs: number): number {
  const open = surveyed.filter(({ standing }) => !isSettled(standing));
  const isQuiet = wake.pools.length === 0 && open.length > 0;
  if (isQuiet && open.every(({ standing }) => isStuck(standing, nowMs))) return STUCK_BEAT_MS;
  return beatDelayMs(rollout, nowMs);
}

/** Without what every look decides anew. */
function withoutMemory({
  reported,
  progressToldAt,
  unheard,
  woken,
  closedAt,
  overAt,
  ...rest
}: Rollout): Rollout {
  return rest;
}

/** Else a lost role assignment would show as a rollout that waits for no reason. */
function warnOfUnlisted({ unlisted }: Wake, rollout: Rollout, log: Log): void {
  for (const { group, failure } of unlisted) {
    const { code, message: reason } = failure;
    log.warn("group not listed", { ...about(rollout), group: groupKey(group), code, reason });
  }
}

const about = ({ source, commit }: Rollout) => ({ source, commit });

async function wakePools(wake: Wake, rollout: Rollout, { queues, clock }: FollowDeps): Promise<void> {
  const firstAt = toIso(clock.now());
  const { source, commit, correlationId } = rollout;
  await mapConcurrently(wake.pools, MESSAGES_AT_ONCE, ({ pool }) =>
    queues.send("reconciles", {
      pool,
      source,
      commit,
      correlationId,
      reason: "woken",
      attempt: 0,
      firstAt,
    }),
  );
}
