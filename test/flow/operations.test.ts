import { describe, expect, it } from "vitest";
import { Busy, NotYet } from "../../src/shared/failures.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const ends = (states: readonly string[]) => states.filter((state) => state !== "pending");

describe("a creation", () => {
  const failure = { code: "SessionPoolOperationError", message: "time out" };

  /** ARM takes the creation and lets it come to nothing, whenever there is one. */
  async function letVanish(world: ReturnType<typeof createWorld>, error?: typeof failure): Promise<void> {
    for (let step = 0; step < 60; step += 1) {
      await world.pass(30 * SECOND);
      if (world.pools.found(aPoolId("slow"))?.provisioningState !== "InProgress") continue;
      if (error) world.pools.finish(aPoolId("slow"), "Failed", error);
      else world.pools.finish(aPoolId("slow"), "Succeeded");
      world.pools.drop(aPoolId("slow"));
    }
  }

  it("that failed and left no pool turns the commit red with the operation's own words", async () => {
    const world = createWorld();
    world.heldBack.add("slow");
    const commit = await world.push({ "pools/b.yaml": container("slow") });

    await letVanish(world, failure);

    expect(ends(world.states(commit))).toEqual(["failure"]);
    expect(world.said(commit)).toContain("SessionPoolOperationError");
    expect(world.putsOf("slow")).toHaveLength(1);
  });

  it("whose pool vanishes without a word is tried twice, not for ever", async () => {
    const world = createWorld();
    world.heldBack.add("slow");
    const commit = await world.push({ "pools/b.yaml": container("slow") });

    await letVanish(world);

    expect(ends(world.states(commit))).toEqual(["failure"]);
    expect(world.said(commit)).toContain("PoolVanished");
    expect(world.putsOf("slow")).toHaveLength(2);
    const changes = world.log.lines.filter(({ message }) => message === "change begun");
    expect(changes.map(({ fields }) => fields.why)).toEqual(["create", "create once more"]);
    // Each is a change of its own to the record, and not another try of one.
    const told = world.events();
    expect(told.filter((event) => event?.kind === "intent")).toHaveLength(2);
    expect(told.flatMap((event) => (event?.kind === "result" ? event.outcome : []))).toEqual([
      "overtaken",
      "rejected",
    ]);
    expect(world.log.lines.find(({ message }) => message === "pool rejected")).toMatchObject({
      level: "warn",
      fields: { code: "PoolVanished" },
    });
  });

  it("whose answer was lost is ours to remove, though its commit was overtaken by then", async () => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push({ "pools/keep.yaml": interpreter("keep"), "pools/b.yaml": interpreter("brief") });
    await world.app.sync(world.queues.take("syncs")?.message, world.log);
    world.pools.loseAnswer("put");
    world.pools.loseAnswer("put");
    for (const _ of [1, 2]) await world.app.reconcile(world.queues.take("reconciles")?.message, world.log);
    expect(world.pools.found(aPoolId("brief"))).toBeDefined();

    await world.push({ "pools/b.yaml": null });
    await world.pass(5 * MINUTE);

    expect(world.pools.found(aPoolId("brief"))).toBeUndefined();
    expect(world.pools.found(aPoolId("keep"))).toBeDefined();
  });
});

describe("an operation that we may not read", () => {
  const forbidden = new NotYet({ code: "AuthorizationFailed", message: "no role", status: 403 });

  it.each([
    ["Succeeded", "success", /^1 applied/],
    ["Failed", "failure", /slow: ProvisioningFailed: ARM ended the change with provisioningState Failed/],
  ] as const)("is told by its pool, which ends %s", async (end, state, said) => {
    const world = createWorld();
    world.heldBack.add("slow");
    const commit = await world.push({ "pools/b.yaml": container("slow") });
    await world.pass(MINUTE);
    world.pools.failNext("operation", forbidden, 1_000);

    world.pools.finish(aPoolId("slow"), end);
    await world.pass(MINUTE);

    expect(ends(world.states(commit))).toEqual([state]);
    expect(world.said(commit)).toMatch(said);
    expect(world.putsOf("slow")).toHaveLength(1);
  });
});

describe("an operation that can't be read now", () => {
  it("is asked again, so that the commit is told in its own words", async () => {
    const world = createWorld();
    world.heldBack.add("slow");
    const commit = await world.push({ "pools/b.yaml": container("slow") });
    await world.pass(MINUTE);
    world.pools.failNext("operation", new Busy({ code: "Http503", message: "later", status: 503 }), 2);

    world.pools.finish(aPoolId("slow"), "Failed", { code: "SessionPoolOperationError", message: "time out" });
    await world.pass(2 * MINUTE);

    expect(ends(world.states(commit))).toEqual(["failure"]);
    expect(world.said(commit)).toContain("slow: SessionPoolOperationError: time out");
  });
});

describe("a pool that is applied at last", () => {
  it("turns the newest commit green as well, which took it over as it stood", async () => {
    const world = createWorld();
    world.heldBack.add("slow");
    const first = await world.push({ "pools/b.yaml": container("slow") });
    await world.pass(20 * SECOND);
    const head = await world.push({ "README.md": "hello" });
    await world.pass(MINUTE);
    const error = { code: "SessionPoolOperationError", message: "time out" };
    world.pools.finish(aPoolId("slow"), "Failed", error);
    await world.pass(MINUTE);
    const states = () => [world.states(first).at(-1), world.states(head).at(-1)];
    expect(states()).toEqual(["failure", "failure"]);
    world.heldBack.clear();

    for (let times = 0; times < 16; times += 1) {
      await world.poll();
      await world.pass(5 * MINUTE);
    }

    expect(world.pools.found(aPoolId("slow"))?.provisioningState).toBe("Succeeded");
    expect(states()).toEqual(["success", "success"]);
  });
});
