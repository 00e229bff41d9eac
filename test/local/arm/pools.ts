import { groupKey, type PoolId, type PoolKey, poolKey } from "../../../src/pool/id.ts";
import type { Draft } from "./draft.ts";
import type { Operation } from "./operation.ts";
import { type ProvisioningState, provisioningState, type StoredPool, type Touch } from "./stored-pool.ts";

const OPERATIONS_MAX = 20_000; // Azure forgets them too; the oldest go first

/** A pool with its state at the time of asking. */
export interface Standing {
  readonly pool: StoredPool;
  readonly state: ProvisioningState;
}

export interface Change {
  readonly id: PoolId;
  readonly draft: Draft;
  readonly touch: Touch;
  readonly operation?: Operation;
}

/** Every pool and every operation. */
export class Pools {
  readonly #pools = new Map<PoolKey, StoredPool>();
  readonly #operations = new Map<string, Operation>();
  #created = 0;

  find(id: PoolId, now: number): Standing | undefined {
    const pool = this.#pools.get(poolKey(id));
    const state = pool && provisioningState(pool, now);
    return pool && state && { pool, state };
  }

  /** Those of a subscription, or of a group in it, that were created after `sequence`, oldest first. */
  list(
    { subscriptionId, resourceGroup }: { readonly subscriptionId: string; readonly resourceGroup?: string },
    { after, now }: { readonly after: number; readonly now: number },
  ): readonly Standing[] {
    const prefix =
      resourceGroup === undefined
        ? `${subscriptionId.toLowerCase()}/`
        : `${groupKey({ subscriptionId, resourceGroup })}/`;
    return this.all(now)
      .filter(({ pool }) => pool.sequence > after && poolKey(pool.id).startsWith(prefix))
      .sort((one, other) => one.pool.sequence - other.pool.sequence);
  }

  all(now: number): Standing[] {
    return [...this.#pools.values()].flatMap((pool) => this.find(pool.id, now) ?? []);
  }

  /** Creates the pool, or replaces what is known of `found`. */
  write(found: StoredPool | undefined, { id, draft, touch, operation }: Change): StoredPool {
    const pool: StoredPool = {
      id: found?.id ?? id,
      sequence: found?.sequence ?? ++this.#created,
      draft,
      created: found?.created ?? touch,
      modified: touch,
      ...(operation ? { operation } : {}),
    };
    this.#pools.set(poolKey(id), pool);
    return pool;
  }

  /** The pool is worked on, and stays as it is meanwhile. */
  begin(pool: StoredPool, operation: Operation): void {
    this.#pools.set(poolKey(pool.id), { ...pool, operation });
  }

  remove(id: PoolId): void {
    this.#pools.delete(poolKey(id));
  }

  operation(name: string): Operation | undefined {
    return this.#operations.get(name);
  }

  remember(operation: Operation): void {
    this.#operations.set(operation.name, operation);
    const [oldest] = this.#operations.keys();
    if (this.#operations.size > OPERATIONS_MAX && oldest !== undefined) this.#operations.delete(oldest);
  }
}
