import type { PoolState } from "../documents/pool-state.ts";
import type { Wanted } from "../documents/wanted.ts";
import { hasEnded } from "../pool/provisioning.ts";
import type { ArmCall, FoundPool, OperationStatus, PoolResources } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { Secret } from "../shared/secret.ts";

export interface Seen {
  readonly found: FoundPool | undefined;
  readonly operation?: OperationStatus;
}

/**
 * Asks ARM for the pool, and for the operation in flight once the pool looks as if it had ended: a creation that failed
 * may leave no pool to look at.
 */
export async function look(
  wanted: Wanted,
  { change }: PoolState,
  { correlationId }: ArmCall,
  pools: Pick<PoolResources, "get" | "operation">,
): Promise<Seen> {
  const found = await pools.get(wanted.pool, { correlationId });
  const url = change?.operationUrl;
  if (url === undefined || (found && !hasEnded(found.provisioningState))) return { found };
  if (!found && change?.kind === "delete") return { found };
  const asked = await attempt(() => pools.operation(new Secret(url), { correlationId }));
  if (asked.ok) return { found, operation: asked.value };
  // Gone, or not ours to read: the pool itself tells enough. Anything else may come right.
  if (asked.failure.class === "busy") throw asked.failure;
  return { found };
}
