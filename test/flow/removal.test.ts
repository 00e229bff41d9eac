import { describe, expect, it } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { aPoolId, SUBSCRIPTION } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;
const TWO = { "pools/a.yaml": interpreter("one"), "pools/b.yaml": container("two") };

describe("a spec that disappears", () => {
  it("leaves its pool where it is, unless the source says otherwise", async () => {
    const world = createWorld();
    await world.push(TWO);
    await world.pass(5 * MINUTE);

    const commit = await world.push({ "pools/b.yaml": null });
    await world.pass(5 * MINUTE);

    expect(world.pools.found(aPoolId("two"))).toBeDefined();
    expect(world.said(commit)).toMatch(/^1 kept, 1 unchanged in/);
  });

  it("takes its pool with it where the source says removed: delete", async () => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push(TWO);
    await world.pass(5 * MINUTE);

    const commit = await world.push({ "pools/b.yaml": null });
    await world.pass(5 * MINUTE);

    expect(world.pools.found(aPoolId("two"))).toBeUndefined();
    expect(world.said(commit)).toMatch(/^1 removed, 1 unchanged in/);
  });

  it("never takes a pool that this deployer did not apply", async () => {
    const world = createWorld({ source: { removed: "delete" } });
    const { properties } = { properties: { poolManagementType: "Dynamic", containerType: "PythonLTS" } };
    world.pools.set(aPoolId("one"), {
      location: "East US",
      properties: {
        ...properties,
        scaleConfiguration: { maxConcurrentSessions: 100 },
        dynamicPoolConfiguration: {
          lifecycleConfiguration: { lifecycleType: "Timed", cooldownPeriodInSeconds: 300 },
        },
      },
    });
    const first = await world.push(TWO);
    await world.pass(5 * MINUTE);
    expect(world.said(first)).toMatch(/^1 applied, 1 unchanged in/);

    const commit = await world.push({ "pools/a.yaml": null });
    await world.pass(5 * MINUTE);

    expect(world.pools.found(aPoolId("one"))).toBeDefined();
    expect(world.said(commit)).toMatch(/^1 kept, 1 unchanged in .*\. one: not deleted, nothing shows that/);
  });

  it("with too many others is taken for an accident", async () => {
    const world = createWorld({ source: { removed: "delete", deletionsMax: 1 } });
    await world.push({ ...TWO, "pools/c.yaml": interpreter("three") });
    await world.pass(5 * MINUTE);

    const commit = await world.push({ "pools/a.yaml": null, "pools/b.yaml": null });
    await world.pass(5 * MINUTE);

    expect(world.pools.found(aPoolId("one"))).toBeDefined();
    expect(world.pools.found(aPoolId("two"))).toBeDefined();
    expect(world.said(commit)).toContain("removes 2 specs, more than the 1 deletions allowed");
  });

  it("with too many others is refused once, where the branch went back over a sync that stopped half way", async () => {
    const world = createWorld({ source: { removed: "delete", deletionsMax: 1 } });
    const first = await world.push({ "pools/c.yaml": interpreter("three") });
    await world.pass(5 * MINUTE);
    const { send } = world.queues;
    world.queues.send = async (...args) => {
      if (args[0] === "rollouts") throw new Busy({ code: "ServerBusy", message: "storage: later" });
      await send(...args);
    };
    await world.push(TWO);
    await expect(world.app.sync(world.queues.take("syncs")?.message, world.log)).rejects.toThrow("later");
    world.queues.send = send;

    world.repositories.reset(first);
    await world.poll();
    await world.pass(5 * MINUTE);
    const refusals = () => world.log.lines.filter(({ message }) => message === "commit rejected");
    expect(refusals()).toHaveLength(1);
    world.documents.remove(wantedDocument(aPoolId("three")));
    await world.poll();
    await world.pass(5 * MINUTE);

    expect(refusals()).toHaveLength(1);
    expect(world.pools.found(aPoolId("one"))).toBeDefined();
    expect(world.said(first)).toContain("removes 2 specs, more than the 1 deletions allowed");
  });

  it("with all others is an accident, whatever is allowed", async () => {
    const world = createWorld({ source: { removed: "delete", deletionsMax: 100 } });
    await world.push(TWO);
    await world.pass(5 * MINUTE);

    const commit = await world.push({ "pools/a.yaml": null, "pools/b.yaml": null, "README.md": "moved" });
    await world.pass(5 * MINUTE);

    expect(world.pools.found(aPoolId("one"))).toBeDefined();
    expect(world.states(commit)).toEqual(["pending", "failure"]);
  });

  it("and comes back under another name is the same pool", async () => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push(TWO);
    await world.pass(5 * MINUTE);

    const commit = await world.push({ "pools/a.yaml": null, "pools/renamed.yaml": TWO["pools/a.yaml"] });
    await world.pass(5 * MINUTE);

    expect(world.putsOf("one")).toHaveLength(1);
    expect(world.pools.found(aPoolId("one"))).toBeDefined();
    expect(world.said(commit)).toMatch(/^2 unchanged in/);
  });
});

