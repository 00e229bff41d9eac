import { createPoolResources } from "../../src/arm/pools.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";
import { ArmService } from "../local/arm/service.ts";
import { clientOf } from "./arm-in-process.ts";
import { type PoolsSubject, poolsContract } from "./pools-contract.ts";

const ENDPOINT = "https://arm.test";
const OPERATION_SECONDS = 60;

poolsContract("in memory", async (): Promise<PoolsSubject> => {
  const pools = createMemoryPools(createFixedClock());
  let error: { readonly code: string; readonly message: string } | undefined;
  return {
    pools,
    failNextOperation: (next) => {
      error = next;
    },
    finish: (id) => {
      pools.finish(id, error ? "Failed" : "Succeeded", error);
      error = undefined;
    },
    loseNextPut: () => pools.loseAnswer("put"),
  };
});

poolsContract("the adapter on the ARM stand-in", async (): Promise<PoolsSubject> => {
  const clock = createFixedClock();
  const service = new ArmService({
    clock,
    origin: ENDPOINT,
    checkToken: (authorization) =>
      authorization === "Bearer good" ? undefined : { code: "InvalidAuthenticationToken", message: "no" },
    settings: { operationSeconds: OPERATION_SECONDS, pageSize: 2 },
  });
  const pools = createPoolResources({
    endpoint: ENDPOINT,
    credential: { getToken: async () => ({ token: "good", expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient: clientOf(service),
    clock,
    chance: createSeededChance(),
    userAgent: "poolkeeper/test",
  });
  return {
    pools,
    failNextOperation: (error) => service.configure({ failOperations: [{ times: 1, ...error }] }),
    finish: () => clock.advance(OPERATION_SECONDS * 1000),
    loseNextPut: () => service.configure({ faults: [{ method: "PUT", times: 1, dropAnswer: true }] }),
  };
});
