import { hasEnded } from "../pool/provisioning.ts";
import type { Accepted, PoolResources } from "../ports.ts";
import { type Attempted, attempt } from "../shared/attempt.ts";
import { decide, isChanging, outcomeOf, type Step } from "./decide.ts";
import type { Seen } from "./look.ts";
import type { ReconcileOutcome } from "./outcome.ts";
import type { Pen } from "./pen.ts";
import { isAnswerLost } from "./trouble.ts";

type Writes = Pick<PoolResources, "put" | "remove">;

/** Decides the next step and does it. */
export async function take(seen: Seen, pen: Pen, pools: Writes): Promise<ReconcileOutcome> {
  pen.claim(seen.found);
  pen.watch(isChanging(seen.found, seen.operation));
  const step = decide({ ...seen, wanted: pen.wanted, state: pen.state, nowMs: pen.nowMs() });
  return await carryOut(step, pen, pools);
}

/** Does a step that was decided. */
export async function carryOut(step: Step, pen: Pen, pools: Writes): Promise<ReconcileOutcome> {
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
    case "put":
      await pen.begin("put", step);
      return await change(() => pools.put(pen.wanted.pool, step.body, pen.call), pen);
    case "delete":
      await pen.begin("delete", { why: "its spec was removed" });
      return await change(() => pools.remove(pen.wanted.pool, pen.call), pen);
  }
}

async function change(request: () => Promise<Accepted>, pen: Pen): Promise<ReconcileOutcome> {
  pen.mustHold();
  const answered = await attempt(request);
  const recorded = await attempt(() => record(answered, pen));
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
  if (begun?.kind === "delete") return await pen.settle({ kind: "removed" });
  const { found } = accepted;
  if (found && !hasEnded(found.provisioningState)) return await pen.accepted(undefined);
  return await pen.settle(found ? outcomeOf(found, undefined, begun) : { kind: "applied" }, { done: begun });
}
