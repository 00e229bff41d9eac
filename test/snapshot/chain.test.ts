import { describe, expect, test } from "vitest";
import { snapshotDocument } from "../../src/documents/names.ts";
import type { Audit, PoolResources } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { takeCrashing } from "./crash.ts";
import { createWorld, poolNamed, SOURCE } from "./world.ts";

describe("two runs at once make one chain", () => {
  test("the second one leaves it to the first", async () => {
    const world = createWorld();
    world.manage("interpreter", 1);
    const gate = createGate();
    const slow = world.take([SOURCE], { pools: { ...world.pools, list: gate.before(world.pools.list) } });
    await gate.reached;

    const quick = await world.take();

    expect(quick).toEqual({ kind: "busy" });
    gate.open();
    expect(await slow).toMatchObject({ kind: "taken", manifest: { sequence: 1 } });
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 1 });
  });

  test("one that lost its hold while it was reading stores nothing", async () => {
    const world = createWorld();
    world.manage("interpreter", 1);
    const gate = createGate();
    const slow = world.take([SOURCE], { pools: { ...world.pools, list: gate.before(world.pools.list) } });
    await gate.reached;
    world.documents.loseHold(snapshotDocument);
    await world.taken();

    gate.open();

    await expect(slow).rejects.toThrow(Busy);
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 1 });
    await world.taken();
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 2 });
  });

  test("one that lost its hold in front of its last write finds the name taken", async () => {
    const world = createWorld();
    world.manage("interpreter", 1);
    const create: Audit["create"] = async (name, text) => {
      if (name.startsWith("snapshots/")) {
        world.documents.loseHold(snapshotDocument);
        world.clock.advance(60_000);
        await world.taken();
      }
      return world.audit.create(name, text);
    };

    const slow = await world.take([SOURCE], { audit: { ...world.audit, create } });

    expect(slow).toEqual({ kind: "busy" });
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 1 });
    await world.taken();
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 2 });
  });

  test("a slow one that comes first to the name after all is followed", async () => {
    const world = createWorld();
    world.manage("interpreter", 1);
    const storing = createGate();
    const slow = world.take([SOURCE], {
      audit: { ...world.audit, create: storing.beforeManifest(world.audit) },
    });
    await storing.reached;
    world.documents.loseHold(snapshotDocument);
    world.clock.advance(60_000);
    const listed = createGate();
    const quick = world.take([SOURCE], { pools: { ...world.pools, list: listed.before(world.pools.list) } });
    await listed.reached;

    storing.open();
    await expect(slow).rejects.toThrow(Busy);
    listed.open();

    expect(await quick).toEqual({ kind: "busy" });
    expect((await world.taken()).manifest.sequence).toBe(2);
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 2 });
  });
});

describe("a crash at any step leaves a chain that verifies and goes on", () => {
  test.each(["before", "after"] as const)("%s each effect in turn", async (when) => {
    let crashes = 0;
    for (let step = 1; ; step++) {
      const world = createWorld();
      world.manage("still", 1);
      await world.taken();
      world.manage("moving", 2);
      world.pools.set(poolNamed("handmade"), { location: "eastus", properties: {} });

      const crashed = await takeCrashing(world, step, when);
      if (!crashed) break;
      crashes += 1;

      expect(await world.verify(), `step ${step}`).not.toMatchObject({ why: "missing" });
      expect((await world.taken()).manifest.pools).toHaveLength(3);
      const { sequence } = (await world.taken()).manifest;
      expect(await world.verify(), `step ${step}`).toMatchObject({ kind: "whole", manifests: sequence });
    }
    // At least the two writes of the head, two bodies and a manifest.
    expect(crashes).toBeGreaterThan(10);
  });

  test("a manifest whose answer was lost counts as stored", async () => {
    const world = createWorld();
    // As a client does that tries again after a lost answer: the blob is there already.
    const create: Audit["create"] = async (name, text) => {
      await world.audit.create(name, text);
      return world.audit.create(name, text);
    };

    expect(await world.take([SOURCE], { audit: { ...world.audit, create } })).toMatchObject({
      kind: "taken",
    });
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 1 });
  });
});

describe("the chain goes on from the newest manifest that is stored", () => {
  test("if the head was deleted with the whole state", async () => {
    const world = createWorld();
    await world.taken();
    const { name, hash } = await world.taken();
    world.documents.remove(snapshotDocument);

    const { manifest } = await world.taken();

    expect(manifest).toMatchObject({ sequence: 3, previous: { name, hash } });
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 3 });
  });

  test("and without a head, of years of manifests only those are read that may matter", async () => {
    const world = createWorld();
    await world.taken();
    world.clock.advance(365 * 24 * 3_600_000);
    const { name } = await world.taken();
    world.documents.remove(snapshotDocument);
    const read: string[] = [];
    const audit = {
      ...world.audit,
      read: (blob: string) => {
        read.push(blob);
        return world.audit.read(blob);
      },
    };

    await world.take([SOURCE], { audit });

    expect(read.filter((blob) => blob.startsWith("snapshots/"))).toEqual([name]);
  });

  test("if the head is an old one", async () => {
    const world = createWorld();
    await world.taken();
    const old = world.documents.value(snapshotDocument);
    await world.taken();
    const { name, hash } = await world.taken();
    world.documents.put(snapshotDocument, old);

    const { manifest } = await world.taken();

    expect(manifest).toMatchObject({ sequence: 4, previous: { name, hash } });
    expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 4 });
  });

  test("if the newest one was deleted, and that shows", async () => {
    const world = createWorld();
    await world.taken();
    const { name } = await world.taken();
    world.audit.tamper(name, undefined);

    const { manifest } = await world.taken();

    expect(manifest).toMatchObject({ sequence: 3, previous: { name } });
    expect(world.log.lines).toContainEqual({
      level: "error",
      message: "newest manifest is not as it was written",
      fields: { name },
    });
    expect(await world.verify()).toEqual({ kind: "broken", at: name, why: "missing" });
  });

  test("if the newest one was altered, and that shows; nothing in it is believed", async () => {
    const world = createWorld();
    world.manage("interpreter", 1);
    const { name } = await world.taken();
    const [body = ""] = world.audit.names("bodies/");
    world.audit.tamper(name, world.audit.text(name)?.replace("managed", "Managed"));
    world.audit.tamper(body, undefined);

    await world.taken();

    expect(world.audit.names("bodies/")).toEqual([body]);
    expect(await world.verify()).toEqual({ kind: "broken", at: name, why: "altered" });
  });
});

/** Stops a call until the test lets it go on. */
function createGate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  return {
    open,
    reached,
    before: (list: PoolResources["list"]): PoolResources["list"] =>
      async function* (group, call) {
        reach();
        await opened;
        yield* list(group, call);
      },
    beforeManifest:
      (audit: Audit): Audit["create"] =>
      async (name, text) => {
        if (name.startsWith("snapshots/")) {
          reach();
          await opened;
        }
        return audit.create(name, text);
      },
  };
}
