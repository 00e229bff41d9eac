import { describe, expect, it } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import { aPoolId } from "../builders.ts";
import { createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;
const ONE = aPoolId("one");

async function createApplied() {
  const world = createWorld();
  const commit = await world.push({ "pools/a.yaml": interpreter("one") });
  await world.pass(2 * MINUTE);
  return {
    ...world,
    commit,
    /** Somebody deletes documents. */
    lose(...prefixes: readonly string[]): void {
      for (const prefix of prefixes)
        for (const name of world.documents.names(prefix)) world.documents.remove(name);
    },
    sessions: () => world.pools.found(ONE)?.resource.properties,
    outcome: () => world.documents.value(poolDocument(ONE))?.settled?.outcome.kind,
  };
}

describe("what git says and ARM shows", () => {
  it("is all it takes where the whole state was deleted", async () => {
    const world = await createApplied();
    world.lose("");

    await world.poll();
    await world.pass(2 * MINUTE);

    expect(world.outcome()).toBe("unchanged");
    expect(world.putsOf("one")).toHaveLength(1);
  });

  it("is looked at again where the pools' documents were deleted, and nothing is put", async () => {
    const world = await createApplied();
    world.lose("pools/");

    await world.pass(10 * MINUTE);
    await world.poll();
    await world.pass(MINUTE);

    expect(world.outcome()).toBe("unchanged");
    expect(world.putsOf("one")).toHaveLength(1);
  });

  it("is wished for again where the wishes alone were deleted, and nothing is put", async () => {
    const world = await createApplied();
    world.lose("wanted/");

    await world.poll();
    await world.pass(2 * MINUTE);

    expect(world.documents.value(wantedDocument(ONE))).toMatchObject({ commit: world.commit });
    expect(world.outcome()).toMatch(/applied|unchanged/);
    expect(world.putsOf("one")).toHaveLength(1);
  });

  it("is not read again and again where the head has mistakes", async () => {
    const world = await createApplied();
    await world.push({ "pools/b.yaml": "name: [" });
    await world.pass(2 * MINUTE);
    world.lose("wanted/");
    const before = world.repositories.calls.length;

    await world.poll();
    await world.pass(2 * MINUTE);

    expect(world.repositories.calls.slice(before)).toEqual(["head"]);
  });

  it("is not taken for done where the wishes were deleted, and their count begins anew", async () => {
    const world = await createApplied();
    world.lose("wanted/", "sources/");

    const commit = await world.push({ "pools/a.yaml": interpreter("one", 7) });
    await world.app.sync(world.queues.take("syncs")?.message, world.log);
    await world.app.follow(world.queues.take("rollouts")?.message, world.log);
    expect(world.states(commit)).not.toContain("success");
    await world.pass(2 * MINUTE);

    expect(world.sessions()).toMatchObject({ scaleConfiguration: { maxConcurrentSessions: 7 } });
    expect(world.states(commit).at(-1)).toBe("success");
  });
});
