import { poolKey } from "../pool/id.ts";
import { attempt as attempted } from "../shared/attempt.ts";
import { Busy, type Failure } from "../shared/failures.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";

export interface Postponed {
  readonly message: ReconcileMessage;
  readonly why: string;
  readonly delayMs: number;
  /** The service's own id of the request that failed, where one did. */
  readonly requestId?: string | undefined;
}

/**
 * Waiting belongs to the queue: the same message, later. Throws `Busy` for as long where it can't be sent: whoever tries
 * again must not come earlier.
 */
export async function again(
  { message, why, delayMs, requestId }: Postponed,
  { queues, log }: Pick<ReconcileDeps, "queues" | "log">,
): Promise<ReconcileOutcome> {
  const attempt = message.attempt + 1;
  const sent = await attempted(() => queues.send("reconciles", { ...message, attempt }, delayMs));
  if (!sent.ok) throw notBefore(delayMs, sent.failure);
  const { source, commit } = message;
  log.info("step postponed", {
    pool: poolKey(message.pool),
    source,
    commit,
    why,
    delayMs,
    attempt,
    requestId,
  });
  return { kind: "again", why, delayMs };
}

function notBefore(delayMs: number, cause: Failure): Failure {
  const { code, message, retryAfterMs = 0 } = cause;
  return cause.class === "busy"
    ? new Busy({ code, message, cause, retryAfterMs: Math.max(delayMs, retryAfterMs) })
    : cause;
}
