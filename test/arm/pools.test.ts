import { describe, expect, test } from "vitest";
import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import { Secret } from "../../src/shared/secret.ts";
import { collect } from "../contract/collect.ts";
import { failureOf } from "../contract/failure-of.ts";
import { BODY, CALL, ENDPOINT, GROUP, ID, PATH, poolsOver, resource, SIGNED } from "./pools-over.ts";
import type { Answer } from "./scripted-http.ts";

describe("get", () => {
  test("gives the whole resource, its id in parts", async () => {
    const { pools } = poolsOver({ status: 200, body: resource("InProgress") });

    expect(await pools.get(ID, CALL)).toEqual({
      id: ID,
      provisioningState: "InProgress",
      resource: resource("InProgress"),
    });
  });

  test("takes a resource that does not say for Succeeded", async () => {
    const { pools } = poolsOver({ status: 200, body: resource() });

    expect(await pools.get(ID, CALL)).toMatchObject({ provisioningState: "Succeeded" });
  });

  test.each(["ResourceNotFound", "NotFound"])("finds nothing at 404 %s", async (code) => {
    const { pools } = poolsOver({ status: 404, body: { error: { code, message: "" } } });

    expect(await pools.get(ID, CALL)).toBeUndefined();
  });

  test.each(["ResourceGroupNotFound", "SubscriptionNotFound"])("is not yet at 404 %s", async (code) => {
    const { pools } = poolsOver({ status: 404, body: { error: { code, message: "" } } });

    expect(await failureOf(pools.get(ID, CALL))).toBeInstanceOf(NotYet);
  });

  test.each<[string, Answer]>([
    ["a 404 that is not ARM's", { status: 404, body: "<html>not found</html>" }],
    ["a page", { status: 200, body: "<html>welcome</html>" }],
    ["something else", { status: 200, body: { id: "/subscriptions/s/resourceGroups/g" } }],
  ])("does not take %s for an answer", async (_, answer) => {
    const { pools } = poolsOver(answer);

    await expect(pools.get(ID, CALL)).rejects.toThrow(/ARM answered/);
  });
});

