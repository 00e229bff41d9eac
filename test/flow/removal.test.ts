import { describe, expect, it } from "vitest";
import { aPoolId } from "../builders.ts";
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
    expect(world.said(commit)).toMatch(/^1 kept, 1 unchanged in/);
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

describe("a spec outside the source's resource groups", () => {
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
