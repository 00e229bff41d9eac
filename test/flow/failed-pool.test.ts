import { describe, expect, it } from "vitest";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld } from "./world.ts";

const MINUTE = 60_000;
const SLOW = aPoolId("slow");
const TIME_OUT = { code: "SessionPoolOperationError", message: "time out" };
const WAY_OUT = /^1 rejected in .+\. slow: StillFailed: deleting the pool is the known way out/;

type World = ReturnType<typeof createWorld>;

/** A commit whose pool ended in state `Failed`. */
async function createFailed() {
  const world = createWorld();
  world.heldBack.add("slow");
  const commit = await world.push({ "pools/b.yaml": container("slow") });
  await world.pass(MINUTE);
  world.pools.finish(SLOW, "Failed", TIME_OUT);
  await world.pass(MINUTE);
  return { ...world, commit };
}

async function passAnHour(world: World): Promise<void> {
  for (let polls = 0; polls < 13; polls += 1) {
    await world.pass(5 * MINUTE);
    await world.poll();
    await world.deliverDue();
  }
}

describe("a pool in state Failed", () => {
  it("is told of in ARM's words, and put again by the next commit", async () => {
    const world = await createFailed();
    expect(world.said(world.commit)).toContain("slow: SessionPoolOperationError: time out");
    world.heldBack.clear();

    const fix = await world.push({ "pools/b.yaml": container("slow", "contoso.azurecr.io/worker:2") });
    await world.pass(3 * MINUTE);

    expect(world.states(fix).at(-1)).toBe("success");
    expect(world.pools.found(SLOW)?.provisioningState).toBe("Succeeded");
  });

  it("that fails again says on the commit that deleting it is the way out", async () => {
    const world = await createFailed();

    const again = await world.push({ "pools/b.yaml": container("slow", "contoso.azurecr.io/worker:2") });
    await world.pass(MINUTE);
    world.pools.finish(SLOW, "Failed", TIME_OUT);
    await world.pass(MINUTE);

    expect(world.states(again).at(-1)).toBe("failure");
    expect(world.said(again)).toMatch(WAY_OUT);
    expect(world.said(again)).toContain("SessionPoolOperationError");
  });

  it("that ARM will not have again says so on the commit, once, however often it is tried", async () => {
    const world = await createFailed();
    const conflict = { code: "ResourceInConflictingState", message: "a conflicting state", status: 409 };
    world.pools.failNext("put", new Refused(conflict), 5);

    for (let hour = 0; hour < 4; hour += 1) await passAnHour(world);

    expect(world.said(world.commit)).toMatch(WAY_OUT);
    const told = world.repositories.statuses.filter(({ description }) => WAY_OUT.test(description));
    expect(told).toHaveLength(1);
    expect(world.putsOf("slow").length).toBeGreaterThan(3);
  });

  it("that ARM calls a conflict, with nobody at work on it, says so within minutes", async () => {
    const world = await createFailed();
    const conflict = { code: "Conflict", message: "a conflicting state", status: 409 };
    world.pools.failNext("put", new Busy(conflict), 100);

    const again = await world.push({ "pools/b.yaml": container("slow", "contoso.azurecr.io/worker:2") });
    await world.pass(30 * MINUTE);

    expect(world.states(again).at(-1)).toBe("failure");
    expect(world.said(again)).toMatch(WAY_OUT);
  });

  it("that somebody deleted is made anew by the next try", async () => {
    const world = await createFailed();
    world.pools.drop(SLOW);
    world.heldBack.clear();

    await passAnHour(world);
    await world.pass(3 * MINUTE);

    expect(world.pools.found(SLOW)?.provisioningState).toBe("Succeeded");
    expect(world.states(world.commit).at(-1)).toBe("success");
  });
});
