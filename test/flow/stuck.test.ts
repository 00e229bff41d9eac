import { describe, expect, it } from "vitest";
import { rolloutDocument } from "../../src/documents/names.ts";
import { STUCK_AFTER_MS, STUCK_BEAT_MS } from "../../src/documents/stuck.ts";
import { aContainerBody, aPoolId } from "../builders.ts";
import { container, createWorld, ENVIRONMENT, interpreter } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SLOW = aPoolId("slow");
const LATE = aPoolId("late");
/** A custom container that is none of git's. */
const OTHER = aContainerBody({ environmentId: ENVIRONMENT });

type World = ReturnType<typeof createWorld>;

/** A commit whose pool ARM works on, and never ends. */
async function createStuck(
  files: { readonly [path: string]: string } = { "pools/b.yaml": container("slow") },
) {
  const world = createWorld();
  world.heldBack.add("slow");
  const commit = await world.push(files);
  await passWithPolls(world, STUCK_AFTER_MS + MINUTE);
  return { ...world, commit };
}

/** As in the cloud: a poll every five minutes. */
async function passWithPolls(world: World, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 5 * MINUTE) {
    await world.pass(Math.min(left, 5 * MINUTE));
    await world.poll();
    await world.deliverDue();
  }
}

const rolloutOf = (world: World, commit: string) =>
  world.documents.value(rolloutDocument("session-pools", commit));

describe("an operation that never ends", () => {
  it("is told on the commit after 45 minutes, with what to do", async () => {
    const world = createWorld();
    world.heldBack.add("slow");
    const commit = await world.push({ "pools/b.yaml": container("slow") });

    await passWithPolls(world, STUCK_AFTER_MS - MINUTE);
    expect(world.states(commit)).toEqual(["pending", "pending"]);
    await passWithPolls(world, 2 * MINUTE);

    expect(world.states(commit)).toEqual(["pending", "pending", "error"]);
    expect(world.said(commit)).toMatch(
      /^1 stuck\. slow: ARM has worked on it for over 45 min\. .+ delete the pool or ask Azure's support$/,
    );
  });

  it("is in the log once, and in the answer of health until it ends", async () => {
    const world = await createStuck();
    await passWithPolls(world, 2 * HOUR);

    const lines = world.log.lines.filter(({ message }) => message === "operation stuck");
    expect(lines).toMatchObject([{ level: "warn", fields: { pool: expect.stringContaining("/slow") } }]);
    expect((await world.app.health()).attention?.stuck).toMatchObject([{ pool: "rg/slow" }]);
    world.pools.finish(SLOW, "Succeeded");
    await passWithPolls(world, 30 * MINUTE);

    expect(await world.app.health()).not.toHaveProperty("attention");
  });

  it("is told once, and looked at ever so slowly", async () => {
    const world = await createStuck();
    const calls = world.pools.calls.length;

    await passWithPolls(world, 24 * HOUR);

    expect(world.states(world.commit).filter((state) => state === "error")).toHaveLength(1);
    const looks = world.pools.calls.slice(calls).filter(({ operation }) => operation === "list");
    // By its own beat, and by the poll that looks after pools which nobody may be watching.
    expect(looks.length).toBeLessThanOrEqual((2 * 24 * HOUR) / STUCK_BEAT_MS);
    expect(looks.length).toBeGreaterThan(24);
    expect(world.putsOf("slow")).toHaveLength(1);
    expect(world.queues.messages("reconciles").length).toBeLessThanOrEqual(1);
    expect(world.queues.messages("rollouts")).toHaveLength(1);
  });

  it("and ends well after all turns the commit green", async () => {
    const world = await createStuck();
    await passWithPolls(world, 3 * HOUR);

    world.pools.finish(SLOW, "Succeeded");
    await passWithPolls(world, STUCK_BEAT_MS + MINUTE);

    expect(world.states(world.commit).at(-1)).toBe("success");
    expect(rolloutOf(world, world.commit)?.closedAt).toBeDefined();
  });

  it("and fails after all turns the commit red with the operation's own words", async () => {
    const world = await createStuck();

    world.pools.finish(SLOW, "Failed", { code: "SessionPoolOperationError", message: "time out" });
    await passWithPolls(world, STUCK_BEAT_MS + MINUTE);

    expect(world.states(world.commit).at(-1)).toBe("failure");
    expect(world.said(world.commit)).toContain("SessionPoolOperationError: time out");
  });

  it("counts the other pools of the commit, and waits for them", async () => {
    const world = await createStuck({
      "pools/a.yaml": interpreter("one"),
      "pools/b.yaml": container("slow"),
    });

    expect(world.said(world.commit)).toMatch(/^1 stuck, 1 applied\. slow: /);
  });

  it("is told while ARM is at work on the commit's other pools, too", async () => {
    const world = createWorld();
    world.heldBack.add("slow").add("late");
    world.pools.set(LATE, OTHER, "InProgress");
    const commit = await world.push({ "pools/a.yaml": container("late"), "pools/b.yaml": container("slow") });
    await passWithPolls(world, STUCK_AFTER_MS - 10 * MINUTE);
    world.pools.finish(LATE, "Succeeded");

    await passWithPolls(world, 15 * MINUTE);

    expect(world.putsOf("late")).toHaveLength(1);
    expect(world.states(commit).at(-1)).toBe("pending");
    expect(world.said(commit)).toMatch(/^0 of 2 pools settled, 1 stuck\. slow: ARM has worked on it/);
    world.pools.finish(LATE, "Succeeded");
    await passWithPolls(world, 15 * MINUTE);
    expect(world.states(commit).at(-1)).toBe("error");
    expect(world.said(commit)).toMatch(/^1 stuck, 1 applied\. slow: /);
  });

  it("and was told is not hidden by what the hourly pass does to the commit's other pools", async () => {
    const world = createWorld({ source: { drift: "correct" } });
    world.heldBack.add("slow");
    const commit = await world.push({ "pools/a.yaml": container("one"), "pools/b.yaml": container("slow") });
    await passWithPolls(world, STUCK_AFTER_MS + 5 * MINUTE);
    const told = world.states(commit);
    world.heldBack.add("one");
    world.pools.set(aPoolId("one"), OTHER);

    await world.app.snapshot(world.log);
    await passWithPolls(world, 30 * MINUTE);

    expect(world.putsOf("one")).toHaveLength(2);
    expect(told.at(-1)).toBe("error");
    expect(world.states(commit)).toEqual(told);
  });
});