describe("a deletion that fails", () => {
  const refusal = { code: "SessionPoolOperationError", message: "Failed to delete." };

  async function createFailed() {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push(TWO);
    await world.pass(5 * MINUTE);
    world.heldBack.add("two");
    const commit = await world.push({ "pools/b.yaml": null });
    await world.pass(MINUTE);
    world.pools.finish(aPoolId("two"), "Failed", refusal);
    await world.pass(MINUTE);
    const deletions = () => world.pools.calls.filter(({ operation }) => operation === "remove");
    return { ...world, commit, deletions };
  }

  it("keeps the record that the pool is ours to delete, and turns the commit red", async () => {
    const world = await createFailed();

    expect(world.states(world.commit).at(-1)).toBe("failure");
    expect(world.said(world.commit)).toContain("two: SessionPoolOperationError: Failed to delete.");
    expect(world.documents.value(poolDocument(aPoolId("two")))?.applied).toBe(1);
    expect(world.documents.value(wantedDocument(aPoolId("two")))?.wish).toEqual({ kind: "removed" });
  });

  it("is tried again hourly, not sooner, and turns the commit green when it is done", async () => {
    const world = await createFailed();
    world.heldBack.clear();

    for (let polls = 0; polls < 11; polls += 1) {
      await world.pass(5 * MINUTE);
      await world.poll();
    }
    expect(world.deletions()).toHaveLength(1);
    for (let polls = 0; polls < 3; polls += 1) {
      await world.pass(5 * MINUTE);
      await world.poll();
    }
    await world.pass(5 * MINUTE);

    expect(world.deletions()).toHaveLength(2);
    expect(world.pools.found(aPoolId("two"))).toBeUndefined();
    expect(world.states(world.commit).at(-1)).toBe("success");
  });

  it("is tried no more once its spec came back", async () => {
    const world = await createFailed();
    world.heldBack.clear();

    const back = await world.push({ "pools/b.yaml": TWO["pools/b.yaml"] });
    for (let polls = 0; polls < 20; polls += 1) {
      await world.pass(5 * MINUTE);
      await world.poll();
    }

    expect(world.deletions()).toHaveLength(1);
    expect(world.pools.found(aPoolId("two"))).toBeDefined();
    expect(world.states(back).at(-1)).toBe("success");
  });
});

describe("specs that are broken", () => {
  it("are mistakes, and not specs that disappeared", async () => {
    const world = createWorld({ source: { removed: "delete", deletionsMax: 0 } });
    await world.push(TWO);
    await world.pass(5 * MINUTE);

    const commit = await world.push({ "pools/b.yaml": "name: [" });
    await world.pass(5 * MINUTE);

    expect(world.said(commit)).toMatch(/^1 mistake, nothing deployed\. pools\/b\.yaml:/);
  });
});

describe("a tree that is not what its author wrote", () => {
  it.each([
    ["can't be read", new Refused({ code: "NotFound", message: "Not Found", status: 404 })],
    ["may not be read", new Refused({ code: "Forbidden", message: "no permission", status: 403 })],
    ["was cut short without end", new Refused({ code: "TreeTooLarge", message: "too many files" })],
    ["is answered for by something else", new Busy({ code: "MalformedAnswer", message: "no tree" })],
  ])("deletes nothing where it %s", async (_, failure) => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push(TWO);
    await world.pass(5 * MINUTE);
    world.repositories.failNext("tree", failure, 100);

    await world.push({ "pools/b.yaml": null });
    for (let polls = 0; polls < 6; polls += 1) {
      await world.pass(5 * MINUTE);
      await world.poll();
    }

    expect(world.pools.calls.some(({ operation }) => operation === "remove")).toBe(false);
    expect(world.documents.value(wantedDocument(aPoolId("two")))?.wish.kind).toBe("present");
  });

  it("deletes nothing where its directory is gone", async () => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push(TWO);
    await world.pass(5 * MINUTE);

    const commit = await world.push({
      "pools/a.yaml": null,
      "pools/b.yaml": null,
      "pool/a.yaml": TWO["pools/a.yaml"],
    });
    await world.pass(5 * MINUTE);

    expect(world.pools.calls.some(({ operation }) => operation === "remove")).toBe(false);
    expect(world.said(commit)).toContain("every spec below pools/ is gone");
  });
});

describe("a spec outside the source's resource groups", () => {
  it.each([
    ["put", { "pools/b.yaml": interpreter("two", 7) }],
    ["deleted", { "pools/b.yaml": null }],
  ])("has no pool %s, where the settings took its group away meanwhile", async (_, change) => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push(TWO);
    await world.pass(5 * MINUTE);
    const commit = await world.push(change);
    await world.app.sync(world.queues.take("syncs")?.message, world.log);
    const calls = world.pools.calls.length;

    world.configure({ resourceGroups: [{ subscriptionId: SUBSCRIPTION, resourceGroup: "other" }] });
    await world.pass(5 * MINUTE);

    expect(world.pools.calls.slice(calls)).toEqual([]);
    expect(world.said(commit)).toContain("two: OutsideSource: the source session-pools may not deploy");
  });

  it("is a mistake", async () => {
    const world = createWorld();

    const commit = await world.push({
      "pools/a.yaml": interpreter("one").replace("resourceGroup: rg", "resourceGroup: other"),
    });
    await world.pass(MINUTE);

    expect(world.states(commit)).toEqual(["pending", "failure"]);
    expect(world.pools.calls).toEqual([]);
  });
});
