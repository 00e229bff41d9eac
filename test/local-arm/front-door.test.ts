import { describe, expect, it } from "vitest";
import { CUSTOM, GROUP, PYTHON, poolAt, SUBSCRIPTION } from "./bodies.ts";
import { laptopArm } from "./laptop-arm.ts";

const POOL = poolAt("pool1");
const LIST = `${GROUP}/providers/Microsoft.App/sessionPools`;
const LIST_ALL = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.App/sessionPools`;

describe("ARM's front door", () => {
  it("asks for a good token, and says how", async () => {
    const answer = await laptopArm().ask("GET", POOL, undefined, { authorization: "Bearer bad" });

    expect(answer).toMatchObject({
      status: 401,
      body: { error: { code: "InvalidAuthenticationToken", message: 'not "good"' } },
    });
    expect(answer.headers["www-authenticate"]).toBe(
      `Bearer authorization_uri="https://login.microsoftonline.com/common", error="invalid_token", error_description="not 'good'"`,
    );
  });

  it.each([
    ["?a=b", "MissingApiVersionParameter"],
    ["?api-version=2024-01-01", "NoRegisteredProviderFound"],
    ["?api-version=2025-02-02-preview", "NoRegisteredProviderFound"],
    ["?api-version=latest", "InvalidApiVersionParameter"],
  ])("refuses %s and names the version that it speaks", async (query, code) => {
    const answer = await laptopArm().ask("GET", `${POOL}${query}`);

    expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
    expect(answer.headers["api-supported-versions"]).toBe("2025-07-01");
  });

  it("compares names without case", async () => {
    const arm = laptopArm();
    await arm.ask("PUT", POOL, PYTHON);

    const answers = await Promise.all(
      [POOL, LIST, LIST_ALL].map((path) => arm.ask("GET", path.toUpperCase())),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[2]?.body.value).toHaveLength(1);
  });

  it.each([
    ["GET", "/subscriptions", 404, "InvalidResourceType"],
    ["GET", `${GROUP}/providers/Microsoft.App/jobs/one`, 404, "InvalidResourceType"],
    ["GET", `${POOL}%`, 404, "InvalidResourceType"],
    ["POST", POOL, 405, "MethodNotAllowed"],
    ["DELETE", LIST, 405, "MethodNotAllowed"],
  ])("has nothing for %s %s", async (method, path, status, code) => {
    expect(await laptopArm().ask(method, path)).toMatchObject({ status, body: { error: { code } } });
  });

  it("knows only the subscriptions and groups that it was told of", async () => {
    const arm = laptopArm({
      resourceGroups: [
        GROUP.toUpperCase()
          .replace("RESOURCEGROUPS", "resourceGroups")
          .replace("SUBSCRIPTIONS", "subscriptions"),
      ],
    });
    const elsewhere = LIST.replace("/rg/", "/other/");

    const known = await arm.ask("GET", LIST);
    const group = await arm.ask("GET", elsewhere);
    const groupPut = await arm.ask("PUT", `${elsewhere}/pool1`, PYTHON);
    arm.service.configure({ resourceGroups: null, subscriptions: ["another"] });
    const subscription = await arm.ask("GET", LIST);
    arm.service.configure({ subscriptions: null });

    expect(known.body).toEqual({ value: [] });
    expect([group, groupPut]).toMatchObject(
      Array(2).fill({ status: 404, body: { error: { code: "ResourceGroupNotFound" } } }),
    );
    expect(subscription).toMatchObject({ status: 404, body: { error: { code: "SubscriptionNotFound" } } });
    expect((await arm.ask("GET", elsewhere)).status).toBe(200);
  });

  it("names every answer, and hands the caller's own ids back", async () => {
    const arm = laptopArm();
    const ids = { "x-ms-client-request-id": "mine", "x-ms-correlation-request-id": "rollout" };

    const plain = await arm.ask("GET", POOL, undefined, ids);
    const echoed = await arm.ask("GET", POOL, undefined, { ...ids, "x-ms-return-client-request-id": "true" });
    const bare = await arm.ask("GET", POOL);

    expect(plain.status).toBe(404);
    expect(plain.headers).toMatchObject({
      date: "Mon, 05 Jan 2026 09:00:00 GMT",
      "x-ms-correlation-request-id": "rollout",
      "x-ms-routing-request-id": expect.stringMatching(/^LOCAL:20260105T090000Z:[0-9a-f-]{36}$/),
      "content-length": String(JSON.stringify(plain.body).length),
    });
    expect(plain.headers).not.toHaveProperty("x-ms-client-request-id");
    expect(echoed.headers["x-ms-client-request-id"]).toBe("mine");
    expect(bare.headers["x-ms-correlation-request-id"]).toBe(bare.headers["x-ms-request-id"]);
    expect(bare.headers["x-ms-request-id"]).not.toBe(plain.headers["x-ms-request-id"]);
  });

  it("gives the same answers to the same requests at the same times", async () => {
    const run = async () => {
      const arm = laptopArm();
      const answers = [await arm.ask("PUT", POOL, CUSTOM), await arm.ask("GET", POOL)];
      arm.clock.advance(2000);
      return [...answers, await arm.ask("GET", POOL), await arm.ask("DELETE", POOL), arm.service.requests()];
    };

    expect(await run()).toEqual(await run());
  });
});

describe("a list", () => {
  const withPools = async (count: number, pageSize: number) => {
    const arm = laptopArm({ pageSize });
    for (let i = 1; i <= count; i++) await arm.ask("PUT", poolAt(`pool${i}`), PYTHON);
    return arm;
  };
  type Laptop = Awaited<ReturnType<typeof withPools>>;
  const names = (answer: Awaited<ReturnType<Laptop["ask"]>>) =>
    answer.body.value.map((pool: { name: string }) => pool.name);

  it("comes page by page, in the order of creation", async () => {
    const arm = await withPools(5, 2);

    const first = await arm.ask("GET", LIST);
    const second = await arm.ask("GET", first.body.nextLink);
    const third = await arm.ask("GET", second.body.nextLink);

    expect([first, second, third].map(names)).toEqual([["pool1", "pool2"], ["pool3", "pool4"], ["pool5"]]);
    expect(third.body).not.toHaveProperty("nextLink");
  });

  it("has no next page when the last one is full", async () => {
    const arm = await withPools(2, 2);

    expect((await arm.ask("GET", LIST)).body).not.toHaveProperty("nextLink");
  });

  it("loses no pool when one on an earlier page goes away between two pages", async () => {
    const arm = await withPools(4, 2);
    const first = await arm.ask("GET", LIST);

    await arm.ask("DELETE", poolAt("pool1"));
    const second = await arm.ask("GET", first.body.nextLink);

    expect(names(second)).toEqual(["pool3", "pool4"]);
  });

  it("is of one group, or of the whole subscription", async () => {
    const arm = laptopArm();
    await arm.ask("PUT", POOL, PYTHON);
    await arm.ask("PUT", POOL.replace("/rg/", "/rg2/"), PYTHON);
    await arm.ask("PUT", POOL.replace(SUBSCRIPTION, `${SUBSCRIPTION}0`), PYTHON);

    expect((await arm.ask("GET", LIST)).body.value).toHaveLength(1);
    expect((await arm.ask("GET", LIST_ALL)).body.value).toHaveLength(2);
  });

  it("shows the same resources as GET", async () => {
    const arm = laptopArm();
    await arm.ask("PUT", POOL, CUSTOM);

    expect((await arm.ask("GET", LIST)).body.value).toEqual([(await arm.ask("GET", POOL)).body]);
  });
});

describe("what the keeper sees and does", () => {
  const id = { subscriptionId: SUBSCRIPTION, resourceGroup: "rg", name: "pool1" };

  it("lists the pools, and changes them outside ARM at once and past every rule", async () => {
    const arm = laptopArm();
    await arm.ask("PUT", POOL, CUSTOM);
    arm.clock.advance(2000);

    arm.service.edit(id, { location: "westus", tags: { by: "hand" } });

    const [view] = arm.service.pools();
    expect(view).toMatchObject({
      id,
      provisioningState: "Succeeded",
      resource: {
        location: "West US",
        tags: { by: "hand" },
        systemData: { createdByType: "User", lastModifiedByType: "User" },
      },
    });
    expect(view?.resource).toEqual((await arm.ask("GET", POOL)).body);
    expect(() => arm.service.edit({ ...id, name: "other" }, {})).toThrow("there is no pool other to edit");
  });

  it("removes a pool outside ARM at once", async () => {
    const arm = laptopArm();
    await arm.ask("PUT", POOL, CUSTOM);

    arm.service.remove(id);

    expect((await arm.ask("GET", POOL)).status).toBe(404);
  });

  it("logs every request, with bodies and secrets, and no token", async () => {
    const arm = laptopArm();
    const headers = { "x-ms-client-request-id": "mine", "user-agent": "me", accept: "*/*" };
    await arm.ask("PUT", POOL, PYTHON, headers);
    await arm.ask("PUT", POOL, "not json", { authorization: "Bearer bad" });

    expect(arm.service.requests()).toEqual([
      {
        time: "2026-01-05T09:00:00.000Z",
        method: "PUT",
        path: POOL,
        status: 200,
        answered: true,
        authorized: true,
        headers: { "x-ms-client-request-id": "mine", "user-agent": "me" },
        body: PYTHON,
      },
      expect.objectContaining({ status: 401, authorized: false, headers: {}, body: "not json" }),
    ]);
  });
});
