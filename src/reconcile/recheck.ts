import { isDrifting } from "../documents/drifting.ts";
import type { Corrections } from "../documents/pool-state.ts";
import type { Source } from "../documents/source.ts";
import { poolKey } from "../pool/id.ts";
import type { Secrets } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import type { RecheckCause, ReconcileMessage } from "../shared/messages.ts";
import { again } from "./again.ts";
import { isChanging } from "./decide.ts";
import { decideRecheck } from "./decide-recheck.ts";
import { keepQuiet } from "./later.ts";
import { look } from "./look.ts";
import { isFromLateCreation } from "./ours.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";
import type { Pen } from "./pen.ts";
import { findChangedSecrets } from "./secrets.ts";
import { carryOut } from "./take.ts";

/**
 * Looks at a settled pool again. Nothing is written unless something is to be done, or ARM asks for patience; a failed
 * look costs the pool nothing: the next pass looks again, or the same message where no pass would. Throws `Busy` then.
 */
export async function recheck(
  message: ReconcileMessage,
  source: Source,
  pen: Pen,
  deps: Pick<ReconcileDeps, "pools" | "secrets" | "queues" | "log">,
): Promise<ReconcileOutcome> {
  const { wanted, state } = pen;
  const cause = message.recheck ?? "drift";
  const about = { pool: poolKey(wanted.pool), source: wanted.source, commit: wanted.commit, cause };
  const leave = (why: string): ReconcileOutcome => {
    deps.log.info("pool left alone", { ...about, why });
    return { kind: "leftAlone", why };
  };
  const changed = await attempt(() => changedSecrets(cause, pen, deps.secrets));
  if (!changed.ok) {
    const { code, message: reason } = changed.failure;
    deps.log.warn("secrets not read", { ...about, code, reason });
    return leave("its secrets can't be read now");
  }
  if (changed.value?.length === 0) return leave("it has the newest secrets");
  const looked = await attempt(() => look(wanted, state, message, deps.pools));
  if (!looked.ok) {
    const { code, message: reason, retryAfterMs } = looked.failure;
    if (retryAfterMs) await keepQuiet(retryAfterMs, pen);
    // No pass comes for what a request of ours may have done late: its own message looks again.
    if (cause === "late" && looked.failure.class === "busy") throw looked.failure;
    return leave(`${code}: ${reason}`);
  }
  const { found, operation } = looked.value;
  pen.see(found);
  pen.watch(isChanging(found, operation));
  if (cause === "late" && (await isFromLateCreation(found, state, deps.pools))) pen.claim();
  const situation = {
    ...{ ...looked.value, wanted, state: pen.state, nowMs: pen.nowMs() },
    ...(changed.value && { changedSecrets: changed.value }),
  };
  const decision = decideRecheck(situation, cause, source);
  if (decision.kind === "leave") return leave(decision.why);
  if (decision.kind === "later") return await again({ message, ...decision }, deps);
  const { step, corrections } = decision;
  if (corrections) {
    pen.correct(corrections);
    warnOfDrifting(corrections, about, pen.nowMs(), deps);
  }
  return await carryOut(step, pen, deps);
}

/** Asked before ARM is: where no secret changed, nothing of ARM's need be looked at. `undefined`: not asked for. */
async function changedSecrets(
  cause: RecheckCause,
  { wanted: { wish }, state }: Pen,
  secrets: Secrets,
): Promise<readonly string[] | undefined> {
  if (cause !== "secrets") return undefined;
  return wish.kind === "present" ? await findChangedSecrets(wish.body, state.secrets, secrets) : [];
}

function warnOfDrifting(
  { count, lastAt }: Corrections,
  about: { readonly [name: string]: string },
  nowMs: number,
  { log }: Pick<ReconcileDeps, "log">,
): void {
  if (isDrifting(count, lastAt, nowMs)) log.warn("pool drifts again and again", { ...about, count });
}
