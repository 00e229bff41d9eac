import { poolKey } from "../pool/id.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";

export interface Postponed {
  readonly message: ReconcileMessage;
  readonly why: string;
  readonly delayMs: number;
  /** The service's own id of the request that failed, where one did. */
  readonly requestId?: string | undefined;
}

/** Waiting belongs to the queue: the same message, later. */
export async function again(
  { message, why, delayMs, requestId }: Postponed,
  { queues, log }: Pick<ReconcileDeps, "queues" | "log">,
): Promise<ReconcileOutcome> {
  const attempt = message.attempt + 1;
  await queues.send("reconciles", { ...message, attempt }, delayMs);
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