describe("put", () => {
  test("sends the body as it is given", async () => {
    const { pools, sent } = poolsOver({ status: 200, body: resource("Succeeded") });

    await pools.put(ID, BODY, CALL);

    expect(sent[0]?.body).toBe(JSON.stringify(BODY));
    expect(sent[0]?.headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  test.each([
    [200, "Succeeded"],
    [201, "Succeeded"],
    [200, "Failed"],
    [200, undefined],
  ])("is done at %i with %s", async (status, state) => {
    const { pools } = poolsOver({ status, body: resource(state) });

    const accepted = await pools.put(ID, BODY, CALL);

    expect(accepted).toMatchObject({ kind: "done", found: { provisioningState: state ?? "Succeeded" } });
  });

  test("is started otherwise, and tells the URL of the status before that of the result", async () => {
    const { pools } = poolsOver({
      status: 201,
      headers: { "azure-asyncoperation": SIGNED, location: `${ENDPOINT}/result` },
      body: resource("InProgress"),
    });

    const accepted = await pools.put(ID, BODY, CALL);

    expect(accepted).toEqual({
      kind: "started",
      answer: { status: 201 },
      operationUrl: expect.any(Secret),
    });
    expect(accepted.kind === "started" && accepted.operationUrl?.reveal()).toBe(SIGNED);
  });

  test("is started with the URL of the result, or with none", async () => {
    const { pools } = poolsOver(
      { status: 202, headers: { location: `${ENDPOINT}/result` } },
      { status: 200, body: resource("InProgress") },
    );

    const first = await pools.put(ID, BODY, CALL);

    expect(first.kind === "started" && first.operationUrl?.reveal()).toBe(`${ENDPOINT}/result`);
    expect(await pools.put(ID, BODY, CALL)).toEqual({ kind: "started", answer: { status: 200 } });
  });
});

describe("remove", () => {
  test.each([200, 204])("is done at %i", async (status) => {
    const { pools } = poolsOver({
      status,
      headers: { "x-ms-request-id": "r1", "x-ms-correlation-request-id": "c1" },
    });

    const answer = { status, requestId: "r1", correlationId: "c1" };
    expect(await pools.remove(ID, CALL)).toEqual({ kind: "done", answer });
  });

  test("is started at 202", async () => {
    const { pools } = poolsOver({ status: 202, headers: { location: `${ENDPOINT}/result` } });

    const accepted = await pools.remove(ID, CALL);

    expect(accepted.kind === "started" && accepted.operationUrl?.reveal()).toBe(`${ENDPOINT}/result`);
  });
});

describe("list", () => {
  test("follows the pages", async () => {
    const nextLink = `${ENDPOINT}${PATH}?api-version=2025-07-01&$skiptoken=2`;
    const { pools, sent } = poolsOver(
      { status: 200, body: { value: [resource()], nextLink } },
      { status: 200, body: { value: [resource("Deleting")], nextLink: null } },
    );

    const found = await collect(pools.list(GROUP, CALL));

    expect(found.map(({ provisioningState }) => provisioningState)).toEqual(["Succeeded", "Deleting"]);
    expect(sent[1]?.url).toBe(nextLink);
  });

  test.each(["https://evil.example/next", "http://management.azure.com/next", "not a url"])(
    "sends no token to %s",
    async (nextLink) => {
      const { pools, sent } = poolsOver({ status: 200, body: { value: [], nextLink } });

      const failure = await failureOf(collect(pools.list(GROUP, CALL)));

      expect(failure).toBeInstanceOf(Refused);
      expect(failure.code).toBe("ForeignUrl");
      expect(sent).toHaveLength(1);
    },
  );

  test("that has no list is no empty list", async () => {
    const { pools } = poolsOver({ status: 200, body: {} });

    expect(await failureOf(collect(pools.list(GROUP, CALL)))).toMatchObject({ code: "MalformedAnswer" });
  });

  test("that goes round in circles ends", async () => {
    const page: Answer = { status: 200, body: { value: [], nextLink: `${ENDPOINT}/again` } };
    const { pools } = poolsOver(...Array.from({ length: 1001 }, () => page));

    expect(await failureOf(collect(pools.list(GROUP, CALL)))).toMatchObject({ code: "MalformedAnswer" });
  });
});

describe("operation", () => {
  const failed = { status: "Failed", error: { code: "SessionPoolOperationError", message: "time out." } };

  test.each<[string, Answer, unknown]>([
    ["a status that is InProgress", { status: 200, body: { status: "InProgress" } }, { kind: "running" }],
    ["a status that is new to us", { status: 200, body: { status: "Accepted" } }, { kind: "running" }],
    ["a status that is Succeeded", { status: 200, body: { status: "Succeeded" } }, { kind: "succeeded" }],
    [
      "a status that is Failed",
      { status: 200, body: failed },
      { kind: "failed", code: "SessionPoolOperationError", message: "time out." },
    ],
    [
      "a status whose error has its causes in details",
      {
        status: 200,
        body: {
          status: "Failed",
          error: {
            code: "SessionPoolOperationError",
            message: "Failed to provision.",
            details: [{ code: "ImagePullFailed", message: "401" }],
          },
        },
      },
      {
        kind: "failed",
        code: "SessionPoolOperationError",
        message: "Failed to provision.; ImagePullFailed: 401",
      },
    ],
    [
      "a status that is Failed, with no error but null",
      { status: 200, body: { status: "Failed", error: null } },
      { kind: "failed", code: "OperationFailed", message: "the operation ended Failed" },
    ],
    [
      "a status that is failed in another spelling",
      { status: 200, body: { status: "FAILED", error: { code: "X", message: "x" } } },
      { kind: "failed", code: "X", message: "x" },
    ],
    [
      "a status that is Canceled, without an error",
      { status: 200, body: { status: "Canceled" } },
      { kind: "failed", code: "OperationCanceled", message: "the operation ended Canceled" },
    ],
    ["a result that is not there yet", { status: 202 }, { kind: "running" }],
    ["a result with the pool", { status: 200, body: resource("Succeeded") }, { kind: "succeeded" }],
    ["a result with nothing", { status: 204 }, { kind: "succeeded" }],
  ])("reads %s", async (_, answer, expected) => {
    const { pools } = poolsOver(answer);

    expect(await pools.operation(new Secret(SIGNED), CALL)).toEqual(expected);
  });

  test("that a page answers for can't be read", async () => {
    const { pools } = poolsOver({ status: 200, body: "<html>welcome</html>" });

    expect(await failureOf(pools.operation(new Secret(SIGNED), CALL))).toBeInstanceOf(Busy);
  });

  test("that can't be read is a failure to read, and none of the operation", async () => {
    const { pools } = poolsOver({ status: 404, body: failed }, { status: 503 });

    await expect(pools.operation(new Secret(SIGNED), CALL)).rejects.toThrow("time out.");
    await expect(pools.operation(new Secret(SIGNED), CALL)).rejects.toBeInstanceOf(Busy);
  });

  test("sends no token to another origin", async () => {
    const { pools, sent } = poolsOver();

    const failure = await failureOf(pools.operation(new Secret("https://evil.example/"), CALL));

    expect(failure).toBeInstanceOf(Refused);
    expect(sent).toEqual([]);
  });
});
