import { describe, expect, test } from "vitest";
import { ALWAYS, armError } from "./interfere.ts";
import { createScene, HOUR, MINUTE, SECOND, set } from "./scene.ts";

describe("an operation", () => {
  test("that was accepted when its worker died is taken up, and nothing is put twice", async () => {
    const scene = createScene();
    scene.order({ service: "arm", what: "PUT" }, { kind: "crash after" });

    const commit = scene.push([set("slow-1", 1)]);
    await scene.pass(30 * MINUTE);

    expect(scene.writes("slow-1").map(({ rev }) => rev)).toEqual([1]);
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("that never ends lets a new commit have its turn when ARM lets it", async () => {
    const scene = createScene();
    scene.operationTakes(1, "slow-1", 3 * HOUR);
    const stuck = scene.push([set("slow-1", 1), set("quick-1", 1)]);
    await scene.pass(52 * MINUTE);
    expect(scene.states(stuck)).toEqual(["pending", "error"]);
    expect(scene.said(stuck)).toContain("slow-1: ARM has worked on it for over 45 min");
    expect((await scene.health())?.attention?.stuck).toHaveLength(1);

    const next = scene.push([set("slow-1", 2), set("quick-1", 2)]);
    await scene.pass(MINUTE);
    expect(scene.rev("quick-1")).toBe(2);
    expect(scene.accepted("slow-1")).toEqual([1]);

    await scene.pass(3 * HOUR);
    expect(scene.accepted("slow-1")).toEqual([1, 2]);
    expect(scene.said(stuck)).toContain("superseded");
    expect(scene.states(next).at(-1)).toBe("success");
  });

  test("that fails after ARM took the PUT turns the commit red, and is not tried again at once", async () => {
    const scene = createScene();
    scene.operationFails(1, "slow-1", { code: "SessionPoolOperationError", message: "time out" });

    const commit = scene.push([set("slow-1", 1)]);
    await scene.pass(30 * MINUTE);
    expect(scene.found("slow-1")?.provisioningState).toBe("Failed");
    expect(scene.said(commit)).toContain("slow-1: SessionPoolOperationError: time out");
    expect(scene.writes("slow-1")).toHaveLength(1);

    await scene.pass(HOUR);
    expect(scene.writes("slow-1")).toHaveLength(2);
    expect(scene.states(commit).at(-1)).toBe("success");
  });
});

describe("a new pool", () => {
  test("that ARM does not show at first is not made twice", async () => {
    const scene = createScene({ operationMs: 20 * SECOND });
    const show = [
      scene.armSays("GET", "slow-1", armError(404, { code: "ResourceNotFound" }), ALWAYS),
      scene.armSays("GET", "", { status: 200, body: JSON.stringify({ value: [] }) }, ALWAYS),
    ];

    const commit = scene.push([set("slow-1", 1)]);
    await scene.pass(50 * SECOND);
    for (const end of show) end();
    await scene.pass(10 * MINUTE);

    expect(scene.writes("slow-1")).toHaveLength(1);
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("whose PUT was done though the answer said otherwise is looked at before any second PUT", async () => {
    const scene = createScene();
    scene.order({ service: "arm", what: "PUT" }, { kind: "lose answer", how: "504" });

    const commit = scene.push([set("slow-1", 1)]);
    await scene.pass(10 * MINUTE);

    expect(scene.writes("slow-1")).toHaveLength(1);
    expect(scene.states(commit).at(-1)).toBe("success");
  });
});
