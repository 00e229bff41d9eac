import { describe, expect, it } from "vitest";
import { CUSTOM, PYTHON, poolAt, withProperties } from "./bodies.ts";
import { type LaptopArm, laptopArm, ORIGIN } from "./laptop-arm.ts";

const POOL = poolAt("testsessionpool");
const SECONDS = 1000;

async function withCustomPool(settings = {}): Promise<LaptopArm> {
  const arm = laptopArm({ operationSeconds: 10 });
  await arm.ask("PUT", POOL, CUSTOM);
  arm.clock.advance(10 * SECONDS);
  arm.service.configure(settings);
  return arm;
}

const stateOf = async (arm: LaptopArm) => (await arm.ask("GET", POOL)).body.properties?.provisioningState;

describe("a code interpreter pool", () => {
  it("is there with the answer, and no operation is named", async () => {
    const arm = laptopArm();

    const created = await arm.ask("PUT", POOL, PYTHON);
    const updated = await arm.ask("PUT", POOL, PYTHON);

    expect([created.status, updated.status]).toEqual([200, 200]);
    expect(created.body.properties.provisioningState).toBe("Succeeded");
    expect(created.headers).not.toHaveProperty("azure-asyncoperation");
    expect(await stateOf(arm)).toBe("Succeeded");
  });

  it("is changed by PATCH and gone with DELETE at once", async () => {
    const arm = laptopArm();
    await arm.ask("PUT", POOL, PYTHON);

    const patched = await arm.ask("PATCH", POOL, {
      properties: { scaleConfiguration: { maxConcurrentSessions: 20 } },
    });
    const deleted = await arm.ask("DELETE", POOL);

    expect(patched.status).toBe(200);
    expect(patched.body.properties.scaleConfiguration).toEqual({ maxConcurrentSessions: 20 });
    expect(deleted.status).toBe(204);
    expect((await arm.ask("GET", POOL)).body.error.code).toBe("ResourceNotFound");
    expect((await arm.ask("DELETE", POOL)).status).toBe(204);
  });
});

describe("a custom container pool", () => {
  it("is created by an operation that ends when its time is over", async () => {
    const arm = laptopArm({ operationSeconds: 10 });

    const created = await arm.ask("PUT", POOL, CUSTOM);
    const url = created.headers["azure-asyncoperation"] ?? "";
    const early = await arm.ask("GET", url);
    const meanwhile = await arm.ask("GET", POOL);
    arm.clock.advance(10 * SECONDS);
    const late = await arm.ask("GET", url);
    const after = await arm.ask("GET", POOL);

    expect(created.status).toBe(201);
    expect(created.headers["x-ms-async-operation-timeout"]).toBe("PT30M");
    expect(created.body.properties.provisioningState).toBe("InProgress");
    expect(early).toMatchObject({
      status: 200,
      body: { status: "InProgress", startTime: "2026-01-05T09:00:00.000" },
    });
    expect(meanwhile.body.properties).toMatchObject({
      provisioningState: "InProgress",
      scaleConfiguration: { maxConcurrentSessions: 500, readySessionInstances: 100 },
    });
    expect(meanwhile.body.properties).not.toHaveProperty("nodeCount");
    expect(late.body.status).toBe("Succeeded");
    expect(after.body.properties).toMatchObject({ provisioningState: "Succeeded", nodeCount: 1 });
  });

  it("is updated by PUT with 200 and an operation, showing the wanted values meanwhile", async () => {
    const arm = await withCustomPool();

    const updated = await arm.ask(
      "PUT",
      POOL,
      withProperties(CUSTOM, { sessionNetworkConfiguration: { status: "EgressDisabled" } }),
    );

    expect(updated.status).toBe(200);
    expect(updated.headers["azure-asyncoperation"]).toContain("/operationStatuses/");
    expect(updated.body.properties).toMatchObject({
      provisioningState: "InProgress",
      sessionNetworkConfiguration: { status: "EgressDisabled" },
    });
  });

  it("is patched with 202 and a Location, that ends with the resource", async () => {
    const arm = await withCustomPool();

    const patched = await arm.ask("PATCH", POOL, {
      properties: { scaleConfiguration: { readySessionInstances: 7 } },
    });
    const first = patched.headers.location ?? "";
    arm.clock.advance(1 * SECONDS);
    const early = await arm.ask("GET", first);
    arm.clock.advance(9 * SECONDS);
    const late = await arm.ask("GET", first);

    expect(patched).toMatchObject({ status: 202, body: "" });
    expect(patched.headers).not.toHaveProperty("azure-asyncoperation");
    expect(patched.headers["retry-after"]).toBe("10");
    expect(early.status).toBe(202);
    expect(early.headers.location).not.toBe(first);
    expect(late.status).toBe(200);
    expect(late.body.properties.scaleConfiguration).toEqual({
      maxConcurrentSessions: 500,
      readySessionInstances: 7,
    });
    expect((await arm.ask("GET", early.headers.location ?? "")).status).toBe(200);
  });

  it("shows as Deleting until its deletion is over", async () => {
    const arm = await withCustomPool();

    const deleted = await arm.ask("DELETE", POOL);
    const meanwhile = await stateOf(arm);
    const refused = await arm.ask("PUT", POOL, CUSTOM);
    arm.clock.advance(10 * SECONDS);
    const over = await arm.ask("GET", deleted.headers.location ?? "");

    expect(deleted.status).toBe(202);
    expect(meanwhile).toBe("Deleting");
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: "SessionPoolOperationInProgress" } },
    });
    expect(over.status).toBe(204);
    expect((await arm.ask("GET", POOL)).status).toBe(404);
    expect((await arm.ask("PUT", POOL, CUSTOM)).status).toBe(201);
  });

  it.each(["PUT", "PATCH", "DELETE"])("refuses %s while an operation runs", async (method) => {
    const arm = laptopArm();
    await arm.ask("PUT", POOL, CUSTOM);

    const refused = await arm.ask(method, POOL, method === "DELETE" ? undefined : CUSTOM);

    expect(refused).toMatchObject({ status: 409, body: { error: { code: "SessionPoolLockConflict" } } });
  });
});

