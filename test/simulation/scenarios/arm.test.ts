import { describe, expect, test } from "vitest";
import { ALWAYS, armError } from "./interfere.ts";
import { createScene, HOUR, MINUTE, set } from "./scene.ts";

describe("429", () => {
  const throttled = (headers = {}) => armError(429, { code: "TooManyRequests" }, headers);
  /** How long each PUT came after the first. */
  const puts = (scene: ReturnType<typeof createScene>, pool: string): readonly number[] => {
    const times = scene.calls({ service: "arm", what: "PUT", about: `rg-one/${pool}` });
    return times.map((atMs) => atMs - (times[0] ?? 0));
  };

  test("without Retry-After: tried again, less and less often", async () => {
    const scene = createScene();
    const end = scene.armSays("PUT", "quick-1", throttled(), ALWAYS);

    const commit = scene.push([set("quick-1", 1)]);
    await scene.pass(2 * HOUR);
    const tries = puts(scene, "quick-1");
    expect(tries.length).toBeGreaterThan(5);
    expect(tries.length).toBeLessThan(40);
    end();
    await scene.pass(HOUR);

    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test.each([
    ["an hour", () => "3600"],
    ["a date", (nowMs: number) => new Date(nowMs + HOUR).toUTCString()],
  ])("with %s: the pool is left alone for that long, and the others are not", async (_, retryAfter) => {
    const scene = createScene();
    const header = retryAfter(scene.scheduler.now());
    scene.armSays("PUT", "quick-1", throttled({ "retry-after": header }));

    const commit = scene.push([set("quick-1", 1), set("quick-3", 1)]);
    await scene.pass(59 * MINUTE);
    expect(puts(scene, "quick-1")).toEqual([0]);
    expect(scene.rev("quick-3")).toBe(1);
    await scene.pass(10 * MINUTE);

    expect(puts(scene, "quick-1")).toHaveLength(2);
    expect(scene.states(commit).at(-1)).toBe("success");
  });
});

describe("a pool that ARM has trouble with", () => {
  test("does not eat the others' turn", async () => {
    const scene = createScene();
    const pools = Array.from({ length: 20 }, (_, index) => `quick-${index}1`);
    const recover = scene.armSays("GET", "slow-1", armError(500, { code: "InternalServerError" }), ALWAYS);

    const commit = scene.push([set("slow-1", 1), ...pools.map((pool) => set(pool, 1))]);
    await scene.pass(MINUTE);

    expect(pools.map((pool) => scene.rev(pool))).toEqual(pools.map(() => 1));
    expect(scene.states(commit).at(-1)).toBe("pending");
    recover();
  });

  test("for another change, said deep in the details of a 409, gets its PUT later", async () => {
    const scene = createScene();
    const details = [
      {
        code: "ResourceDeploymentFailure",
        details: [{ code: "AnotherOperationInProgress", message: "busy" }],
      },
    ];
    scene.armSays("PUT", "quick-1", armError(409, { code: "DeploymentFailed", details }), 2);

    const commit = scene.push([set("quick-1", 1)]);
    await scene.pass(10 * MINUTE);

    expect(scene.rev("quick-1")).toBe(1);
    expect(scene.states(commit)).not.toContain("failure");
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("for a role that has not spread yet gets its PUT when it has", async () => {
    const scene = createScene();
    const grant = scene.armSays("PUT", "quick-1", armError(403, { code: "AuthorizationFailed" }), ALWAYS);

    const commit = scene.push([set("quick-1", 1)]);
    await scene.pass(5 * MINUTE);
    expect(scene.states(commit).at(-1)).toBe("pending");
    grant();
    await scene.pass(10 * MINUTE);

    expect(scene.states(commit)).not.toContain("failure");
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("for a policy is refused at once, and applied within the hour when there is an exemption", async () => {
    const scene = createScene();
    const refusal = armError(403, { code: "RequestDisallowedByPolicy", message: "Not here." });
    const exempt = scene.armSays("PUT", "quick-1", refusal, ALWAYS);

    const commit = scene.push([set("quick-1", 1)]);
    await scene.pass(MINUTE);
    expect(scene.states(commit)).toEqual(["pending", "failure"]);
    expect(scene.said(commit)).toContain("quick-1: RequestDisallowedByPolicy: Not here.");
    expect(scene.calls({ service: "arm", what: "PUT" })).toHaveLength(1);
    exempt();
    await scene.pass(HOUR + 10 * MINUTE);

    expect(scene.rev("quick-1")).toBe(1);
    expect(scene.states(commit)).toEqual(["pending", "failure", "success"]);
  });
});
