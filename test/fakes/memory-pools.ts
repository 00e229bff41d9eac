import type { PoolBody } from "../../src/pool/body.ts";
import { groupKey, type PoolId, poolKey, poolPath, type ResourceGroup } from "../../src/pool/id.ts";
import type { Accepted, ArmCall, Clock, FoundPool, OperationStatus, PoolResources } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { isObject, type Json, type JsonObject } from "../../src/shared/json.ts";
import { Secret } from "../../src/shared/secret.ts";
import { createFaults, type Faults } from "./faults.ts";

type Operation = "get" | "put" | "remove" | "list" | "operation";

export interface PoolCall {
  readonly operation: Operation;
  /** Of get, put and remove. */
  readonly pool?: PoolId;
  /** Of list. */
  readonly group?: ResourceGroup;
  /** Of put. */
  readonly body?: PoolBody;
  readonly correlationId: string;
  readonly at: number;
}

export interface OperationError {
  readonly code: string;
  readonly message: string;
}

export interface MemoryPools extends PoolResources, Faults<Operation> {
  /** Every call made, oldest first. */
  readonly calls: readonly PoolCall[];
  /** The bodies of the PUTs, oldest first. */
  readonly puts: readonly PoolCall[];
  found(id: PoolId): FoundPool | undefined;
  /** Ends the operation that runs on the pool. A deletion that succeeds takes the pool away. */
  finish(id: PoolId, state: "Succeeded" | "Failed", error?: OperationError): void;
  /** The next call of the operation is carried out, but its answer never arrives. */
  loseAnswer(operation: "put" | "remove"): void;
  /** Changes or creates a pool behind everybody's back. */
  set(id: PoolId, body: PoolBody, provisioningState?: string): void;
  /** Deletes a pool behind everybody's back. */
  drop(id: PoolId): void;
}

interface Pool {
  readonly id: PoolId;
  readonly body: PoolBody;
  readonly state: string;
}

interface Running {
  readonly url: string;
  status: OperationStatus;
}

/** A small ARM. Custom containers take until `finish`; code interpreters are there at once. */
export function createMemoryPools(clock: Clock): MemoryPools {
  const pools = new Map<string, Pool>();
  const operations = new Map<string, Running[]>();
  const calls: PoolCall[] = [];
  const lost: Operation[] = [];
  const { failNext, meet } = createFaults<Operation>();

  function begin(operation: Operation, call: ArmCall, about: Partial<PoolCall>): void {
    calls.push({ operation, ...about, correlationId: call.correlationId, at: clock.now() });
    meet(operation);
  }

  function answer(operation: "put" | "remove", accepted: Accepted): Accepted {
    const index = lost.indexOf(operation);
    if (index < 0) return accepted;
    lost.splice(index, 1);
    throw new Busy({ code: "NetworkError", message: "the answer was lost" });
  }

  function start(id: PoolId): Secret {
    const all = [...operations.values()].flat();
    const url = `https://memory.test/operationStatuses/${all.length + 1}?t=signed`;
    const ofPool = operations.get(poolKey(id)) ?? [];
    operations.set(poolKey(id), [...ofPool, { url, status: { kind: "running" } }]);
    return new Secret(url);
  }

  function refuseWhileRunning(id: PoolId): void {
    const pool = pools.get(poolKey(id));
    if (pool && !isTerminal(pool.state)) {
      const message = "Cannot modify a session pool while another modification is in progress.";
      throw new Busy({ code: "SessionPoolOperationInProgress", message, status: 409 });
    }
  }

  function put(id: PoolId, body: PoolBody): Accepted {
    refuseWhileRunning(id);
    const takesTime = isCustom(body);
    const pool: Pool = { id, body: copy(body), state: takesTime ? "InProgress" : "Succeeded" };
    pools.set(poolKey(id), pool);
    return takesTime ? { kind: "started", operationUrl: start(id) } : { kind: "done", found: show(pool) };
  }

  function remove(id: PoolId): Accepted {
    refuseWhileRunning(id);
    const pool = pools.get(poolKey(id));
    if (!pool || !isCustom(pool.body)) {
      pools.delete(poolKey(id));
      return { kind: "done" };
    }
    pools.set(poolKey(id), { ...pool, state: "Deleting" });
    return { kind: "started", operationUrl: start(id) };
  }

  return {
    async get(id, call) {
      begin("get", call, { pool: id });
      const pool = pools.get(poolKey(id));
      return pool && show(pool);
    },
    async put(id, body, call) {
      begin("put", call, { pool: id, body: copy(body) });
      return answer("put", put(id, body));
    },
    async remove(id, call) {
      begin("remove", call, { pool: id });
      return answer("remove", remove(id));
    },
    async *list(group, call) {
      begin("list", call, { group });
      for (const pool of [...pools.values()]) if (groupKey(pool.id) === groupKey(group)) yield show(pool);
    },
    async operation(url, call) {
      begin("operation", call, {});
      const running = [...operations.values()].flat().find((one) => one.url === url.reveal());
      if (!running) throw new Busy({ code: "OperationNotFound", message: "no such operation", status: 404 });
      return running.status;
    },

    calls,
    get puts() {
      return calls.filter(({ operation }) => operation === "put");
    },
    found: (id) => {
      const pool = pools.get(poolKey(id));
      return pool && show(pool);
    },
    finish(id, state, error) {
      const pool = pools.get(poolKey(id));
      const running = operations.get(poolKey(id))?.find(({ status }) => status.kind === "running");
      if (!pool || !running) throw new Error(`nothing runs on ${poolPath(id)}`);
      running.status = state === "Succeeded" ? { kind: "succeeded" } : { kind: "failed", ...failed(error) };
      if (state === "Succeeded" && pool.state === "Deleting") pools.delete(poolKey(id));
      else pools.set(poolKey(id), { ...pool, state });
    },
    loseAnswer: (operation) => void lost.push(operation),
    set: (id, body, state = "Succeeded") => void pools.set(poolKey(id), { id, body: copy(body), state }),
    drop: (id) => void pools.delete(poolKey(id)),
    failNext,
  };
}

const isTerminal = (state: string) => state === "Succeeded" || state === "Failed" || state === "Canceled";

const isCustom = (body: PoolBody) => body.properties.containerType === "CustomContainer";

const copy = (body: PoolBody): PoolBody => JSON.parse(JSON.stringify(body));

const failed = (error?: OperationError): OperationError =>
  error ?? { code: "SessionPoolOperationError", message: "Failed to provision session pool." };

/** As ARM answers: the values of secrets are never told. */
function show({ id, body, state }: Pool): FoundPool {
  const { secrets, ...properties } = copy(body).properties;
  const resource: JsonObject = {
    id: poolPath(id),
    name: id.name,
    type: "Microsoft.App/sessionpools",
    ...copy(body),
    properties: {
      ...properties,
      ...(Array.isArray(secrets) ? { secrets: secrets.map(nameOnly) } : {}),
      provisioningState: state,
    },
  };
  return { id, provisioningState: state, resource };
}

const nameOnly = (secret: Json): Json => (isObject(secret) ? { name: String(secret.name) } : secret);
