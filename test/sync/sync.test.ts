import { describe, expect, it } from "vitest";
import { poolDocument, rolloutDocument, sourceDocument, wantedDocument } from "../../src/documents/names.ts";
import type { Source } from "../../src/documents/source.ts";
import { Busy } from "../../src/shared/failures.ts";
import type { SyncMessage } from "../../src/shared/messages.ts";
import { toIso } from "../../src/shared/time.ts";
import { REWIND_CONFIRM_MS } from "../../src/sync/head.ts";
import { SYNC_PATIENCE_MS } from "../../src/sync/postpone.ts";
import { syncSource } from "../../src/sync/sync.ts";
import { aHint, aPoolId, aSource, aSyncMessage, SUBSCRIPTION } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createMemoryRepositories } from "../fakes/memory-repositories.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

const specOf = (name: string, sessions = 100): string => `subscriptionId: ${SUBSCRIPTION}
resourceGroup: rg
name: ${name}
location: East US
properties:
  poolManagementType: Dynamic
  containerType: PythonLTS
  scaleConfiguration: { maxConcurrentSessions: ${sessions} }
  dynamicPoolConfiguration:
    lifecycleConfiguration: { lifecycleType: Timed, cooldownPeriodInSeconds: 300 }
`;

function createSync(overrides: Partial<Source> = {}) {
  const source = aSource(overrides);
  const clock = createFixedClock();
  const repositories = createMemoryRepositories();
  const documents = createMemoryDocuments();
  const queues = createMemoryQueues(clock);
  const log = createMemoryLog();
  const deps = { repositories, documents, queues, clock, chance: createSeededChance(), log };
  return {
    ...deps,
    sync: (message: Partial<SyncMessage> = {}) =>
      syncSource(aSyncMessage({ reason: "poll", firstAt: toIso(clock.now()), ...message }), source, deps),
    syncWith: (settings: Partial<Source>, message: Partial<SyncMessage> = {}) =>
      syncSource(aSyncMessage({ reason: "poll", ...message }), { ...source, ...settings }, deps),
    state: () => documents.value(sourceDocument(source.name)),
    wanted: (name: string) => documents.value(wantedDocument(aPoolId(name))),
    /** As reconcile would leave it. */
    settle: (name: string, generation: string, outcome: string) =>
      documents.put(
        poolDocument(aPoolId(name)),
        { format: 1, pool: aPoolId(name) },
        { phase: "settled", generation, outcome, at: "0" },
      ),
  };
}

const lost = new Busy({ code: "ServerBusy", message: "storage: later" });

describe("a sync", () => {
  it("with another directory reads the commit that it knows anew", async () => {
    const { sync, syncWith, repositories, wanted } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one"), "more/b.yaml": specOf("two") });
    await sync();

    const outcome = await syncWith({ directory: "more" });

    expect(outcome).toMatchObject({ kind: "wanted" });
    expect(wanted("two")?.wish.kind).toBe("present");
    expect(wanted("one")?.wish.kind).toBe("released");
    expect(await syncWith({ directory: "more" })).toEqual({ kind: "nothing" });
  });

  it("done twice asks for nothing new", async () => {
    const { sync, repositories, documents, queues } = createSync();
    const commit = repositories.commit({ "pools/a.yaml": specOf("one") });

    expect(await sync()).toEqual({ kind: "wanted", commit, pools: 1 });
    const writes = documents.writes.length;
    queues.clear();

    expect(await sync()).toEqual({ kind: "nothing" });
    expect(documents.writes).toHaveLength(writes);
    expect(queues.waiting).toEqual([]);
    expect(repositories.calls.slice(-1)).toEqual(["head"]);
  });

  it("that is told to leave GitHub alone is not followed by another before its time", async () => {
    const { sync, repositories, clock } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    const limit = new Busy({
      code: "RateLimited",
      message: "slow down",
      status: 403,
      retryAfterMs: 20 * 60_000,
    });
    repositories.failNext("head", limit);

    expect(await sync()).toMatchObject({ kind: "left" });
    for (let polls = 1; polls < 4; polls += 1) {
      clock.advance(5 * 60_000);
      expect(await sync({ reason: "push", push: aHint() })).toMatchObject({
        kind: polls === 3 ? "again" : "left",
      });
    }
    expect(repositories.calls).toEqual(["head"]);

    clock.advance(5 * 60_000);
    expect(await sync()).toMatchObject({ kind: "wanted" });
  });

  it("of a push is tried by its own message for a while, and one of a poll by the next poll", async () => {
    const { sync, repositories, clock, queues } = createSync();
    repositories.failNext("head", lost, 100);
    const push = { reason: "push", push: aHint(), firstAt: toIso(clock.now()) } as const;

    expect(await sync()).toMatchObject({ kind: "left" });
    expect(await sync(push)).toMatchObject({ kind: "again" });
    expect(queues.messages("syncs")).toEqual([aSyncMessage({ ...push, attempt: 1 })]);
    clock.advance(SYNC_PATIENCE_MS);
    expect(await sync(push)).toMatchObject({ kind: "left" });
    expect(queues.messages("syncs")).toHaveLength(1);
  });

  it("that finds the head it knows forgets that it read as another one for a moment", async () => {
    const { sync, repositories, clock, state } = createSync();
    const first = repositories.commit({ "pools/a.yaml": specOf("one", 1) });
    await sync();
    const second = repositories.commit({ "pools/a.yaml": specOf("one", 2) });
    await sync();

    const stale = async () => {
      repositories.reset(first);
      const outcome = await sync();
      repositories.reset(second);
      return outcome;
    };
    expect(await stale()).toMatchObject({ kind: "again" });
    expect(state()?.rewind?.commit).toBe(first);
    expect(await sync()).toEqual({ kind: "nothing" });
    clock.advance(REWIND_CONFIRM_MS);

    expect(await stale()).toMatchObject({ kind: "again" });
  });
});

