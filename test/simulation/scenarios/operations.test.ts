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

  test("that seems never to end is told of, and is over before a new commit has its turn", async () => {
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

  test("that ARM shows for ever holds up no new commit, once ARM takes its change", async () => {
    const scene = createScene();
    const stuck = scene.push([set("slow-1", 1)]);
    await scene.pass(MINUTE);
    const end = scene.armKeepsShowing("slow-1");
    await scene.pass(52 * MINUTE);
    expect(scene.states(stuck)).toEqual(["pending", "error"]);

    const next = scene.push([set("slow-1", 2)]);
    await scene.pass(MINUTE);
    expect(scene.accepted("slow-1")).toEqual([1, 2]);

    end();
    await scene.pass(10 * MINUTE);
    expect(scene.rev("slow-1")).toBe(2);
    expect(scene.said(stuck)).toContain("superseded");
    expect(scene.states(next).at(-1)).toBe("success");
  });

  test.each([
    ["201", 1],
    ["200", 2],
  ])(
    "that fails after ARM answered the PUT with %s turns the commit red, and is not tried again at once",
    async (status, rev) => {
      const scene = createScene();
      for (let before = 1; before < rev; before += 1) {
        scene.push([set("slow-1", before)]);
        await scene.pass(9 * MINUTE);
      }
      scene.operationFails(rev, "slow-1", { code: "SessionPoolOperationError", message: "time out" });

      const commit = scene.push([set("slow-1", rev)]);
      await scene.pass(30 * MINUTE);
      expect(scene.found("slow-1")?.provisioningState).toBe("Failed");
      expect(scene.said(commit)).toContain("slow-1: SessionPoolOperationError: time out");
      expect(scene.writes("slow-1").at(-1)).toEqual({ rev, status: Number(status) });
      expect(scene.writes("slow-1")).toHaveLength(rev);

      await scene.pass(HOUR);
      expect(scene.writes("slow-1")).toHaveLength(rev + 1);
      expect(scene.states(commit).at(-1)).toBe("success");
    },
  );
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
