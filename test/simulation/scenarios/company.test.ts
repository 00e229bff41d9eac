import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hashOf } from "../dice.ts";
import { poolIdOf, printSpec } from "../specs.ts";
import { ALWAYS } from "./interfere.ts";
import { createScene, deletions, followed, HOUR, MINUTE, remove, type Scene, SECOND, set } from "./scene.ts";

/** Another deployer puts the pool, and its operation begins. */
async function putByOther(scene: Scene, pool: string, rev: number): Promise<void> {
  await scene.arm.make(poolIdOf(pool), parse(printSpec({ pool, rev, location: "East US" })));
  scene.tell({ kind: "touched", pool });
}

describe("another deployer of the same pool", () => {
  test("is at work when we come: we wait until its operation is over, and put once", async () => {
    const scene = createScene();
    await putByOther(scene, "slow-1", 99);

    const commit = scene.push([set("slow-1", 1)]);
    await scene.pass(10 * MINUTE);

    expect(scene.writes("slow-1").map(({ rev, status }) => [rev, status])).toEqual([[1, 200]]);
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("comes after us: there is no fight, for our source only reports it", async () => {
    const scene = createScene({ source: { drift: "report" } });
    scene.push([set("slow-1", 1)]);
    await scene.pass(10 * MINUTE);

    await putByOther(scene, "slow-1", 99);
    await scene.pass(3 * HOUR);

    expect(scene.writes("slow-1")).toHaveLength(1);
    expect(scene.rev("slow-1")).toBe(99);
  });
});

describe("somebody who makes a pool by hand", () => {
  test("in place of one whose creation was never sent keeps it, and the commit says so", async () => {
    const scene = await followed();
    const intent = { service: "storage", what: "write", about: /^pools\/.*quick-3/ } as const;
    scene.order(intent, { kind: "lose answer", how: "unanswered" });
    scene.push([set("quick-3", 1)]);
    await scene.pass(15 * SECOND);
    expect(scene.writes("quick-3")).toEqual([]);

    const commit = scene.push([remove("quick-3")]);
    await scene.pass(15 * SECOND);
    await putByOther(scene, "quick-3", 1);
    await scene.pass(10 * MINUTE);

    expect(deletions(scene)).toBe(0);
    expect(scene.rev("quick-3")).toBe(1);
    expect(scene.states(commit).at(-1)).toBe("success");
    expect(scene.said(commit)).toMatch(
      /^1 kept, 3 unchanged in .*\. quick-3: not deleted, nothing shows that poolkeeper made it/,
    );
  });
});

describe("timers and clocks", () => {
  test("that overlap do everything once", async () => {
    const scene = createScene();
    const commit = scene.push([set("slow-1", 1), set("quick-1", 1)], { webhooksMs: [] });

    for (let polls = 0; polls < 5; polls += 1) scene.poll();
    await scene.pass(2 * SECOND);
    for (let polls = 0; polls < 5; polls += 1) scene.poll();
    await scene.pass(10 * MINUTE);

    expect(scene.writes("slow-1")).toHaveLength(1);
    expect(scene.writes("quick-1")).toHaveLength(1);
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("that differ by seconds change nothing about what is done", async () => {
    const skewMs = (invocation: string) => ((hashOf(invocation) % 3) - 1) * 8 * SECOND;
    const scene = createScene({ skewMs });
    const first = scene.push([set("slow-1", 1), set("quick-1", 1), set("slow-2", 1)]);
    await scene.pass(40 * SECOND);
    scene.poll();
    scene.poll();

    const second = scene.push([set("slow-1", 2), set("quick-1", 2)]);
    await scene.pass(20 * MINUTE);

    const revs = ["slow-1", "quick-1", "slow-2"].map((pool) => scene.writes(pool).map(({ rev }) => rev));
    expect(revs).toEqual([[1, 2], [1, 2], [1]]);
    expect(scene.states(first).at(-1)).toBe("success");
    expect(scene.states(second).at(-1)).toBe("success");
  });
});

describe("a message that always crashes", () => {
  test("ends in abandoned with its story, and its commit is told", async () => {
    const scene = createScene();
    const pattern = { service: "arm", what: "GET", about: /quick-1/ } as const;
    const end = scene.order(pattern, { kind: "crash before" }, ALWAYS);

    const commit = scene.push([set("quick-1", 1), set("quick-2", 1)]);
    await scene.pass(2 * HOUR);
    const [record] = scene.audit.list("abandoned/reconciles/");
    expect(JSON.parse(scene.audit.read(record?.name ?? "")?.text ?? "{}")).toMatchObject({
      queue: "reconciles",
      message: {
        pool: { name: "quick-1" },
        commit,
        attempt: expect.any(Number),
        firstAt: expect.any(String),
      },
    });
    expect(scene.rev("quick-2")).toBe(1);
    expect(scene.states(commit)).toEqual(["pending", "error"]);
    expect(scene.said(commit)).toContain("gave up on a message of reconciles");
    expect(scene.store.size).toBeLessThan(20);

    end();
    await scene.pass(HOUR);
    expect(scene.rev("quick-1")).toBe(1);
    expect(scene.states(commit)).toEqual(["pending", "error", "success"]);
  });
});
