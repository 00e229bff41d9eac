import { expect } from "vitest";
import { createPoolResources } from "../../src/arm/pools.ts";
import type { PoolBody } from "../../src/pool/body.ts";
import type { PoolId } from "../../src/pool/id.ts";
import type { FoundPool } from "../../src/ports.ts";
import { isList, isObject, type Json, type JsonObject } from "../../src/shared/json.ts";
import { clientOf } from "../contract/arm-in-process.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";
import { ArmService } from "../local/arm/service.ts";

const ENDPOINT = "https://arm.test";
const OPERATION_SECONDS = 60;
const CALL = { correlationId: "c0000000-0000-4000-8000-000000000001" };

/**
 * What the service answers about a pool that was put with this body, read by the adapter that the app uses:
 * while it works on it, when it is done, and in a list.
 */
export async function deployed(id: PoolId, body: PoolBody): Promise<readonly JsonObject[]> {
  const clock = createFixedClock();
  const service = new ArmService({
    clock,
    origin: ENDPOINT,
    checkToken: () => undefined,
    settings: {
      operationSeconds: OPERATION_SECONDS,
      containerTypes: ["CustomContainer", "PythonLTS", "NodeLTS", "Shell"],
    },
  });
  const pools = createPoolResources({
    endpoint: ENDPOINT,
    credential: { getToken: async () => ({ token: "good", expiresOnTimestamp: clock.now() + 3_600_000 }) },
    httpClient: clientOf(service),
    clock,
    chance: createSeededChance(),
    userAgent: "poolkeeper/test",
  });
  await pools.put(id, withSecrets(body), CALL);
  const meanwhile = await pools.get(id, CALL);
  clock.advance(OPERATION_SECONDS * 1000);
  const done = await pools.get(id, CALL);
  const listed: FoundPool[] = [];
  for await (const found of pools.list(id, CALL)) listed.push(found);
  const answers = [meanwhile, done, ...listed].filter((found) => found !== undefined);
  expect(answers).toHaveLength(3);
  return answers.map(({ resource }) => resource);
}

/** What is sent has the values that the author's references stand for. */
function withSecrets(body: PoolBody): PoolBody {
  const { secrets } = body.properties;
  if (!isList(secrets)) return body;
  const named = secrets.map((secret: Json) => ({
    name: isObject(secret) ? String(secret.name) : "",
    value: "hush",
  }));
  return { ...body, properties: { ...body.properties, secrets: named } };
}
