import type { Change, PoolState } from "../documents/pool-state.ts";
import { attempt } from "../shared/attempt.ts";
import type { Failure } from "../shared/failures.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";
import { again, type Postponed } from "./again.ts";
import type { ReconcileOutcome } from "./outcome.ts";
import type { Pen } from "./pen.ts";
import { retryDelayMs } from "./trouble.ts";

/** ARM works on the pool: whoever follows the rollout sees it end. */
export async function wait(why: string, pen: Pen): Promise<ReconcileOutcome> {
  const { trouble: _, nextStepAt: __, ...rest } = pen.state;
  await pen.write(rest, "waiting");
  return { kind: "waiting", why };
}

/** The same step later, with this as the state. The message first: with it lost, the state alone would wait for the poll. */
export async function postpone(
  state: PoolState,
  postponed: Omit<Postponed, "message">,
  pen: Pen,
): Promise<ReconcileOutcome> {
  // A request that may yet be carried out: also a step that took over meanwhile must not hide what comes of it.
  const message = state.change?.accepted === false ? asLate(state.change, pen) : pen.message;
  // Of the moment before it is sent: the message must not find that it came early, however long a write takes.
  const nextStepAt = toIso(pen.nowMs() + postponed.delayMs);
  const sent = await attempt(() => again({ ...postponed, message }, pen.deps));
  // With no message on its way for the time after, whoever comes earlier keeps his own.
  const due = sent.ok ? { nextStepAt } : { nextStepAt, quietUntil: nextStepAt };
  const written = await attempt(() => pen.write({ ...state, ...due }, "pending"));
  if (!sent.ok) throw sent.failure;
  // Storage in trouble: the message is under way, and a second one would double with each such failure.
  if (!written.ok && written.failure.class !== "busy") throw written.failure;
  return sent.value;
}

/** The request was sent, and what came of it could not be written down: whoever is at the pool now, look after it. */
export async function lookAfter(failure: Failure, begun: Change, pen: Pen): Promise<ReconcileOutcome> {
  const { message, deps } = pen;
  const { code, requestId } = failure;
  const delayMs = retryDelayMs(failure, message.attempt + 1, deps.chance.random());
  const why = `${code}: ${failure.message}`;
  return await again({ message: asLate(begun, pen), why, delayMs, requestId }, deps);
}

function asLate({ secrets }: Change, pen: Pen): ReconcileMessage {
  const { secrets: _, ...message } = pen.message;
  const late = { reason: "recheck", recheck: "late", firstAt: toIso(pen.nowMs()) } as const;
  return { ...message, ...late, ...(secrets && { secrets }) };
}

/** ARM asked a look at the settled pool for patience: that holds for whoever comes next. */
export async function keepQuiet(ms: number, pen: Pen): Promise<void> {
  const { settled } = pen.state;
  const quietUntil = toIso(pen.nowMs() + ms);
  if (settled) await pen.write({ ...pen.state, quietUntil }, "settled", settled.outcome.kind);
}
