import type { Change } from "../documents/pool-state.ts";
import type { Source } from "../documents/source.ts";
import type { PoolBody } from "../pool/body.ts";
import { hasEnded } from "../pool/provisioning.ts";
import { describeSecrets, withValues } from "../pool/secrets.ts";
import type { Accepted } from "../ports.ts";
import { type Attempted, attempt } from "../shared/attempt.ts";
import { accept, begin, hear, mustHold } from "./change.ts";
import { decide, isChanging, outcomeOf, type Step, whilePaused } from "./decide.ts";
import { fail } from "./fail.ts";
import { lookAfter, postpone, wait } from "./later.ts";
import type { Seen } from "./look.ts";
import { isFromUnheardPut } from "./ours.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";
import type { Pen } from "./pen.ts";
import {
  findChangedSecrets,
  type ReadSecret,
  readSecrets,
  withoutSentValues,
  withoutValues,
} from "./secrets.ts";
import { settle } from "./settle.ts";
import { isAnswerLost } from "./trouble.ts";

type Effects = Pick<ReconcileDeps, "pools" | "secrets">;
type PutStep = Omit<Extract<Step, { kind: "put" }>, "kind">;

/** Decides the next step and does it. */
export async function take(
  seen: Seen,
  { paused }: Pick<Source, "paused">,
  pen: Pen,
  effects: Effects,
): Promise<ReconcileOutcome> {
  pen.see(seen.found);
  if (await isFromUnheardPut(seen.found, pen.state, effects.pools)) pen.claim();
  pen.watch(isChanging(seen.found, seen.operation));
  const { wanted, state } = pen;
  const told = await withoutSentValues(seen, wanted, { change: state.change, secrets: effects.secrets });
  const step = decide({ ...told, wanted, state, nowMs: seen.askedAtMs });
  return await carryOut(paused ? whilePaused(step) : step, pen, effects);
}

/** Does a step that was decided. */
export async function carryOut(step: Step, pen: Pen, effects: Effects): Promise<ReconcileOutcome> {
  switch (step.kind) {
    case "settle":
      // A change of ours that came to its end, its answer lost or followed: it is applied from now on.
      return await settle(
        step.outcome,
        pen,
        step.outcome.kind === "applied" ? { done: pen.state.change } : {},
      );
    case "wait":
      return await wait(step.why, pen);
    case "lookAgain":
      return await postpone(pen.state, { why: step.why, delayMs: step.delayMs }, pen);
    case "leave":
      return { kind: "leftAlone", why: step.why };
    case "compareSecrets":
      return await compareSecrets(step.body, pen, effects);
    case "put":
      return await put(step, pen, effects);
    case "delete": {
      const begun = await begin("delete", { why: "its spec was removed" }, pen);
      return await send(() => effects.pools.remove(pen.wanted.pool, pen.call), { begun, sent: [] }, pen);
    }
  }
}

/** Names are all that ARM shows of secrets: which versions were deployed is on record. */
async function compareSecrets(body: PoolBody, pen: Pen, effects: Effects): Promise<ReconcileOutcome> {
  const { secrets, change } = pen.state;
  const changed = await attempt(() => findChangedSecrets(body, secrets, effects.secrets));
  if (!changed.ok) return await fail(changed.failure, change, pen);
  if (changed.value.length === 0) return await settle({ kind: "unchanged" }, pen);
  return await put({ body, why: describeSecrets(changed.value) }, pen, effects);
}

/** The values are read before anything is begun, sent once, and never written down. */
async function put(step: PutStep, pen: Pen, { pools, secrets }: Effects): Promise<ReconcileOutcome> {
  const { body, ...purpose } = step;
  const read = await attempt(() => readSecrets(body, secrets));
  if (!read.ok) return await fail(read.failure, pen.state.change, pen);
  const begun = await begin("put", { ...purpose, secrets: read.value }, pen);
  const sent = withValues(body, read.value);
  return await send(() => pools.put(pen.wanted.pool, sent, pen.call), { begun, sent: read.value }, pen);
}

interface Sending {
  readonly begun: Change;
  /** Their values are in the request. */
  readonly sent: readonly ReadSecret[];
}

async function send(
  request: () => Promise<Accepted>,
  { begun, sent }: Sending,
  pen: Pen,
): Promise<ReconcileOutcome> {
  mustHold(begun, pen);
  const answered = await attempt(request);
  const told = answered.ok ? answered : { ...answered, failure: withoutValues(answered.failure, sent) };
  hear(told, pen);
  const recorded = await attempt(() => record(told, begun, pen));
  if (recorded.ok) return recorded.value;
  // Perhaps another step took over while ARM carried this one out: then nobody else would see what it did.
  if (recorded.failure.class === "busy") return await lookAfter(recorded.failure, begun, pen);
  throw recorded.failure;
}

async function record(answered: Attempted<Accepted>, begun: Change, pen: Pen): Promise<ReconcileOutcome> {
  if (!answered.ok)
    return await fail(answered.failure, isAnswerLost(answered.failure) ? begun : undefined, pen);
  const accepted = answered.value;
  if (accepted.kind === "started") return await accept(accepted.operationUrl?.reveal(), pen);
  if (begun.kind === "delete") {
    pen.see(undefined);
    return await settle({ kind: "removed" }, pen);
  }
  const { found } = accepted;
  pen.see(found);
  if (found && !hasEnded(found.provisioningState)) return await accept(undefined, pen);
  return await settle(found ? outcomeOf(found, undefined, begun) : { kind: "applied" }, pen, { done: begun });
}
