import { describe, expect, test } from "vitest";
import { snapshotDocument } from "../../src/documents/names.ts";
import type { PoolResources } from "../../src/ports.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import {
  bodyWith,
  createWorld,
  GROUP,
  GROUP_PATH,
  OTHER_GROUP,
  OTHER_GROUP_PATH,
  pathOf,
  poolNamed,
  SOURCE,
} from "./world.ts";

test("a snapshot records every pool found, with its body, and the head names it", async () => {
  const world = createWorld();
  world.manage("interpreter", 100);

  const { name, hash, manifest } = await world.taken();

  expect(name).toBe("snapshots/2026/01/05/20260105T090000Z-00000001.json");
  const [body = ""] = world.audit.names("bodies/");
  expect(manifest).toEqual({
    format: 1,
    sequence: 1,
    takenAt: "2026-01-05T09:00:00.000Z",
    deployer: { version: "1.2.3" },
    groups: [{ id: GROUP_PATH, pools: 1 }],
    pools: [
      {
        id: pathOf("interpreter"),
        state: "managed",
        commit: "1".repeat(40),
        generation: 1,
        bodyHash: body.slice(-69, -5),
        provisioningState: "Succeeded",
      },
    ],
    counts: { found: 1, managed: 1, unmanaged: 0, missing: 0, drifted: 0, settling: 0, unreadableGroups: 0 },
    events: [],
  });
  expect(JSON.parse(world.audit.text(name) ?? "")).toEqual(manifest);
  expect(JSON.parse(world.audit.text(body) ?? "")).toMatchObject({
    name: "interpreter",
    properties: { provisioningState: "Succeeded" },
  });
  expect(world.documents.value(snapshotDocument)).toEqual({ format: 1, newest: { sequence: 1, name, hash } });
  expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 1, bodies: 1 });
});

test("the second snapshot follows the first, and an unchanged pool writes no body", async () => {
  const world = createWorld();
  world.manage("still", 1);
  world.manage("moving", 1);
  const first = await world.taken();
  world.manage("moving", 2);
  const bodies: string[] = [];
  const create = (name: string, text: string) => {
    if (name.startsWith("bodies/")) bodies.push(name);
    return world.audit.create(name, text);
  };

  const second = await world.take([SOURCE], { audit: { ...world.audit, create } });

  expect(second).toMatchObject({
    kind: "taken",
    name: "snapshots/2026/01/05/20260105T100000Z-00000002.json",
    manifest: { sequence: 2, previous: { name: first.name, hash: first.hash } },
  });
  expect(bodies).toHaveLength(1);
  expect(await world.verify()).toMatchObject({ kind: "whole", manifests: 2, bodies: 3 });
});

test("one line of log says what was counted, and a metric how many pools drift", async () => {
  const world = createWorld();
  world.manage("interpreter", 100);

  await world.taken();

  expect(world.log.lines).toEqual([
    {
      level: "info",
      message: "snapshot taken",
      fields: expect.objectContaining({
        found: 1,
        managed: 1,
        drifted: 0,
        unreadableGroups: 0,
        bodiesWritten: 1,
      }),
    },
    { level: "info", message: "metric", fields: { name: "driftCount", value: 0 } },
  ]);
});

describe("each pool has its standing between git and ARM", () => {
  test("drifted, with where it differs", async () => {
    const world = createWorld();
    world.manage("interpreter", 100);
    world.pools.set(poolNamed("interpreter"), { ...bodyWith(50), tags: { by: "hand" } });

    const { manifest } = await world.taken();

    expect(manifest.pools).toMatchObject([
      {
        state: "drifted",
        pointers: ["/properties/scaleConfiguration/maxConcurrentSessions", "/tags/by"],
        commit: "1".repeat(40),
      },
    ]);
    expect(manifest.counts).toMatchObject({ found: 1, drifted: 1, managed: 0 });
  });

  test("missing, without a body", async () => {
    const world = createWorld();
    world.manage("interpreter", 100);
    world.pools.drop(poolNamed("interpreter"));

    const { manifest } = await world.taken();

    expect(manifest.groups).toEqual([{ id: GROUP_PATH, pools: 0 }]);
    expect(manifest.pools).toEqual([
      { id: pathOf("interpreter"), state: "missing", commit: "1".repeat(40), generation: 1 },
    ]);
  });

  test("unmanaged, if no followed source wants it", async () => {
    const world = createWorld();
    const released = poolNamed("released");
    world.wish(released, { kind: "released" });
    world.want(poolNamed("strangers"), bodyWith(1), { source: "nobody-follows-this" });
    world.want(poolNamed("astray", OTHER_GROUP), bodyWith(1));
    for (const id of [
      released,
      poolNamed("strangers"),
      poolNamed("astray", OTHER_GROUP),
      poolNamed("handmade"),
    ]) {
      world.pools.set(id, bodyWith(1));
    }
    const other = { ...SOURCE, name: "other", resourceGroups: [OTHER_GROUP] };

    const { manifest } = await world.taken([SOURCE, other]);

    expect(manifest.pools.map(({ state }) => state)).toEqual(Array(4).fill("unmanaged"));
    expect(manifest.pools.every(({ commit }) => commit === undefined)).toBe(true);
  });

  test("unmanaged, if it was to be deleted and is spared: nobody works on it any more", async () => {
    const world = createWorld();
    world.wish(poolNamed("spared"), { kind: "removed" }, { generation: 2 });
    world.label(poolNamed("spared"), "settled", 2);
    world.pools.set(poolNamed("spared"), bodyWith(1));

    const { manifest } = await world.taken();

    expect(manifest.pools).toMatchObject([{ id: pathOf("spared"), state: "unmanaged" }]);
  });

  test("settling, while the deployer is behind git", async () => {
    const world = createWorld();
    for (const name of ["unbegun", "pending", "waiting", "behind", "leaving"]) {
      world.want(poolNamed(name), bodyWith(2), { generation: 2 });
      world.pools.set(poolNamed(name), bodyWith(1));
    }
    world.label(poolNamed("pending"), "pending", 2);
    world.label(poolNamed("waiting"), "waiting", 2);
    world.label(poolNamed("behind"), "settled", 1);
    world.wish(poolNamed("leaving"), { kind: "removed" }, { generation: 2 });
    world.label(poolNamed("leaving"), "settled", 1);
    world.want(poolNamed("uncreated"), bodyWith(1));

    const { manifest } = await world.taken();

    expect(manifest.pools.map(({ state }) => state)).toEqual(Array(6).fill("settling"));
    expect(manifest.counts).toMatchObject({ found: 5, settling: 6, missing: 0 });
  });

  test("none, if it is neither wanted nor found", async () => {
    const world = createWorld();
    world.wish(poolNamed("released"), { kind: "released" });
    world.wish(poolNamed("removed"), { kind: "removed" });
    world.label(poolNamed("removed"), "settled");

    expect((await world.taken()).manifest.pools).toEqual([]);
  });

  test("settling, if git and ARM change while the snapshot looks", async () => {
    const world = createWorld();
    world.manage("interpreter", 1);
    const pools = listing(async function* (group, call) {
      // A sync and a whole reconcile happen between two reads of the snapshot.
      world.want(poolNamed("interpreter"), bodyWith(2), { generation: 2 });
      const before = [];
      for await (const pool of world.pools.list(group, call)) before.push(pool);
      world.label(poolNamed("interpreter"), "settled", 2);
      yield* before;
    });

    const outcome = await world.take([SOURCE], { pools: { ...world.pools, ...pools } });

    expect(outcome).toMatchObject({ manifest: { pools: [{ state: "settling" }] } });
  });
});

