import { poolDocument, sourceDocument, wantedDocument } from "../documents/names.ts";
import type { PoolState, SettledOutcome } from "../documents/pool-state.ts";
import { mayTouch, type Source, vaultsOutside } from "../documents/source.ts";
import { type Wanted, wishMark } from "../documents/wanted.ts";
import { poolKey } from "../pool/id.ts";
import { vaultsOf } from "../pool/secrets.ts";
import type { Held } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { again } from "./again.ts";
import { PAUSED } from "./decide.ts";
import { fail } from "./fail.ts";
import { look } from "./look.ts";
import { flush } from "./outbox.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";
import { Pen } from "./pen.ts";
import { recheck } from "./recheck.ts";
import { settle } from "./settle.ts";
import { take } from "./take.ts";
import { retryDelayMs } from "./trouble.ts";

/** Another step of the same pool is under way. */
const HELD_RETRY_MS = 3_000;
/** A pause takes hours, or days. */
const PAUSED_RETRY_MS = 10 * 60_000;
/** Clocks of two workers differ by less: a message that comes earlier than this is not the one that was sent to wait. */
const EARLY_MAX_MS = 10_000;

/**
 * Brings one pool one step from found to wanted: looks, decides, acts, writes down. At most one such step runs
 * per pool, and none waits: waiting is a message.
 */
export async function reconcilePool(
  message: ReconcileMessage,
  sources: readonly Source[],
  deps: ReconcileDeps,
): Promise<ReconcileOutcome> {
  const stepped = await attempt(() => step(message, sources, deps));
  if (stepped.ok) return stepped.value;
  const { failure } = stepped;
  if (failure.class !== "busy") throw failure;
  // ARM's failures are on record with the pool; this is storage's, or that of a look at what may come late, which the
  // host would give up on within a minute.
  const delayMs = retryDelayMs(failure, message.attempt + 1, deps.chance.random());
  const { code, requestId } = failure;
  return await again({ message, why: `${code}: ${failure.message}`, delayMs, requestId }, deps);
}

async function step(
  message: ReconcileMessage,
  sources: readonly Source[],
  deps: ReconcileDeps,
): Promise<ReconcileOutcome> {
  let before: SettledOutcome | undefined;
  const outcome = await deps.documents.hold(poolDocument(message.pool), (held) => {
    before = held.value?.settled?.outcome;
    return reconcileHeld(message, sources, held, deps);
  });
  // Whoever holds the pool writes down when its next step is due, and a wake that was missed is sent again. To keep
  // this one as well would make one more for every wake, where each step crashes.
  if (outcome === "held" && message.reason === "woken") return { kind: "over" };
  if (outcome === "held")
    return await again({ message, why: "another step is under way", delayMs: HELD_RETRY_MS }, deps);
  if (isNews(outcome, before, message)) await nudge(message, deps);
  return outcome;
}

/**
 * Of a pool that had settled, for its commit. The same refusal again is none: the commit was told of the first. What is
 * over may be a message that crashed before this.
 */
function isNews(
  outcome: ReconcileOutcome,
  before: SettledOutcome | undefined,
  { reason }: ReconcileMessage,
): boolean {
  if (reason !== "retry" && reason !== "recheck") return false;
  switch (outcome.kind) {
    case "settled":
      return !isSameRefusal(outcome.outcome, before);
    case "over":
    case "waiting":
      return true;
    case "early":
    case "again":
    case "leftAlone":
      return false;
  }
}

function isSameRefusal(now: SettledOutcome, before: SettledOutcome | undefined): boolean {
  return now.kind === "rejected" && before?.kind === "rejected" && now.code === before.code;
}

/**
 * Nobody follows a rollout whose pools had settled: it is asked to look again, now that there is something to see. So
 * is the newest commit's, which may have taken the pool over as it stood.
 */
async function nudge(
  { source, commit }: ReconcileMessage,
  { documents, queues, clock }: Pick<ReconcileDeps, "documents" | "queues" | "clock">,
): Promise<void> {
  const synced = (await documents.read(sourceDocument(source)))?.value.synced?.commit ?? commit;
  const firstAt = toIso(clock.now());
  for (const told of new Set([commit, synced]))
    await queues.send("rollouts", { source, commit: told, attempt: 0, firstAt });
}

