import type { PoolId } from "../../../src/pool/id.ts";
import type { Draft } from "./draft.ts";
import { isOver, type Operation } from "./operation.ts";

export type ProvisioningState = "InProgress" | "Succeeded" | "Failed" | "Deleting";

/** Who changed a pool, and when. */
export interface Touch {
  readonly by: string;
  readonly byType: "Application" | "User";
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A pool as the service keeps it, with the values of its secrets. */
export interface StoredPool {
  /** Spelled as the request that created it. */
  readonly id: PoolId;
  /** Pools are listed in the order in which they were created. */
  readonly sequence: number;
  readonly draft: Draft;
  readonly created: Touch;
  readonly modified: Touch;
  /** The newest one: its outcome is the pool's state. */
  readonly operation?: Operation;
}

/** `undefined` once the pool's deletion is over. */
export function provisioningState({ operation }: StoredPool, now: number): ProvisioningState | undefined {
  if (!operation) return "Succeeded";
  if (!isOver(operation, now)) return operation.kind === "delete" ? "Deleting" : "InProgress";
  if (operation.failure) return "Failed";
  return operation.kind === "delete" ? undefined : "Succeeded";
}