describe("a group that can't be read never looks empty", () => {
  const refused = new Refused({ code: "AuthorizationFailed", message: "does not have authorization" });
  const both = [SOURCE, { ...SOURCE, name: "other", resourceGroups: [GROUP, OTHER_GROUP] }];

  test("it is recorded as unreadable, its pools are not missing, and the others are read", async () => {
    const world = createWorld();
    world.manage("interpreter", 1);
    world.pools.set(poolNamed("handmade", OTHER_GROUP), bodyWith(1));
    world.pools.failNext("list", refused);

    const { manifest } = await world.taken(both);

    expect(manifest.groups).toEqual([
      { id: OTHER_GROUP_PATH, pools: 1 },
      { id: GROUP_PATH, unreadable: { code: "AuthorizationFailed", message: "does not have authorization" } },
    ]);
    expect(manifest.pools).toMatchObject([{ id: pathOf("handmade", OTHER_GROUP_PATH) }]);
    expect(manifest.counts).toMatchObject({ found: 1, missing: 0, unreadableGroups: 1 });
    expect(await world.verify()).toMatchObject({ kind: "whole" });
  });

  test("half a list is no list", async () => {
    const world = createWorld();
    for (let index = 0; index < 40; index++) world.manage(`pool${index}`, index + 1);
    const pools = listing(async function* (group, call) {
      let count = 0;
      for await (const pool of world.pools.list(group, call)) {
        if (++count > 20) throw new Busy({ code: "TooManyRequests", message: "later" });
        yield pool;
      }
    });

    const outcome = await world.take([SOURCE], { pools: { ...world.pools, ...pools } });

    expect(outcome).toMatchObject({
      manifest: { groups: [{ unreadable: { code: "TooManyRequests" } }], pools: [], counts: { found: 0 } },
    });
  });

  test("a fault of the storage is not the group's", async () => {
    const world = createWorld();
    world.manage("interpreter", 1);
    world.audit.failNext("create", new Busy({ code: "ServerBusy", message: "later" }));

    await expect(world.take()).rejects.toThrow(Busy);
    expect(world.audit.names()).toEqual([]);
  });
});

test("no secret leaves, even if ARM shows one", async () => {
  const world = createWorld();
  const pools = listing(async function* () {
    const secrets = [{ name: "database", value: "hush" }];
    yield { id: poolNamed("leaky"), provisioningState: "Succeeded", resource: { properties: { secrets } } };
  });

  await world.take([SOURCE], { pools: { ...world.pools, ...pools } });

  const everything = world.audit.names().map((name) => world.audit.text(name));
  expect(everything.join()).toContain("database");
  expect(everything.join()).not.toContain("hush");
});

test("thousands of pools: each group is listed once, and unchanged pools cost no write", async () => {
  const world = createWorld();
  for (let index = 0; index < 2_000; index++) world.pools.set(poolNamed(`pool${index}`), bodyWith(1 + index));
  await world.taken();
  const before = world.audit.names("bodies/").length;

  const { manifest } = await world.taken([SOURCE, { ...SOURCE, name: "twin" }]);

  expect(manifest.counts.found).toBe(2_000);
  expect(world.pools.calls).toHaveLength(2);
  expect(world.audit.names("bodies/")).toHaveLength(before);
});

const listing = (list: PoolResources["list"]) => ({ list });
