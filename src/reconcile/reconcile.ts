import { poolDocument, wantedDocument } from "../documents/names.ts";
import type { PoolState } from "../documents/pool-state.ts";
import { mayTouch, type Source } from "../documents/source.ts";
import type { Wanted } from "../documents/wanted.ts";
import { poolKey } from "../pool/id.ts";
import type { Held } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { look } from "./look.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";
import { Pen } from "./pen.ts";
import { take } from "./take.ts";

/** Another step of the same pool is under way. */
const HELD_RETRY_MS = 3_000;

/**
 * Brings one pool one step from found to wanted: looks, decides, acts, writes down. At most one such step runs
 * per pool, and none waits: waiting is a message.
 */
export async function reconcilePool(
  message: ReconcileMessage,
  sources: readonly Source[],
  deps: ReconcileDeps,
): Promise<ReconcileOutcome> {
  const outcome = await deps.documents.hold(poolDocument(message.pool), (held) =>
    reconcileHeld(message, sources, held, deps),
  );
  if (outcome === "held") return await again(message, "another step is under way", HELD_RETRY_MS, deps);
  if (message.reason === "retry" && isNews(outcome)) await nudge(message, deps);
  return outcome;
}

/** Another refusal is none: the commit was told of the first. What is over may be a message that crashed before this. */
function isNews(outcome: ReconcileOutcome): boolean {
  return outcome.kind === "settled" ? outcome.outcome.kind !== "rejected" : outcome.kind !== "again";
}

/** Nobody follows a rollout whose pools had settled: it is asked to look again, now that there is something to see. */
async function nudge(
  { source, commit }: ReconcileMessage,
  { queues, clock }: Pick<ReconcileDeps, "queues" | "clock">,
): Promise<void> {
  await queues.send("rollouts", { source, commit, attempt: 0, firstAt: toIso(clock.now()) });
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
  if (!isInLane(wanted, sources)) {
    return await pen.settle({
      kind: "rejected",
      code: "OutsideSource",
      message: `the source ${wanted.source} may not deploy to this resource group any more`,
    });
  }
  const earlyMs = tooEarlyMs(state, wanted, deps.clock.now());
  if (earlyMs > 0) return await again(message, "ARM asked for patience", earlyMs, deps);
  const looked = await attempt(() => look(wanted, state, message, deps.pools));
  if (!looked.ok) return await pen.fail(looked.failure, state.change);
  return await take(looked.value, pen, deps.pools);
}

/** A duplicate, or a leftover of a generation that settled. Only a retry sent after a rejection asks again. */
function isOver({ settled }: PoolState, wanted: Wanted, message: ReconcileMessage): boolean {
  if (settled?.generation !== wanted.generation) return false;
  if (settled.outcome.kind !== "rejected" || message.reason !== "retry") return true;
  return fromIso(settled.at) >= fromIso(message.firstAt);
}

function isInLane(wanted: Wanted, sources: readonly Source[]): boolean {
  const source = sources.find(({ name }) => name === wanted.source);
  return source !== undefined && mayTouch(source, wanted.pool);
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

async function again(
  message: ReconcileMessage,
  why: string,
  delayMs: number,
  { queues }: Pick<ReconcileDeps, "queues">,
): Promise<ReconcileOutcome> {
  await queues.send("reconciles", { ...message, attempt: message.attempt + 1 }, delayMs);
  return { kind: "again", why, delayMs };
}
