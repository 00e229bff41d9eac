import { isDrifting } from "../documents/drifting.ts";
import type { Corrections } from "../documents/pool-state.ts";
import type { Source } from "../documents/source.ts";
import { poolKey } from "../pool/id.ts";
import type { Secrets } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import type { Failure } from "../shared/failures.ts";
import type { RecheckCause } from "../shared/messages.ts";
import { again } from "./again.ts";
import { isChanging } from "./decide.ts";
import { decideRecheck, type Leave, leave, type RecheckSituation } from "./decide-recheck.ts";
import { keepQuiet } from "./later.ts";
import { look } from "./look.ts";
import { isFromLateCreation } from "./ours.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";
import type { Pen } from "./pen.ts";
import { findChangedSecrets } from "./secrets.ts";
import { carryOut } from "./take.ts";

type Effects = Pick<ReconcileDeps, "pools" | "secrets" | "queues" | "log">;

/**
 * Looks at a settled pool again. Nothing is written unless something is to be done, or ARM asks for patience; a failed
 * look costs the pool nothing: the next pass looks again, or the same message where no pass would. Throws `Busy` then.
 */
export async function recheck(source: Source, pen: Pen, deps: Effects): Promise<ReconcileOutcome> {
  const { message, wanted } = pen;
  const cause = message.recheck ?? "drift";
  const about = { pool: poolKey(wanted.pool), source: wanted.source, commit: wanted.commit, cause };
  const looked = await lookAgain(about, pen, deps);
  const decision = looked.kind === "seen" ? decideRecheck(looked.situation, cause, source) : looked;
  switch (decision.kind) {
    case "leave": {
      const { why } = decision;
      deps.log.info("pool left alone", { ...about, why });
      return { kind: "leftAlone", why };
    }
    case "later":
      return await again({ message, ...decision }, deps);
    case "go": {
      const { step, corrections } = decision;
      if (corrections) {
        pen.correct(corrections);
        warnOfDrifting(corrections, about, pen.nowMs(), deps);
      }
      return await carryOut(step, pen, deps);
    }
  }
}

interface About {
  readonly pool: string;
  readonly source: string;
  readonly commit: string;
  readonly cause: RecheckCause;
}

/** The secrets before the pool, since where none changed, nothing of ARM's need be looked at. */
async function lookAgain(
  about: About,
  pen: Pen,
  { pools, secrets, log }: Effects,
): Promise<Leave | { readonly kind: "seen"; readonly situation: RecheckSituation }> {
  const { cause } = about;
  const { wanted, state } = pen;
  const changed = await attempt(() => changedSecrets(cause, pen, secrets));
  if (!changed.ok) {
    const { code, message: reason } = changed.failure;
    log.warn("secrets not read", { ...about, code, reason });
    return leave("its secrets can't be read now");
  }
  if (changed.value?.length === 0) return leave("it has the newest secrets");
  const looked = await attempt(() => look(pen, pools));
  if (!looked.ok) return await leaveUnseen(looked.failure, cause, pen);
  const { found, operation } = looked.value;
  pen.see(found);
  pen.watch(isChanging(found, operation));
  if (cause === "late" && (await isFromLateCreation(found, state, pools))) pen.claim();
  const situation = {
    ...{ ...looked.value, wanted, state: pen.state, nowMs: looked.value.askedAtMs },
    ...(changed.value && { changedSecrets: changed.value }),
    ...(pen.message.secrets && { sentSecrets: pen.message.secrets }),
  };
  return { kind: "seen", situation };
}

async function leaveUnseen(failure: Failure, cause: RecheckCause, pen: Pen): Promise<Leave> {
  const { code, message: reason, retryAfterMs } = failure;
  if (retryAfterMs) await keepQuiet(retryAfterMs, pen);
  // No pass comes for what a request of ours may have done late: its own message looks again.
  if (cause === "late" && failure.class === "busy") throw failure;
  return leave(`${code}: ${reason}`);
}

/** `undefined`: not asked for. */
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
  about: About,
  nowMs: number,
  { log }: Pick<Effects, "log">,
): void {
  if (isDrifting(count, lastAt, nowMs)) log.warn("pool drifts again and again", { ...about, count });
}