async function reconcileHeld(
  message: ReconcileMessage,
  sources: readonly Source[],
  held: Held<PoolState>,
  deps: ReconcileDeps,
): Promise<ReconcileOutcome> {
  const wanted = (await deps.documents.read(wantedDocument(message.pool)))?.value;
  if (!wanted) {
    deps.log.warn("nothing is wanted of this pool", { pool: poolKey(message.pool) });
    return { kind: "over" };
  }
  const state = held.value ?? { format: 1, pool: wanted.pool };
  if (isOver(state, wanted, message)) return { kind: "over" };
  const pen = new Pen({ message, wanted, state, held, deps });
  await flush(pen);
  const source = laneOf(wanted, sources);
  if (!source) return await settle(outsideSource(wanted), pen);
  const vault = vaultOutside(wanted, source);
  if (vault !== undefined) return await settle(vaultOutsideSource(wanted, vault), pen);
  const quietMs = quietMsOf(state, deps.clock.now());
  if (quietMs > 0 && message.reason === "woken") return { kind: "early" };
  if (quietMs > 0) return await again({ message, why: "ARM asked for patience", delayMs: quietMs }, deps);
  const earlyMs = tooEarlyMs(state, wanted, deps.clock.now());
  // Whoever wrote down when the next step is due has sent the message for it, and that one reads what is wanted
  // then: the newest generation, whichever brought it. To keep this one as well would make one more for every wake.
  if (earlyMs > EARLY_MAX_MS) return { kind: "early" };
  if (earlyMs > 0) return await again({ message, why: "ARM asked for patience", delayMs: earlyMs }, deps);
  if (source.paused && message.reason === "recheck") return await leavePaused(message, deps);
  if (message.reason === "recheck" && isSettled(state, wanted)) return await recheck(source, pen, deps);
  const looked = await attempt(() => look(pen, deps.pools));
  if (!looked.ok) return await fail(looked.failure, state.change, pen);
  return await take(looked.value, source, pen, deps);
}

/** What a request of ours may have done late is looked after once the pause is over; the next pass finds the rest. */
async function leavePaused(message: ReconcileMessage, deps: ReconcileDeps): Promise<ReconcileOutcome> {
  if (message.recheck === "late")
    return await again({ message, why: PAUSED, delayMs: PAUSED_RETRY_MS }, deps);
  return { kind: "leftAlone", why: PAUSED };
}

/** A count of generations that began anew gives another wish the number of the settled one. */
function isSettled({ settled }: PoolState, { generation, wish }: Wanted): boolean {
  if (settled?.generation !== generation) return false;
  return settled.wish === undefined || settled.wish === wishMark(wish);
}

/**
 * A duplicate, or a leftover of a generation that settled. Only a retry sent after a rejection asks again, and a recheck
 * sent after whatever settled.
 */
function isOver(
  state: PoolState,
  wanted: Wanted,
  { reason, recheck: cause, firstAt }: ReconcileMessage,
): boolean {
  const { settled } = state;
  if (!settled || !isSettled(state, wanted)) return false;
  if (cause === "late") return false;
  const mayAsk = reason === "recheck" || (reason === "retry" && settled.outcome.kind === "rejected");
  return !mayAsk || fromIso(settled.at) >= fromIso(firstAt);
}

function laneOf(wanted: Wanted, sources: readonly Source[]): Source | undefined {
  const source = sources.find(({ name }) => name === wanted.source);
  return source && mayTouch(source, wanted.pool) ? source : undefined;
}

function outsideSource({ source }: Wanted): SettledOutcome {
  const message = `the source ${source} may not deploy to this resource group any more`;
  return { kind: "rejected", code: "OutsideSource", message };
}

/** A key vault that the wish takes a secret from, although its source may not. */
function vaultOutside({ wish }: Wanted, source: Source): string | undefined {
  return wish.kind === "present" ? vaultsOutside(source, vaultsOf(wish.body))[0] : undefined;
}

function vaultOutsideSource({ source }: Wanted, vault: string): SettledOutcome {
  const message = `the source ${source} may not take secrets from the key vault ${vault} any more`;
  return { kind: "rejected", code: "VaultOutsideSource", message };
}

/** How long ARM is to be left alone, where nobody could send a message for the time after, or a recheck was told so. */
function quietMsOf({ quietUntil }: PoolState, nowMs: number): number {
  return quietUntil ? fromIso(quietUntil) - nowMs : 0;
}

/**
 * How long until ARM may be asked again. A newer wish need not wait for a role that the older one lacked, but
 * a busy ARM is as busy for it.
 */
function tooEarlyMs({ trouble, nextStepAt }: PoolState, wanted: Wanted, nowMs: number): number {
  if (!trouble || !nextStepAt) return 0;
  if (trouble.class === "notYet" && trouble.generation !== wanted.generation) return 0;
  return fromIso(nextStepAt) - nowMs;
}
