import { hasEnded } from "../pool/provisioning.ts";
import type { FoundPool, OperationStatus, PoolResources } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { Secret } from "../shared/secret.ts";
import type { Pen } from "./pen.ts";

export interface Seen {
  readonly found: FoundPool | undefined;
  readonly operation?: OperationStatus;
  /** When ARM was asked, epoch milliseconds: what it showed may be as old as that, however late it answered. */
  readonly askedAtMs: number;
}

/**
 * Asks ARM for the pool, and for the operation in flight once the pool looks as if it had ended: a creation that failed
 * may leave no pool to look at.
 */
export async function look(
  pen: Pick<Pen, "wanted" | "state" | "message" | "nowMs">,
  pools: Pick<PoolResources, "get" | "operation">,
): Promise<Seen> {
  const { change } = pen.state;
  const { correlationId } = pen.message;
  const askedAtMs = pen.nowMs();
  const found = await pools.get(pen.wanted.pool, { correlationId });
  const url = change?.operationUrl;
  if (url === undefined || (found && !hasEnded(found.provisioningState))) return { found, askedAtMs };
  if (!found && change?.kind === "delete") return { found, askedAtMs };
  const asked = await attempt(() => pools.operation(new Secret(url), { correlationId }));
  if (asked.ok) return { found, operation: asked.value, askedAtMs };
  // Gone, or not ours to read: the pool itself tells enough. Anything else may come right.
  if (asked.failure.class === "busy") throw asked.failure;
  return { found, askedAtMs };
}
