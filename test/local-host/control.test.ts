import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PATIENCE } from "../patience.ts";
import { type CloudUnderTest, startCloudUnderTest } from "./cloud-under-test.ts";

let cloud: CloudUnderTest;
beforeAll(async () => {
  cloud = await startCloudUnderTest({});
});
afterAll(() => cloud.close());

describe("the control server", () => {
  test("sets ARM's ways and shows its requests, to whoever came with a token or without", async () => {
    const { body } = await cloud.control("GET", "/identity");
    const { endpoint, header } = body as { readonly endpoint: string; readonly header: string };
    const query = `?api-version=2019-08-01&resource=${cloud.addresses.armEndpoint}`;
    const token = await fetch(endpoint + query, { headers: { "x-identity-header": header } });
    const { access_token } = (await token.json()) as { readonly access_token: string };
    const { subscriptionId, resourceGroup, armEndpoint } = cloud.addresses;
    const path = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.App/sessionPools`;
    const list = (headers: { readonly [name: string]: string }) =>
      fetch(`${armEndpoint}${path}?api-version=2025-07-01`, { headers });

    const set = await cloud.control("POST", "/arm", { faults: [{ method: "GET", times: 1, status: 503 }] });
    const answers = [
      await list({ authorization: `Bearer ${access_token}` }),
      await list({ authorization: `Bearer ${access_token}` }),
      await list({}),
    ];

    expect(set).toEqual({ status: 200, body: {} });
    expect(answers.map(({ status }) => status)).toEqual([503, 200, 401]);
    const { body: requests } = await cloud.control("GET", "/arm/requests");
    expect(requests).toMatchObject([503, 200, 401].map((status) => ({ method: "GET", path, status })));
    expect((await cloud.control("GET", "/arm/pools")).body).toEqual([]);
  });

  test("sets GitHub's ways, and sends again what was lost", async () => {
    const set = await cloud.control("POST", "/github", { webhooks: "drop" });
    await cloud.push("second");
    const lost = await vi.waitFor(async () => {
      const { body } = await cloud.control("GET", "/github/deliveries");
      const delivery = (body as { readonly guid: string; readonly status: string }[]).at(-1);
      expect(delivery?.status).toBe("failed to connect");
      return delivery;
    }, PATIENCE);

    const again = await cloud.control("POST", "/github/redeliver", { guid: lost?.guid });
    await cloud.control("POST", "/github", { webhooks: "deliver" });

    expect(set).toMatchObject({ status: 200, body: { webhooks: "drop" } });
    expect(again).toMatchObject({
      status: 200,
      body: { guid: lost?.guid, redelivery: true, status_code: 202 },
    });
  });

  test("stores secrets in key vaults, steers them and shows who asked", async () => {
    const secret = { vault: "contoso", name: "api-key", value: "a value" };

    const stored = await cloud.control("POST", "/keyvault/secrets", secret);
    const refused = await cloud.control("POST", "/keyvault/secrets", { ...secret, vault: "c" });
    const steered = await cloud.control("POST", "/keyvault", { denied: [] });

    expect(stored).toEqual({
      status: 200,
      body: {
        id: expect.stringMatching(/^https:\/\/contoso\.vault\.azure\.net\/secrets\/api-key\/[0-9a-f]{32}$/),
        version: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("vault: must match") },
    });
    expect(steered).toEqual({ status: 200, body: {} });
    expect(await cloud.control("GET", "/keyvault/requests")).toEqual({ status: 200, body: [] });
  });

  test("lets GitHub send its ping", async () => {
    expect(await cloud.control("POST", "/github/ping")).toEqual({ status: 200, body: {} });

    await cloud.logged('"name":"ping"');
  });

  test("shows the statuses of one commit, or of all", async () => {
    const sha = await cloud.push("third");
    const { githubApiUrl, repository } = cloud.addresses;
    const token = JSON.parse(await (await fetch(cloud.appUrl("/api/settings"))).text())
      .GITHUB_TOKEN as string;
    await fetch(`${githubApiUrl}/repos/${repository}/statuses/${sha}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ state: "success", context: "poolkeeper/x", description: "1 applied" }),
    });

    const status = { sha, state: "success", context: "poolkeeper/x", description: "1 applied" };
    expect((await cloud.control("GET", `/github/statuses?sha=${sha}`)).body).toMatchObject([status]);
    expect((await cloud.control("GET", "/github/statuses")).body).toMatchObject([status]);
    expect((await cloud.control("GET", `/github/statuses?sha=${"0".repeat(40)}`)).body).toEqual([]);
    expect((await cloud.control("GET", "/github/requests")).body).toMatchObject([
      { method: "POST", status: 201 },
    ]);
  });

  test.each([
    ["POST", "/arm", "{", 400, "the body is no JSON"],
    ["POST", "/arm", "[]", 400, "the body is no JSON object"],
    ["POST", "/arm", undefined, 400, "the body is no JSON"],
    ["POST", "/arm", { speed: 1 }, 400, "there is no 'speed'"],
    ["POST", "/github", { webhooks: "lose" }, 400, "must be one of deliver, drop, duplicate, reverse"],
    ["POST", "/github/redeliver", { guid: 1 }, 400, '{"guid": "…"}'],
    ["POST", "/github/redeliver", { guid: "x" }, 404, "no delivery has the guid x"],
    ["GET", "/nowhere", undefined, 404, "there is no GET /nowhere"],
    ["PUT", "/arm", {}, 405, "there is no PUT /arm"],
  ] as const)("answers %s %s with the body %j by %i", async (method, path, body, status, message) => {
    expect(await cloud.control(method, path, body)).toEqual({
      status,
      body: { error: expect.stringContaining(message) },
    });
  });
});
