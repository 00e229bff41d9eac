import { describe, expect, test } from "vitest";
import { createScene, MINUTE, SECOND, set } from "./scene.ts";

describe("webhooks", () => {
  test("two pushes, and the second webhook arrives during the first reconcile", async () => {
    const scene = createScene();
    scene.order({ service: "arm", what: "GET", about: /quick-1/ }, { kind: "slow", ms: 10 * SECOND });
    const first = scene.push([set("quick-1", 1)]);
    await scene.pass(5 * SECOND);
    const second = scene.push([set("quick-1", 2)]);

    // By its own message: whoever looks for lost ones takes longer.
    await scene.pass(30 * SECOND);
    expect(scene.writes("quick-1").map(({ rev }) => rev)).toEqual([1, 2]);
    await scene.pass(10 * MINUTE);

    expect(scene.rev("quick-1")).toBe(2);
    expect(scene.writes("quick-1")).toHaveLength(2);
    expect(scene.states(first).at(-1)).toBe("success");
    expect(scene.states(second).at(-1)).toBe("success");
  });

  test("two pushes while ARM is at work for the first: the newer one waits for its turn", async () => {
    const scene = createScene();
    const first = scene.push([set("slow-1", 1)]);
    await scene.pass(20 * SECOND);
    const second = scene.push([set("slow-1", 2)]);

    await scene.pass(10 * MINUTE);

    expect(scene.writes("slow-1").map(({ rev, status }) => [rev, status])).toEqual([
      [1, 201],
      [2, 200],
    ]);
    expect(scene.said(first)).toContain("superseded by");
    expect(scene.states(second)).toEqual(["pending", "success"]);
  });

  test("webhooks in the wrong order: only the head is ever applied", async () => {
    const scene = createScene();
    scene.push([set("quick-1", 1)], { webhooksMs: [MINUTE] });
    const second = scene.push([set("quick-1", 2)]);

    await scene.pass(10 * MINUTE);

    expect(scene.writes("quick-1").map(({ rev }) => rev)).toEqual([2]);
    expect(scene.states(second).at(-1)).toBe("success");
  });

  test("an old webhook that is sent again does not roll anything back", async () => {
    const scene = createScene();
    const first = scene.push([set("quick-1", 1)]);
    await scene.pass(2 * MINUTE);
    const second = scene.push([set("quick-1", 2)]);
    await scene.pass(2 * MINUTE);

    scene.hear({ after: first });
    await scene.pass(10 * MINUTE);

    expect(scene.accepted("quick-1")).toEqual([1, 2]);
    expect(scene.states(second)).toEqual(["pending", "success"]);
  });

  test("a webhook that is lost costs five minutes at most", async () => {
    const scene = createScene();
    const commit = scene.push([set("quick-1", 1)], { webhooksMs: [] });

    await scene.pass(6 * MINUTE);

    expect(scene.rev("quick-1")).toBe(1);
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("a webhook from a fork moves nothing", async () => {
    const scene = createScene();
    scene.push([set("quick-1", 1)], { webhooksMs: [] });

    scene.hear({ repository: "mallory/session-pools", after: scene.git.head("main") });
    await scene.pass(MINUTE);

    expect(scene.ended()).toBeGreaterThan(0);
    expect(scene.calls({ service: "queue" })).toEqual([]);
    expect(scene.calls({ service: "github" })).toEqual([]);
    expect(scene.calls({ service: "arm" })).toEqual([]);
  });
});
