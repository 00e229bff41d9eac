import type { PoolBody } from "../../src/pool/body.ts";
import type { PoolId, ResourceGroup } from "../../src/pool/id.ts";
import type { Accepted, ArmCall, Clock, FoundPool, PoolResources } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { createFaults, type Faults } from "./faults.ts";
import { copyBody, createPoolShelf, DEPLOYER } from "./pool-shelf.ts";

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
  readonly clientRequestId?: string;
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

/** A small ARM. Custom containers take until `finish`; code interpreters are there at once. */
export function createMemoryPools(clock: Clock): MemoryPools {
  const shelf = createPoolShelf(clock);
  const calls: PoolCall[] = [];
  const lost: Operation[] = [];
  const { failNext, meet } = createFaults<Operation>();

  function begin(operation: Operation, call: ArmCall, about: Partial<PoolCall>): void {
    const { correlationId, clientRequestId } = call;
    const ids = { correlationId, ...(clientRequestId !== undefined && { clientRequestId }) };
    calls.push({ operation, ...about, ...ids, at: clock.now() });
    meet(operation);
  }

  function answer(operation: "put" | "remove", accepted: Accepted): Accepted {
    const index = lost.indexOf(operation);
    if (index < 0) return accepted;
    lost.splice(index, 1);
    throw new Busy({ code: "NetworkError", message: "the answer was lost" });
  }

  return {
    async get(id, call) {
      begin("get", call, { pool: id });
      return shelf.get(id);
    },
    async put(id, body, call) {
      begin("put", call, { pool: id, body: copyBody(body) });
      return answer("put", shelf.put(id, body));
    },
    async remove(id, call) {
      begin("remove", call, { pool: id });
      return answer("remove", shelf.remove(id));
    },
    async *list(group, call) {
      begin("list", call, { group });
      yield* shelf.inGroup(group);
    },
    async operation(url, call) {
      begin("operation", call, {});
      const status = shelf.status(url.reveal());
      if (!status) throw new Busy({ code: "OperationNotFound", message: "no such operation", status: 404 });
      return status;
    },
    callers: async () => [DEPLOYER],

    calls,
    get puts() {
      return calls.filter(({ operation }) => operation === "put");
    },
    found: shelf.get,
    finish: (id, state, error = NO_REASON) =>
      shelf.finish(id, state, state === "Succeeded" ? { kind: "succeeded" } : { kind: "failed", ...error }),
    loseAnswer: (operation) => void lost.push(operation),
    set: (id, body, state = "Succeeded") => shelf.set(id, body, state),
    drop: shelf.drop,
    failNext,
  };
}

const NO_REASON: OperationError = {
  code: "SessionPoolOperationError",
  message: "Failed to provision session pool.",
};
