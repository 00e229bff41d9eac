import type { Reported, Rollout } from "../documents/rollout.ts";
import type { Source } from "../documents/source.ts";
import { STUCK_BEAT_MS } from "../documents/stuck.ts";
import { groupKey } from "../pool/id.ts";
import type { Chance, Clock, Documents, Log, PoolResources, Queues, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { backoffMs } from "../shared/backoff.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { RolloutMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { beatDelayMs, type Role, roleOf } from "./beat.ts";
import { reportChange } from "./report.ts";
import { isSettled, isStuck } from "./standing.ts";
import {
  mustBeNewest,
  readRollout,
  reopen,
  type StoredRollout,
  TOLD_UNWRITTEN,
  withoutMemory,
  writeRollout,
} from "./stored.ts";
import { type Surveyed, survey } from "./survey.ts";
import { findToWake, rememberWakes, type Wake } from "./wake.ts";

const MESSAGES_AT_ONCE = 16;
/** Another look may have told the commit of more by then. */
const LOOK_IS_OLD_MS = 10_000;
/** While its source is paused, a rollout only sees operations end that were begun before. */
const PAUSED_BEAT_MS = 2 * 60_000;

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

/** What one look found. */
interface Look {
  readonly message: RolloutMessage;
  readonly source: Source;
  readonly stored: StoredRollout;
  readonly role: Exclude<Role, "stale">;
  readonly surveyed: readonly Surveyed[];
  /** All pools have settled. */
  readonly isOver: boolean;
  readonly nowMs: number;
}

async function lookAt(message: RolloutMessage, source: Source, deps: FollowDeps): Promise<FollowOutcome> {
  const stored = await readRollout(message, deps.documents);
  if (!stored) return { kind: "stale" };
  const { rollout } = stored;
  const nowMs = deps.clock.now();
  if (message.retell && rollout.closedAt) {
    await reopen(stored, deps.documents, rollout.reported?.at);
    const { retell: _, beat: __, ...nudge } = message;
    return await lookAt(nudge, source, deps);
  }
  const role = roleOf(message, rollout, nowMs);
  if (role === "stale") return { kind: "stale" };
  const surveyed = await survey(rollout, deps.documents);
  const isOver = surveyed.every(({ standing }) => isSettled(standing));
  if (rollout.closedAt && !isOver) {
    await reopen(stored, deps.documents);
    return await lookAt(message, source, deps);
  }
  return await act({ message, source, stored, role, surveyed, isOver, nowMs }, deps);
}

/** Wakes, tells, and writes down what becomes of the rollout. */
async function act(look: Look, deps: FollowDeps): Promise<FollowOutcome> {
  const { source, stored, role, surveyed, isOver, nowMs } = look;
  const { rollout } = stored;
  const wake = await wakePools(look, deps);
  if (deps.clock.now() - nowMs > LOOK_IS_OLD_MS) await mustBeNewest(stored, deps.documents);
  const { isTold, memory } = await reportChange(rollout, surveyed, source, deps);
  const woken = rememberWakes(surveyed, rollout.woken, wake, nowMs);
  const open: Rollout = { ...withoutMemory(rollout), ...memory, woken };
  if (isTold && isOver) return await close(open, look, deps);
  if (role === "beat") return await beatOn(open, wake, look, deps);
  await writeRollout(stored, open, deps.documents);
  return { kind: "followed", woken: wake.pools.length };
}

async function wakePools({ stored, source, role, surveyed, nowMs }: Look, deps: FollowDeps): Promise<Wake> {
  const { rollout } = stored;
  const wake = await findToWake(source.paused ? atWork(surveyed) : surveyed, rollout, deps.pools, nowMs);
  if (role === "beat") warnOfUnlisted(wake, rollout, deps.log);
  const { correlationId } = rollout;
  const firstAt = toIso(deps.clock.now());
  await mapConcurrently(wake.pools, MESSAGES_AT_ONCE, ({ pool }) =>
    deps.queues.send("reconciles", {
      ...{ pool, ...about(rollout), correlationId },
      ...{ reason: "woken", attempt: 0, firstAt },
    }),
  );
  return wake;
}

/** What is not begun waits for the end of the pause. */
const atWork = (surveyed: readonly Surveyed[]): readonly Surveyed[] =>
  surveyed.filter(({ standing }) => standing.kind === "waiting");

/** Else a lost role assignment would show as a rollout that waits for no reason. */
function warnOfUnlisted({ unlisted }: Wake, rollout: Rollout, log: Log): void {
  for (const { group, failure } of unlisted) {
    const { code, message: reason } = failure;
    log.warn("group not listed", { ...about(rollout), group: groupKey(group), code, reason });
  }
}

async function close(
  open: Rollout,
  { stored, nowMs }: Look,
  { documents, log }: Pick<FollowDeps, "documents" | "log">,
): Promise<FollowOutcome> {
  const { reported } = open;
  await writeRollout(stored, { ...open, closedAt: toIso(nowMs) }, documents);
  if (!stored.rollout.closedAt) log.info("rollout closed", { ...about(open), ...reported });
  return { kind: "closed", reported };
}

/** Sends the loop's next message. First: a crash after it leaves one that may still go on, one before it the old one. */
async function beatOn(
  open: Rollout,
  wake: Wake,
  look: Look,
  { documents, queues }: Pick<FollowDeps, "documents" | "queues">,
): Promise<FollowOutcome> {
  const nextBeatMs = nextBeatDelayMs(open, wake, look);
  const beat = open.beat + 1;
  const { retell: _, ...next } = look.message;
  await queues.send("rollouts", { ...next, ...about(open), beat, attempt: 0 }, nextBeatMs);
  const nextBeatAt = toIso(look.nowMs + nextBeatMs);
  await writeRollout(look.stored, { ...open, beat, nextBeatAt }, documents);
  return { kind: "followed", woken: wake.pools.length, nextBeatMs };
}

function nextBeatDelayMs({ unheard, ...open }: Rollout, wake: Wake, look: Look): number {
  const { source, surveyed, isOver, nowMs } = look;
  // Pools are followed on while GitHub is not to be asked: only a rollout that is over has to wait for it.
  const toldAgainMs = isOver && unheard ? fromIso(unheard.againAt) - nowMs : 0;
  const pace = source.paused ? PAUSED_BEAT_MS : paceMs(surveyed, wake, open, nowMs);
  return Math.max(pace, wake.patienceMs, toldAgainMs);
}

/** A commit whose open pools are all stuck was told so: what is left is to see them end. */
function paceMs(surveyed: readonly Surveyed[], wake: Wake, rollout: Rollout, nowMs: number): number {
  const open = surveyed.filter(({ standing }) => !isSettled(standing));
  const isQuiet = wake.pools.length === 0 && open.length > 0;
  if (isQuiet && open.every(({ standing }) => isStuck(standing, nowMs))) return STUCK_BEAT_MS;
  return beatDelayMs(rollout, nowMs);
}

const about = ({ source, commit }: Rollout) => ({ source, commit });
