import { describe, expect, it } from "vitest";
import { type ArmSettings, SettingsError } from "../local/arm/settings.ts";
import { CUSTOM, PYTHON, poolAt, SUBSCRIPTION } from "./bodies.ts";
import { laptopArm } from "./laptop-arm.ts";

const POOL = poolAt("pool1");
const remaining = (kind: string) => `x-ms-ratelimit-remaining-subscription-${kind}`;

describe("throttling", () => {
  it("counts reads, writes and deletes apart, from what ARM documents", async () => {
    const arm = laptopArm();

    const put = await arm.ask("PUT", POOL, PYTHON);
    const get = await arm.ask("GET", POOL);
    const deleted = await arm.ask("DELETE", POOL);

    expect(put.headers[remaining("writes")]).toBe("199");
    expect(get.headers[remaining("reads")]).toBe("249");
    expect(deleted.headers[remaining("deletes")]).toBe("199");
  });

  it("answers 429 with whole seconds to wait, and lets in as many as were refilled", async () => {
    const arm = laptopArm({ bucket: { writes: 2, refillPerSecond: 0.4 } });
    const put = () => arm.ask("PUT", POOL, PYTHON);
    await put();
    await put();

    const refused = await put();
    arm.clock.advance(2_000);
    const early = await put();
    arm.clock.advance(1_000);
    const late = await put();

    expect(refused).toMatchObject({
      status: 429,
      body: { error: { code: "SubscriptionRequestsThrottled" } },
    });
    expect(refused.headers["retry-after"]).toBe("3");
    expect(refused.headers[remaining("writes")]).toBe("0");
    expect([early.status, early.headers["retry-after"]]).toEqual([429, "1"]);
    expect(late.status).toBe(200);
  });

  it("never fills a bucket over its brim, and keeps one per subscription", async () => {
    const arm = laptopArm({ bucket: { writes: 1, refillPerSecond: 1 } });
    const other = POOL.replace(SUBSCRIPTION, "other");
    await arm.ask("PUT", POOL, PYTHON);
    arm.clock.advance(60_000);

    const statuses = [
      (await arm.ask("PUT", POOL, PYTHON)).status,
      (await arm.ask("PUT", POOL, PYTHON)).status,
      (await arm.ask("PUT", other, PYTHON)).status,
      (await arm.ask("GET", POOL)).status,
    ];

    expect(statuses).toEqual([200, 429, 200, 200]);
  });
});

describe("a fault", () => {
  it("with a status answers an error and does nothing", async () => {
    const arm = laptopArm({
      faults: [
        {
          method: "PUT",
          path: "POOL1",
          times: 2,
          status: 503,
          code: "Gone",
          message: "later",
          retryAfter: 7,
        },
      ],
    });

    const first = await arm.ask("PUT", POOL, PYTHON);
    const elsewhere = await arm.ask("PUT", poolAt("pool2"), PYTHON);
    const second = await arm.ask("PUT", POOL, PYTHON);
    const third = await arm.ask("PUT", POOL, PYTHON);

    expect(first).toMatchObject({ status: 503, body: { error: { code: "Gone", message: "later" } } });
    expect(first.headers["retry-after"]).toBe("7");
    expect([elsewhere.status, second.status, third.status]).toEqual([200, 503, 200]);
    expect(arm.service.requests().map(({ status }) => status)).toEqual([503, 200, 503, 200]);
  });

  it.each([
    [429, "SubscriptionRequestsThrottled"],
    [504, "GatewayTimeout"],
    [500, "InternalServerError"],
    [418, "BadRequest"],
  ])("with status %i alone has a code that goes with it", async (status, code) => {
    const arm = laptopArm({ faults: [{ method: "GET", times: 1, status }] });

    expect(await arm.ask("GET", POOL)).toMatchObject({ status, body: { error: { code } } });
  });

  it("that drops the answer does the work first", async () => {
    const arm = laptopArm({ faults: [{ method: "PUT", times: 1, dropAnswer: true }] });

    const lost = await arm.send("PUT", POOL, CUSTOM);

    expect(lost).toBe("drop");
    expect(arm.service.pools()).toMatchObject([{ provisioningState: "InProgress" }]);
    expect(arm.service.requests()).toMatchObject([{ status: 201, answered: false }]);
  });

  it("that only delays holds the answer back, and is logged before", async () => {
    const arm = laptopArm({ faults: [{ method: "PUT", times: 1, delayMs: 1500 }] });

    const delayed = await arm.ask("PUT", POOL, PYTHON);
    await arm.ask("PUT", POOL, PYTHON);

    expect(delayed.status).toBe(200);
    expect(arm.waits).toEqual([1500]);
  });

  it("ends when the faults are set anew", async () => {
    const arm = laptopArm({ faults: [{ method: "GET", times: 100, status: 500 }] });
    await arm.ask("GET", POOL);

    arm.service.configure({ faults: [] });

    expect((await arm.ask("GET", POOL)).status).toBe(404);
  });
});

describe("settings", () => {
  it.each<[what: string, settings: unknown, problem: string]>([
    ["a name that isn't one", { operationSecond: 1 }, "settings: there is no 'operationSecond'"],
    [
      "one inside another",
      { faults: [{ method: "PUT", times: 1, status: 500, retries: 1 }] },
      "faults.0: there is no 'retries'",
    ],
    [
      "half a bucket",
      { operationSeconds: 0, bucket: { writes: 1 } },
      "bucket: must have required property 'refillPerSecond'",
    ],
    [
      "a bucket that never fills",
      { bucket: { writes: 1, refillPerSecond: 0 } },
      "bucket.refillPerSecond: must be > 0",
    ],
    ["no object", 5, "settings: must be object"],
    [
      "a fault that is none",
      { faults: [{ method: "PUT", times: 1 }] },
      "faults.0: give status, dropAnswer or delayMs",
    ],
    [
      "a code without status",
      { faults: [{ method: "PUT", times: 1, delayMs: 1, code: "A" }] },
      "faults.0: code, message and retryAfter need a status",
    ],
    [
      "both ways at once",
      { faults: [{ method: "PUT", times: 1, status: 500, dropAnswer: true }] },
      "faults.0: status is answered without doing the work, dropAnswer does it: give one of them",
    ],
    ["a group that is no path", { resourceGroups: ["rg"] }, "resourceGroups.0: must match pattern"],
  ])("with %s are refused, and nothing changes", async (_, settings, problem) => {
    const arm = laptopArm();

    const configure = () => arm.service.configure(settings as ArmSettings);

    expect(configure).toThrow(SettingsError);
    expect(configure).toThrow(problem);

    await arm.ask("PUT", POOL, CUSTOM);
    expect(arm.service.pools()).toMatchObject([{ provisioningState: "InProgress" }]);
  });

  it("name every problem at once", () => {
    const settings = { pageSize: 0, operationSeconds: -1 } as ArmSettings;

    expect(() => laptopArm(settings)).toThrow(/operationSeconds: must be >= 0; pageSize: must be >= 1/);
  });

  it("leave what they don't name as it is", async () => {
    const arm = laptopArm({ operationSeconds: 60 });
    await arm.ask("PUT", POOL, CUSTOM);

    arm.service.configure({ bucket: { writes: 5, refillPerSecond: 1 } });
    arm.clock.advance(59_000);

    expect(arm.service.pools()).toMatchObject([{ provisioningState: "InProgress" }]);
  });
});
