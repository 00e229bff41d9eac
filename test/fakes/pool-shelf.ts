import type { PoolBody } from "../../src/pool/body.ts";
import { groupKey, type PoolId, poolKey, poolPath, type ResourceGroup } from "../../src/pool/id.ts";
import { hasEnded } from "../../src/pool/provisioning.ts";
import type { Accepted, Clock, FoundPool, OperationStatus } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { isObject, type Json, type JsonObject } from "../../src/shared/json.ts";
import { Secret } from "../../src/shared/secret.ts";
import { toIso } from "../../src/shared/time.ts";

/** What ARM calls us, and anybody else. */
export const DEPLOYER = "00000000-0000-4000-8000-0000000000d0";
const SOMEBODY = "somebody@contoso.com";

interface Touch {
  readonly by: string;
  readonly at: string;
}

interface Pool {
  readonly id: PoolId;
  readonly body: PoolBody;
  readonly state: string;
  readonly created: Touch;
  readonly modified: Touch;
}

interface Operation {
  readonly pool: string;
  readonly url: string;
  status: OperationStatus;
}

/** Pools with their operations: the memory of a small ARM. */
export function createPoolShelf(clock: Clock) {
  const pools = new Map<string, Pool>();
  const operations: Operation[] = [];

  const keep = (pool: Pool): void => void pools.set(poolKey(pool.id), pool);

  function write(pool: Pick<Pool, "id" | "body" | "state">, by: string): Pool {
    const modified = { by, at: toIso(clock.now()) };
    return { ...pool, modified, created: pools.get(poolKey(pool.id))?.created ?? modified };
  }

  function start(pool: Pool): Accepted {
    keep(pool);
    const url = `https://memory.test/operationStatuses/${operations.length + 1}?t=signed`;
    operations.push({ pool: poolKey(pool.id), url, status: { kind: "running" } });
    return { kind: "started", operationUrl: new Secret(url) };
  }

  function idle(id: PoolId): Pool | undefined {
    const pool = pools.get(poolKey(id));
    if (!pool || hasEnded(pool.state)) return pool;
    const message = "Cannot modify a session pool while another modification is in progress.";
    throw new Busy({ code: "SessionPoolOperationInProgress", message, status: 409 });
  }

  return {
    get: (id: PoolId): FoundPool | undefined => showIfAny(pools.get(poolKey(id))),
    inGroup: (group: ResourceGroup): readonly FoundPool[] =>
      [...pools.values()].filter(({ id }) => groupKey(id) === groupKey(group)).map(show),
    put(id: PoolId, body: PoolBody): Accepted {
      idle(id);
      const pool = write({ id, body: copyBody(body), state: "Succeeded" }, DEPLOYER);
      if (isCustom(body)) return start({ ...pool, state: "InProgress" });
      keep(pool);
      return { kind: "done", found: show(pool) };
    },
    remove(id: PoolId): Accepted {
      const pool = idle(id);
      if (pool && isCustom(pool.body)) return start({ ...pool, state: "Deleting" });
      pools.delete(poolKey(id));
      return { kind: "done" };
    },
    finish(id: PoolId, state: string, status: OperationStatus): void {
      const pool = pools.get(poolKey(id));
      if (!pool || hasEnded(pool.state)) throw new Error(`nothing runs on ${poolPath(id)}`);
      for (const one of operations) {
        if (one.pool === poolKey(id) && one.status.kind === "running") one.status = status;
      }
      if (pool.state === "Deleting" && status.kind === "succeeded") pools.delete(poolKey(id));
      else keep({ ...pool, state });
    },
    status: (url: string): OperationStatus | undefined => operations.find((one) => one.url === url)?.status,
    set: (id: PoolId, body: PoolBody, state: string): void =>
      keep(write({ id, body: copyBody(body), state }, SOMEBODY)),
    drop: (id: PoolId): void => void pools.delete(poolKey(id)),
  };
}

export const copyBody = (body: PoolBody): PoolBody => JSON.parse(JSON.stringify(body));

const isCustom = (body: PoolBody) => body.properties.containerType === "CustomContainer";

const showIfAny = (pool: Pool | undefined): FoundPool | undefined => pool && show(pool);

/** As ARM answers: the values of secrets are never told. */
function show({ id, body, state, created, modified }: Pool): FoundPool {
  const { secrets, ...properties } = copyBody(body).properties;
  const resource: JsonObject = {
    id: poolPath(id),
    name: id.name,
    type: "Microsoft.App/sessionpools",
    systemData: {
      ...{ createdBy: created.by, createdAt: created.at },
      ...{ lastModifiedBy: modified.by, lastModifiedAt: modified.at },
    },
    ...copyBody(body),
    properties: {
      ...properties,
      ...(Array.isArray(secrets) ? { secrets: secrets.map(nameOnly) } : {}),
      provisioningState: state,
    },
  };
  return { id, provisioningState: state, resource };
}

const nameOnly = (secret: Json): Json => (isObject(secret) ? { name: String(secret.name) } : secret);
