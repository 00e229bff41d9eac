import { randomUUID } from "node:crypto";
import { DefaultAzureCredential } from "@azure/identity";
import { createPoolResources } from "../arm/pools.ts";
import type { PoolResources } from "../ports.ts";

/** ARM's session pools, as whoever is signed in on this machine. Takes long to load: import it when it is needed. */
export function connectToArm(endpoint: string, userAgent: string): PoolResources {
  return createPoolResources({
    endpoint,
    credential: new DefaultAzureCredential(),
    userAgent,
    clock: { now: () => Date.now() },
    chance: { random: () => Math.random(), uuid: () => randomUUID() },
  });
}
