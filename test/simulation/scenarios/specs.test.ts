import { describe, expect, test } from "vitest";
import { ALWAYS, armError } from "./interfere.ts";
import { deletions, followed, HOUR, MINUTE, remove } from "./scene.ts";

describe("a spec", () => {
  test("in a file of another name is the same pool: no PUT, no DELETE", async () => {
    const scene = await followed();
    const writes = scene.calls({ service: "arm", what: "PUT" }).length;

    const commit = scene.push([{ kind: "move", pool: "quick-1", to: "renamed" }]);
    await scene.pass(10 * MINUTE);

    expect(scene.calls({ service: "arm", what: "PUT" })).toHaveLength(writes);
    expect(deletions(scene)).toBe(0);
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("whose pool can't be deleted keeps its record, and the deletion is tried again", async () => {
    const scene = await followed();
    const unlock = scene.armSays("DELETE", "quick-1", armError(409, { code: "ScopeLocked" }), ALWAYS);

    const commit = scene.push([remove("quick-1")]);
    await scene.pass(HOUR);
    expect(scene.rev("quick-1")).toBe(1);
    expect(scene.states(commit).at(-1)).toBe("failure");
    expect(scene.said(commit)).toContain("ScopeLocked");

    unlock();
    await scene.pass(2 * HOUR);
    expect(scene.rev("quick-1")).toBeUndefined();
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("whose pool's deletion fails on its way keeps its record too", async () => {
    const scene = await followed();
    scene.operationFails(2, "slow-1", { code: "InternalServerError", message: "try later" });

    const commit = scene.push([remove("slow-1")]);
    await scene.pass(30 * MINUTE);
    expect(scene.rev("slow-1")).toBe(1);
    expect(scene.states(commit).at(-1)).toBe("failure");
    expect(scene.said(commit)).toMatch(/slow-1: (DeletionFailed|InternalServerError)/);

    await scene.pass(HOUR);
    expect(scene.rev("slow-1")).toBeUndefined();
    expect(scene.states(commit).at(-1)).toBe("success");
  });
});
