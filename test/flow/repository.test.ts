import { describe, expect, it } from "vitest";
import { container, createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NEW_NAME = { owner: "fabrikam", name: "pools" };

type World = ReturnType<typeof createWorld>;

/** A source whose pool is deployed, and whose specs that are gone have their pools deleted. */
async function deployed(): Promise<World> {
  const world = createWorld({ source: { removed: "delete" } });
  await world.push({ "pools/a.yaml": interpreter("one") });
  await world.pass(5 * MINUTE);
  return world;
}

async function pollFor(world: World, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5 * MINUTE) {
    await world.poll();
    await world.pass(5 * MINUTE);
  }
}

const linesOf = (world: World, message: string) => world.log.lines.filter((line) => line.message === message);

const troubleOf = async (world: World) => (await world.app.health()).sources[0]?.unreadable;

const changesOf = (world: World) =>
  world.pools.calls.filter(({ operation }) => operation === "put" || operation === "remove");

describe("a repository that was renamed or transferred", () => {
  it("keeps its pools, and health, status and the log say what to do", async () => {
    const world = await deployed();
    world.repositories.rename(NEW_NAME);
    world.repositories.commit({ "pools/a.yaml": null });

    await pollFor(world, 2 * HOUR);

    expect(changesOf(world)).toHaveLength(1);
    expect(await troubleOf(world)).toEqual({
      code: "RepositoryMoved",
      since: expect.any(String),
      hint: "the repository has another name now: change it in POOLKEEPER_SOURCES",
    });
    const reason =
      "contoso/session-pools is called fabrikam/pools now: change the source's repository in POOLKEEPER_SOURCES";
    expect(await world.app.status()).toMatchObject({
      body: { sources: [{ unreadable: { code: "RepositoryMoved", reason } }] },
    });
    expect(linesOf(world, "source unreadable, its pools are kept")).toMatchObject([
      { level: "error", fields: { code: "RepositoryMoved", reason } },
    ]);
  });

  it("is told in the answer to a push, which is followed nowhere", async () => {
    const world = await deployed();
    world.repositories.rename(NEW_NAME);
    const commit = world.repositories.commit({ "pools/a.yaml": interpreter("one", 7) });

    const status = await world.hear(commit, {
      more: { repository: { id: 1, full_name: "fabrikam/pools" } },
    });
    await world.pass(HOUR);

    expect(status).toBe(202);
    expect(linesOf(world, "push of a renamed repository")).toMatchObject([
      { fields: { repository: "fabrikam/pools", commit, sources: ["session-pools"] } },
    ]);
    expect(changesOf(world)).toHaveLength(1);
    expect(world.states(commit)).toEqual([]);
  });

  it("is followed again once the settings have its name, and what is as wanted gets no PUT", async () => {
    const world = await deployed();
    world.repositories.rename(NEW_NAME);
    await pollFor(world, HOUR);

    world.configure({ repository: NEW_NAME });
    await pollFor(world, 10 * MINUTE);
    expect(await troubleOf(world)).toBeUndefined();
    expect(changesOf(world)).toHaveLength(1);
    const commit = world.repositories.commit({ "pools/a.yaml": interpreter("one", 7) });
    await pollFor(world, 10 * MINUTE);

    expect(world.putsOf("one")).toHaveLength(2);
    expect(world.states(commit).at(-1)).toBe("success");
  });

  it("while its pools settle has its commit told once the settings have its name", async () => {
    const world = createWorld();
    const commit = await world.push({ "pools/a.yaml": container("one") });
    await world.deliverDue();
    world.repositories.rename(NEW_NAME);
    await pollFor(world, HOUR);
    expect(world.putsOf("one")).toHaveLength(1);
    expect(world.states(commit)).not.toContain("success");
    expect(linesOf(world, "status refused by GitHub")).toMatchObject([
      { fields: { commit, code: "RepositoryMoved" } },
    ]);

    world.configure({ repository: NEW_NAME });
    await pollFor(world, HOUR);

    expect(world.states(commit).at(-1)).toBe("success");
  });
});

describe("a name that another repository took", () => {
  it("brings nothing of that one, and no deletion, until the settings say which is meant", async () => {
    const world = await deployed();
    world.repositories.replace();
    const theirs = world.repositories.commit({
      "pools/a.yaml": null,
      "pools/b.yaml": interpreter("two"),
    });

    await pollFor(world, HOUR);
    expect(changesOf(world)).toHaveLength(1);
    expect(world.states(theirs)).toEqual([]);
    expect(await troubleOf(world)).toMatchObject({
      code: "RepositoryReplaced",
      hint: "another repository has its name now: POOLKEEPER_SOURCES must say which is meant",
    });

    world.configure({ repositoryId: 2 });
    await pollFor(world, 10 * MINUTE);
    expect(world.putsOf("two")).toHaveLength(1);
    expect(await troubleOf(world)).toBeUndefined();
  });

  it("is not followed either where its push is heard", async () => {
    const world = await deployed();
    world.repositories.replace();
    const theirs = await world.push({ "pools/b.yaml": interpreter("two") });

    await world.pass(HOUR);

    expect(world.putsOf("two")).toEqual([]);
    expect(world.states(theirs)).toEqual([]);
  });
});

describe("a repository that was archived", () => {
  it("is deployed from as it was left, and the log says once why its commit can't be told", async () => {
    const world = await deployed();
    const commit = world.repositories.commit({ "pools/a.yaml": interpreter("one", 7) });
    world.repositories.archive();

    await pollFor(world, 3 * HOUR);

    expect(world.putsOf("one")).toHaveLength(2);
    expect(await troubleOf(world)).toBeUndefined();
    expect(linesOf(world, "status refused by GitHub")).toMatchObject([
      { level: "error", fields: { commit, code: "RepositoryArchived" } },
    ]);
  });
});
