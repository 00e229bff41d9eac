import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { ARM_REQUESTS } from "../../src/arm/requests.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { Secret } from "../../src/shared/secret.ts";
import { collect } from "../contract/collect.ts";
import { failureOf } from "../contract/failure-of.ts";
import { BODY, CALL, ENDPOINT, GROUP, ID, PATH, poolsOver, resource, SIGNED, TOKEN } from "./pools-over.ts";

describe("every request", () => {
  test("carries a token for ARM, an id of its own and the rollout's id", async () => {
    const { pools, scopes, sent } = poolsOver({ status: 200, body: resource() }, { status: 204 });

    await pools.get(ID, CALL);
    await pools.remove(ID, CALL);

    expect(scopes[0]).toEqual([`${ENDPOINT}/.default`]);
    for (const { headers } of sent) {
      expect(headers).toMatchObject({
        authorization: `Bearer ${TOKEN}`,
        "user-agent": "poolkeeper/test",
        "x-ms-correlation-request-id": CALL.correlationId,
        "x-ms-client-request-id": expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      });
    }
    expect(new Set(sent.map(({ headers }) => headers["x-ms-client-request-id"])).size).toBe(2);
  });

  test("carries on the trace that it belongs to, and none where it belongs to none", async () => {
    const { pools, sent } = poolsOver({ status: 204 }, { status: 204 });
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    await pools.remove(ID, { ...CALL, traceparent });
    await pools.remove(ID, CALL);

    expect(sent.map(({ headers }) => headers.traceparent)).toEqual([traceparent, undefined]);
  });

  test("names what it is about as the table of requests says", async () => {
    const { pools, sent } = poolsOver(
      { status: 200, body: resource() },
      { status: 200, body: resource() },
      { status: 204 },
      { status: 200, body: { value: [] } },
      { status: 200, body: { status: "Succeeded" } },
    );

    await pools.get(ID, CALL);
    await pools.put(ID, BODY, CALL);
    await pools.remove(ID, CALL);
    await collect(pools.list(GROUP, CALL));
    await pools.operation(new Secret(SIGNED), CALL);

    const ofPool = `${ENDPOINT}${PATH}/interpreter?api-version=2025-07-01`;
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${ofPool}`,
      `PUT ${ofPool}`,
      `DELETE ${ofPool}`,
      `GET ${ENDPOINT}${PATH}?api-version=2025-07-01`,
      `GET ${SIGNED}`,
    ]);
    expect(Object.keys(ARM_REQUESTS)).toEqual([
      "get",
      "put",
      "remove",
      "list",
      "operationStatus",
      "operationResult",
    ]);
  });

  test.each([
    ["is cut", "cut", "NetworkError"],
    ["takes too long", Object.assign(new Error("aborted"), { name: "AbortError" }), "Timeout"],
  ] as const)("that %s is busy, and was made once", async (_, trouble, code) => {
    const { pools, sent } = poolsOver(trouble);

    const failure = await failureOf(pools.put(ID, BODY, CALL));

    expect(failure).toBeInstanceOf(Busy);
    expect(failure).toMatchObject({ code, status: undefined });
    expect(sent).toHaveLength(1);
  });

  test("that is throttled is busy, and was made once", async () => {
    const { pools, sent } = poolsOver({ status: 429, headers: { "retry-after": "17" } });

    expect(await failureOf(pools.get(ID, CALL))).toMatchObject({ class: "busy", retryAfterMs: 17_000 });
    expect(sent).toHaveLength(1);
  });

  test("follows no redirect: the token goes to nobody else", async () => {
    const { pools, sent } = poolsOver({ status: 307, headers: { location: "https://evil.example/" } });

    expect(await failureOf(pools.get(ID, CALL))).toBeInstanceOf(Refused);
    expect(sent).toHaveLength(1);
  });

  test("whose error is a bug stays a bug", async () => {
    const { pools } = poolsOver(new TypeError("undefined is not a function"));

    await expect(pools.get(ID, CALL)).rejects.toThrow(TypeError);
  });

  test("keeps token, signed URL and secret values out of its error, however it is printed", async () => {
    const operation = await failureOf(poolsOver("cut").pools.operation(new Secret(SIGNED), CALL));
    const put = await failureOf(poolsOver("cut").pools.put(ID, BODY, CALL));
    const foreign = await failureOf(
      poolsOver().pools.operation(new Secret("https://evil.example/?s=signature"), CALL),
    );

    for (const failure of [operation, put, foreign]) {
      const printed = inspect(failure, { depth: 10 }) + JSON.stringify(failure) + failure.message;
      expect(printed).not.toMatch(/a-token-that-nobody-may-see|signature|a-secret-value/);
    }
  });
});