describe("a new commit while an operation never ends", () => {
  const NEW = { "pools/b.yaml": container("slow", "contoso.azurecr.io/worker:2") };
  const imageOf = (world: World) => JSON.stringify(world.pools.found(SLOW)?.resource);

  it("has its turn tried, with growing pauses, and ends the older commit", async () => {
    const world = await createStuck();

    const newer = await world.push(NEW);
    await passWithPolls(world, 2 * HOUR);

    expect(world.putsOf("slow").length).toBeGreaterThan(3);
    expect(world.putsOf("slow").length).toBeLessThan(60);
    expect(world.states(newer).at(-1)).toBe("error");
    expect(world.said(newer)).toContain("ARM has worked on it for over 45 min");
    expect(world.states(world.commit).at(-1)).toBe("success");
    expect(world.said(world.commit)).toContain("superseded by");
    expect(rolloutOf(world, world.commit)?.closedAt).toBeDefined();
  });

  it("is applied as soon as ARM lets it", async () => {
    const world = await createStuck();
    const newer = await world.push(NEW);
    await passWithPolls(world, HOUR);

    world.heldBack.clear();
    world.pools.finish(SLOW, "Succeeded");
    await passWithPolls(world, 30 * MINUTE);

    expect(imageOf(world)).toContain("worker:2");
    expect(world.states(newer).at(-1)).toBe("success");
    expect(rolloutOf(world, newer)?.closedAt).toBeDefined();
  });

  it("that came before is tried once the operation counts as stuck", async () => {
    const world = createWorld();
    world.heldBack.add("slow");
    await world.push({ "pools/b.yaml": container("slow") });
    await passWithPolls(world, 10 * MINUTE);
    const newer = await world.push(NEW);
    await passWithPolls(world, 20 * MINUTE);
    expect(world.putsOf("slow")).toHaveLength(1);

    await passWithPolls(world, 40 * MINUTE);

    expect(world.putsOf("slow").length).toBeGreaterThan(1);
    expect(world.states(newer).at(-1)).toBe("error");
  });
});

describe("a deletion that never ends", () => {
  it("is told on the commit, and a spec that comes back has its pool made anew once it did", async () => {
    const files = { "pools/a.yaml": interpreter("one"), "pools/b.yaml": container("slow") };
    const world = createWorld({ source: { removed: "delete" } });
    await world.push(files);
    await passWithPolls(world, 5 * MINUTE);
    world.heldBack.add("slow");
    const commit = await world.push({ "pools/b.yaml": null });
    await passWithPolls(world, STUCK_AFTER_MS + 5 * MINUTE);
    expect(world.states(commit).at(-1)).toBe("error");
    expect(world.said(commit)).toMatch(/^1 stuck, 1 unchanged\. slow: /);

    const back = await world.push(files);
    await passWithPolls(world, HOUR);
    expect(world.said(back)).toMatch(/^1 stuck, 1 unchanged\. slow: /);
    world.heldBack.clear();
    world.pools.finish(SLOW, "Succeeded");
    await passWithPolls(world, 30 * MINUTE);

    expect(world.pools.found(SLOW)?.provisioningState).toBe("Succeeded");
    expect(world.states(back).at(-1)).toBe("success");
    expect(world.pools.calls.filter(({ operation }) => operation === "remove")).toHaveLength(1);
  });
});

describe("somebody else's operation that never ends", () => {
  it("is told on the commit that waits for it", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": interpreter("two") });
    await world.pass(MINUTE);
    const body = world.putsOf("one").at(0)?.body;
    if (!body) throw new Error("nothing was put");
    world.heldBack.add("one");
    world.pools.set(aPoolId("one"), body, "InProgress");

    const commit = await world.push({ "pools/a.yaml": interpreter("one", 7) });
    await passWithPolls(world, STUCK_AFTER_MS + 20 * MINUTE);
    expect(world.said(commit)).toContain("ARM has worked on it for over 45 min");
    world.pools.set(aPoolId("one"), body, "Succeeded");
    await passWithPolls(world, 30 * MINUTE);

    expect(world.states(commit).at(-1)).toBe("success");
    expect(world.pools.found(aPoolId("one"))?.resource.properties).toMatchObject({
      scaleConfiguration: { maxConcurrentSessions: 7 },
    });
  });
});
