import type { Source } from "../documents/source.ts";
import type { PoolBody } from "../pool/body.ts";
import { hasEnded } from "../pool/provisioning.ts";
import { describeSecrets, withValues } from "../pool/secrets.ts";
import type { Accepted } from "../ports.ts";
import { type Attempted, attempt } from "../shared/attempt.ts";
import { decide, isChanging, outcomeOf, type Step, whilePaused } from "./decide.ts";
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
  const step = decide({ ...told, wanted, state, nowMs: pen.nowMs() });
  return await carryOut(paused ? whilePaused(step) : step, pen, effects);
}

/** Does a step that was decided. */
export async function carryOut(step: Step, pen: Pen, effects: Effects): Promise<ReconcileOutcome> {
  switch (step.kind) {
    case "settle":
      // A change of ours that came to its end, its answer lost or followed: it is applied from now on.
      return await pen.settle(
        step.outcome,
        step.outcome.kind === "applied" ? { done: pen.state.change } : {},
      );
    case "wait":
      return await pen.wait(step.why);
    case "lookAgain":
      return await pen.lookAgain(step.why, step.delayMs);
    case "leave":
      return { kind: "leftAlone", why: step.why };
    case "compareSecrets":
      return await compareSecrets(step.body, pen, effects);
    case "put":
      return await put(step, pen, effects);
    case "delete":
      await pen.begin("delete", { why: "its spec was removed" });
      return await change(() => effects.pools.remove(pen.wanted.pool, pen.call), pen, []);
  }
}

/** Names are all that ARM shows of secrets: which versions were deployed is on record. */
async function compareSecrets(body: PoolBody, pen: Pen, effects: Effects): Promise<ReconcileOutcome> {
  const { secrets, change } = pen.state;
  const changed = await attempt(() => findChangedSecrets(body, secrets, effects.secrets));
  if (!changed.ok) return await pen.fail(changed.failure, change);
  if (changed.value.length === 0) return await pen.settle({ kind: "unchanged" });
  return await put({ body, why: describeSecrets(changed.value) }, pen, effects);
}

/** The values are read before anything is begun, sent once, and never written down. */
async function put(step: PutStep, pen: Pen, { pools, secrets }: Effects): Promise<ReconcileOutcome> {
  const { body, ...purpose } = step;
  const read = await attempt(() => readSecrets(body, secrets));
  if (!read.ok) return await pen.fail(read.failure, pen.state.change);
  await pen.begin("put", { ...purpose, secrets: read.value });
  const sent = withValues(body, read.value);
  return await change(() => pools.put(pen.wanted.pool, sent, pen.call), pen, read.value);
}

async function change(
  request: () => Promise<Accepted>,
  pen: Pen,
  sent: readonly ReadSecret[],
): Promise<ReconcileOutcome> {
  pen.mustHold();
  const answered = await attempt(request);
  const told = answered.ok ? answered : { ...answered, failure: withoutValues(answered.failure, sent) };
  pen.hear(told);
  const recorded = await attempt(() => record(told, pen));
  if (recorded.ok) return recorded.value;
  // Perhaps another step took over while ARM carried this one out: then nobody else would see what it did.
  if (recorded.failure.class === "busy") return await pen.lookAfter(recorded.failure);
  throw recorded.failure;
}

async function record(answered: Attempted<Accepted>, pen: Pen): Promise<ReconcileOutcome> {
  const begun = pen.state.change;
  if (!answered.ok)
    return await pen.fail(answered.failure, isAnswerLost(answered.failure) ? begun : undefined);
  const accepted = answered.value;
  if (accepted.kind === "started") return await pen.accepted(accepted.operationUrl?.reveal());
  if (begun?.kind === "delete") {
    pen.see(undefined);
    return await pen.settle({ kind: "removed" });
  }
  const { found } = accepted;
  pen.see(found);
  if (found && !hasEnded(found.provisioningState)) return await pen.accepted(undefined);
  return await pen.settle(found ? outcomeOf(found, undefined, begun) : { kind: "applied" }, { done: begun });
}