describe("an operation that is told to fail", () => {
  it("ends as Failed with the service's code, and the pool can be put again", async () => {
    const arm = await withCustomPool({ failOperations: [{ path: "testsessionpool", times: 1 }] });

    const updated = await arm.ask("PUT", POOL, CUSTOM);
    arm.clock.advance(10 * SECONDS);
    const status = await arm.ask("GET", updated.headers["azure-asyncoperation"] ?? "");
    const failed = await arm.ask("GET", POOL);
    await arm.ask("PUT", POOL, CUSTOM);
    arm.clock.advance(10 * SECONDS);

    expect(status).toMatchObject({
      status: 200,
      body: { status: "Failed", error: { code: "SessionPoolOperationError" } },
    });
    expect(failed.body.properties).toMatchObject({ provisioningState: "Failed", nodeCount: 0 });
    expect(await stateOf(arm)).toBe("Succeeded");
  });

  it("answers for a Location with the error itself", async () => {
    const arm = await withCustomPool({
      failOperations: [{ method: "PATCH", times: 1, code: "ImagePullFailed", message: "no such image" }],
    });

    const patched = await arm.ask("PATCH", POOL, { properties: {} });
    arm.clock.advance(10 * SECONDS);
    const result = await arm.ask("GET", patched.headers.location ?? "");

    expect(result).toMatchObject({
      status: 400,
      body: { error: { code: "ImagePullFailed", message: "no such image" } },
    });
  });
});

describe("an operation's URL", () => {
  const created = async () => {
    const arm = laptopArm();
    const { headers } = await arm.ask("PUT", POOL, CUSTOM);
    return { arm, url: headers["azure-asyncoperation"] ?? "" };
  };

  it("is long, is signed, and has neither group nor pool in it", async () => {
    const { url } = await created();

    expect(url.startsWith(`${ORIGIN}/subscriptions/`)).toBe(true);
    expect(url).toContain("/providers/Microsoft.App/locations/eastus/operationStatuses/");
    expect(url).not.toContain("testsessionpool");
    expect([...new URL(url).searchParams.keys()]).toEqual([
      "api-version",
      "azureAsyncOperation",
      "t",
      "c",
      "s",
      "h",
    ]);
    expect(url.length).toBeGreaterThan(3_000);
  });

  it.each([
    ["without its signature", (url: string) => url.replace(/&t=.*/, "")],
    ["cut short", (url: string) => url.slice(0, -1)],
    ["with another time", (url: string) => url.replace(/&t=\d/, "&t=9")],
    ["with its parameters in another order", (url: string) => url.replace(/\?(.*)&t=(\d+)/, "?t=$2&$1")],
    ["of another subscription", (url: string) => url.replace("34adfa4f", "44adfa4f")],
    ["of another view", (url: string) => url.replace("operationStatuses", "operationResults")],
  ])("is refused %s", async (_, change) => {
    const { arm, url } = await created();

    const answer = await arm.ask("GET", change(url));

    expect(change(url)).not.toBe(url);
    expect(answer).toMatchObject({ status: 403, body: { error: { code: "AuthorizationFailed" } } });
  });
});
