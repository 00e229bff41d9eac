import type { Change } from "../documents/pool-state.ts";
import type { Failure } from "../shared/failures.ts";
import { postpone } from "./later.ts";
import type { ReconcileOutcome } from "./outcome.ts";
import type { Pen } from "./pen.ts";
import { orRepairRefused } from "./repair.ts";
import { settle } from "./settle.ts";
import { handle } from "./trouble.ts";

/** A request failed. `change` is what stays on record: one that is under way, or may be, its answer lost. */
export async function fail(
  failure: Failure,
  change: Change | undefined,
  pen: Pen,
): Promise<ReconcileOutcome> {
  const { change: begun, ...rest } = pen.state;
  const handling = handle(failure, {
    generation: pen.wanted.generation,
    previous: rest.trouble,
    nowMs: pen.nowMs(),
    random: pen.deps.chance.random(),
    isRepair: begun?.repair === true,
  });
  const state = change ? { ...rest, change } : rest;
  pen.note(state);
  if (handling.kind === "giveUp")
    return await settle(orRepairRefused(handling.outcome, failure, begun), pen, { failure });
  const { trouble, delayMs } = handling;
  const { retryAfterMs, code, requestId } = failure;
  if (retryAfterMs !== undefined)
    pen.log("metric", { name: "throttleWaitMs", value: retryAfterMs, service: "ARM", code });
  const why = `${trouble.code}: ${trouble.message}`;
  return await postpone({ ...state, trouble }, { why, delayMs, requestId }, pen);
}