describe("a sync that stops half way", () => {
  const stopped = async (change: string | null, from: string | null) => {
    const world = createSync({ removed: "delete" });
    world.repositories.commit({ "pools/keep.yaml": specOf("keep"), "pools/a.yaml": from });
    await world.sync();
    world.repositories.commit({ "pools/a.yaml": change, "README.md": "more" });
    world.queues.failNext("send", lost);
    expect(await world.sync()).toMatchObject({ kind: "left" });
    return world;
  };
  const BIG = specOf("one", 2);
  const SMALL = specOf("one", 1);

  it.each<[string, string | null, string | null]>([
    ["a change", BIG, SMALL],
    ["a removal", null, SMALL],
    ["a new spec", SMALL, null],
  ])("is undone by a newer commit that takes back %s", async (_, change, before) => {
    const { sync, repositories, wanted, state } = await stopped(change, before);
    const half = wanted("one")?.generation ?? 0;
    repositories.commit({ "pools/a.yaml": before });

    expect(await sync()).toMatchObject({ kind: "wanted" });

    expect(wanted("one")?.generation).toBe(half + 1);
    expect(wanted("one")?.wish.kind).toBe(before ? "present" : "removed");
    expect(state()).not.toHaveProperty("inDoubt");
  });

  it("is undone by the branch's way back to where it was", async () => {
    const { sync, repositories, clock, wanted, state } = await stopped(BIG, SMALL);
    repositories.reset(state()?.seen?.commit ?? "");

    expect(await sync()).toMatchObject({ kind: "again" });
    clock.advance(REWIND_CONFIRM_MS);
    expect(await sync()).toMatchObject({ kind: "wanted" });

    expect(wanted("one")?.wish).toMatchObject({
      body: { properties: { scaleConfiguration: { maxConcurrentSessions: 1 } } },
    });
  });

  it("is gone on with by the next one, without a wish more", async () => {
    const { sync, wanted, state } = await stopped(BIG, SMALL);
    const half = wanted("one");

    expect(await sync()).toMatchObject({ kind: "wanted", pools: 1 });

    expect(wanted("one")).toEqual(half);
    expect(state()).not.toHaveProperty("inDoubt");
  });

  it("after its rollout began says nothing more on the commit by itself", async () => {
    const { sync, repositories, documents, queues } = createSync();
    const commit = repositories.commit({ "pools/a.yaml": specOf("one") });
    queues.failNext("send", lost);
    await sync();
    expect(documents.value(rolloutDocument("session-pools", commit))?.reported?.state).toBe("pending");

    await sync();

    expect(repositories.statuses.map(({ state }) => state)).toEqual(["pending"]);
  });

  it("can't write over a newer one, its hold lost", async () => {
    const { sync, repositories, documents, wanted } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one", 1) });
    const blob = repositories.blob;
    repositories.blob = async (...asked) => {
      const bytes = await blob(...asked);
      documents.loseHold(sourceDocument("session-pools"));
      return bytes;
    };

    expect(await sync()).toMatchObject({ kind: "left" });
    expect(wanted("one")).toBeUndefined();
  });
});

describe("a new commit", () => {
  it("gives a refused pool a try of its own", async () => {
    const { sync, repositories, settle, wanted, queues, documents } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    settle("one", "1", "rejected");
    queues.clear();

    const commit = repositories.commit({ "README.md": "we have an exemption now" });
    await sync();

    expect(wanted("one")).toMatchObject({ generation: 2, commit });
    expect(documents.value(rolloutDocument("session-pools", commit))?.pools).toMatchObject([
      { generation: 2 },
    ]);
    expect(queues.messages("reconciles")).toMatchObject([{ reason: "wanted", commit }]);
  });

  it("that is synced twice before the try gives one", async () => {
    const { sync, repositories, settle, wanted, queues } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    settle("one", "1", "rejected");
    repositories.commit({ "README.md": "we have an exemption now" });
    queues.failNext("send", lost);
    await sync();

    await sync();

    expect(wanted("one")?.generation).toBe(2);
  });

  it.each(["applied", "unchanged", "kept"])("leaves a pool alone that is well: %s", async (outcome) => {
    const { sync, repositories, settle, wanted } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    settle("one", "1", outcome);
    repositories.commit({ "README.md": "hello" });

    expect(await sync()).toMatchObject({ pools: 0 });
    expect(wanted("one")?.generation).toBe(1);
  });
});

describe("a spec that moves to another source", () => {
  it("is not gone for the pool, once the other source has it", async () => {
    const { sync, syncWith, repositories, wanted } = createSync({ removed: "delete" });
    const files = { "pools/a.yaml": specOf("one"), "pools/b.yaml": specOf("two") };
    repositories.commit(files);
    await sync();
    await syncWith({ name: "other" });
    expect(wanted("one")).toMatchObject({ source: "other", generation: 1 });

    repositories.commit({ "pools/a.yaml": null });
    expect(await sync()).toMatchObject({ kind: "wanted", pools: 0 });

    expect(wanted("one")).toMatchObject({ source: "other", generation: 1, wish: { kind: "present" } });
  });
});
