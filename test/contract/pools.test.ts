import { expect } from "vitest";
import { createPoolResources } from "../../src/arm/pools.ts";
import { poolPath } from "../../src/pool/id.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";
import { ArmService } from "../local/arm/service.ts";
import { createTokens } from "../local/identity/tokens.ts";
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
    putByHand: async (id, body) => pools.set(id, body),
  };
});

poolsContract("the adapter on the ARM stand-in", async (): Promise<PoolsSubject> => {
  const clock = createFixedClock();
  const tokens = createTokens(clock);
  const service = new ArmService({
    clock,
    origin: ENDPOINT,
    checkToken: (authorization) => tokens.check(authorization, ENDPOINT),
    settings: { operationSeconds: OPERATION_SECONDS, pageSize: 2 },
  });
  const pools = createPoolResources({
    endpoint: ENDPOINT,
    credential: { getToken: async () => tokens.issue(ENDPOINT) },
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
    putByHand: async (id, body) => {
      const { token } = tokens.issue(ENDPOINT, "00000000-0000-4000-8000-00000000000e");
      const answer = await service.handle({
        method: "PUT",
        url: new URL(`${ENDPOINT}${poolPath(id)}?api-version=2025-07-01`),
        headers: { authorization: `Bearer ${token}` },
        body: Buffer.from(JSON.stringify(body)),
      });
      expect(answer).toMatchObject({ status: 200 });
    },
  };
});
