import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hashOf } from "../dice.ts";
import { poolIdOf, printSpec } from "../specs.ts";
import { ALWAYS, armError } from "./interfere.ts";
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
    await passWithSnapshots(scene, 3);

    expect(scene.writes("slow-1")).toHaveLength(1);
    expect(scene.rev("slow-1")).toBe(99);
  });

  test("comes every hour, and our source corrects: it does so less and less often, and health says it", async () => {
    const scene = createScene({ source: { drift: "correct" } });
    scene.push([set("slow-1", 1)]);
    await scene.pass(10 * MINUTE);

    for (let hour = 0; hour < 8; hour += 1) {
      await putByOther(scene, "slow-1", 90 + hour);
      await scene.pass(5 * MINUTE);
      await passWithSnapshots(scene, 1);
    }

    // At once, and then after one hour, two and four.
    expect(scene.accepted("slow-1")).toEqual([1, 1, 1, 1, 1]);
    expect(scene.rev("slow-1")).toBe(1);
    expect((await scene.health())?.attention?.drifting).toMatchObject([{ pool: "rg-one/slow-1" }]);
  });
});

/** As the timer takes them: every hour. */
async function passWithSnapshots(scene: Scene, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    scene.snapshot();
    await scene.pass(HOUR);
  }
}

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
  /** Of each worker: 8 s behind, right, or 8 s ahead. */
  const skewMs = (invocation: string) => ((hashOf(invocation) % 3) - 1) * 8 * SECOND;

  test("that overlap do everything once", async () => {
    const scene = createScene();
    const commit = scene.push([set("slow-1", 1), set("quick-1", 1)], { webhooksMs: [] });

    for (let polls = 0; polls < 5; polls += 1) scene.poll();
    await scene.pass(2 * SECOND);
    for (let polls = 0; polls < 5; polls += 1) scene.poll();
    await scene.pass(10 * MINUTE);

    expect(scene.calls({ service: "github", what: "tree" })).toHaveLength(1);
    expect(scene.calls({ service: "github", what: "report pending" })).toHaveLength(2);
    expect(scene.writes("slow-1")).toHaveLength(1);
    expect(scene.writes("quick-1")).toHaveLength(1);
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("that overlap take one snapshot, and the chain goes on from it", async () => {
    const scene = await followed();

    for (let snapshots = 0; snapshots < 3; snapshots += 1) scene.snapshot();
    await scene.pass(MINUTE);
    expect(scene.audit.list("snapshots/")).toHaveLength(1);
    scene.snapshot();
    await scene.pass(MINUTE);

    expect(scene.audit.list("snapshots/")).toHaveLength(2);
  });

  test("that differ by seconds lose no message that was to wait, and bring none too early", async () => {
    const scene = createScene({ skewMs });
    const pools = Array.from({ length: 8 }, (_, index) => `quick-${index}1`);
    const later = armError(429, { code: "TooManyRequests" }, { "retry-after": "20" });
    for (const pool of pools) scene.armSays("PUT", pool, later);

    scene.push(pools.map((pool) => set(pool, 1)));
    await scene.pass(MINUTE);

    expect(pools.map((pool) => scene.rev(pool))).toEqual(pools.map(() => 1));
  });

  test("that differ by seconds change nothing about what is done", async () => {
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
    expect(scene.calls({ service: "github", what: "report error" })).toHaveLength(1);
    expect(scene.said(commit)).toContain("gave up on a message of reconciles");
    expect(scene.store.size).toBeLessThan(20);

    end();
    await scene.pass(HOUR);
    expect(scene.rev("quick-1")).toBe(1);
    expect(scene.states(commit)).toEqual(["pending", "error", "success"]);
  });
});
