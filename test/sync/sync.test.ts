import { describe, expect, it } from "vitest";
import { rolloutDocument, sourceDocument, wantedDocument } from "../../src/documents/names.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { toIso } from "../../src/shared/time.ts";
import { REWIND_CONFIRM_MS } from "../../src/sync/head.ts";
import { SYNC_PATIENCE_MS } from "../../src/sync/postpone.ts";
import { aHint, aPoolId, aSyncMessage, aWanted } from "../builders.ts";
import { createSync, specOf } from "./create-sync.ts";

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

  it.each([
    ["once", 1],
    ["twice, its commit announced no more", 2],
  ])(
    "doubts a head that is older than one whose wishes a sync began, though nothing was ever read to its end: %s",
    async (_, times) => {
      const { sync, repositories, queues, wanted } = createSync();
      const first = repositories.commit({ "pools/a.yaml": specOf("one") });
      repositories.commit({ "pools/a.yaml": specOf("one", 50) });
      queues.failNext("send", new Busy({ code: "ServerBusy", message: "later", status: 503 }), times);
      for (let time = 0; time < times; time += 1) await expect(sync()).rejects.toThrow("later");
      repositories.head = async () => first;

      const outcome = await sync();

      expect(outcome).toMatchObject({ kind: "again" });
      expect(JSON.stringify(wanted("one")?.wish)).toContain('"maxConcurrentSessions":50');
    },
  );

  it("doubts a head that lies beside the one it knows, and believes it in the end", async () => {
    const { sync, repositories, clock, wanted } = createSync();
    const base = repositories.commit({ "pools/a.yaml": specOf("one", 1) });
    await sync();
    const left = repositories.commit({ "pools/a.yaml": specOf("one", 2) });
    repositories.reset(base);
    repositories.commit({ "pools/a.yaml": specOf("one", 3) });
    expect(await sync()).toMatchObject({ kind: "wanted" });
    const sessions = () => JSON.stringify(wanted("one")?.wish);

    repositories.reset(left);
    expect(await sync()).toMatchObject({ kind: "again" });
    expect(sessions()).toContain('"maxConcurrentSessions":3');
    clock.advance(REWIND_CONFIRM_MS);
    expect(await sync()).toMatchObject({ kind: "wanted" });

    expect(sessions()).toContain('"maxConcurrentSessions":2');
  });

  it("doubts the head of another branch that is behind the one it knows, and believes it in the end", async () => {
    const { sync, syncWith, repositories, clock } = createSync();
    const behind = repositories.commit({ "pools/a.yaml": specOf("one", 1) });
    repositories.commit({ "pools/a.yaml": specOf("one", 2) });
    await sync();
    repositories.head = async () => behind;
    const onRelease = () => syncWith({ branch: "release" }, { firstAt: toIso(clock.now()) });

    expect(await onRelease()).toMatchObject({ kind: "again" });
    clock.advance(REWIND_CONFIRM_MS);

    expect(await onRelease()).toMatchObject({ kind: "wanted", commit: behind });
  });
});

it("doubts an older head also when the sync that began had its rollout, and died over its messages again", async () => {
  const { sync, repositories, queues, state, wanted } = createSync();
  const first = repositories.commit({ "pools/a.yaml": specOf("one") });
  repositories.commit({ "pools/a.yaml": specOf("one", 50) });
  for (const _ of [1, 2]) {
    queues.failNext("send", lost);
    await expect(sync()).rejects.toBe(lost);
  }
  repositories.head = async () => first;

  const outcome = await sync();

  expect(state()?.announced).toBeUndefined();
  expect(outcome).toMatchObject({ kind: "again", why: "GitHub may be late: rewind" });
  expect(JSON.stringify(wanted("one")?.wish)).toContain('"maxConcurrentSessions":50');
});

describe("a failure of storage", () => {
  it.each<["read" | "write" | "create" | "list"]>([["read"], ["write"], ["create"], ["list"]])(
    "to %s is the host's to try again, and is not told as GitHub's",
    async (operation) => {
      const { sync, repositories, documents, queues, log, state } = createSync();
      const commit = repositories.commit({ "pools/a.yaml": specOf("one") });
      const asked = new Busy({ code: "ServerBusy", message: "storage: later", retryAfterMs: 60_000 });
      documents.failNext(operation, asked);

      await expect(sync({ reason: "push", push: aHint({ after: commit }) })).rejects.toBe(asked);

      expect(queues.waiting).toEqual([]);
      expect(log.lines.filter(({ message }) => message !== "metric")).toEqual([]);
      expect(state()?.quietUntil).toBeUndefined();
      expect(await sync()).toMatchObject({ kind: "wanted" });
    },
  );

  it("that refuses does not make the source unreadable", async () => {
    const { sync, repositories, documents, state } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    const refused = new Refused({ code: "AuthorizationFailure", message: "storage: no", status: 403 });
    documents.failNext("create", refused);

    await expect(sync()).rejects.toBe(refused);

    expect(state()?.unreadable).toBeUndefined();
  });
});

describe("the log of a sync", () => {
  it.each([
    ["commit wanted", specOf("one")],
    ["commit rejected", "no spec"],
  ])("joins %j to the webhook that brought it", async (message, text) => {
    const { sync, repositories, log } = createSync();
    const commit = repositories.commit({ "pools/a.yaml": text });
    const push = aHint({ after: commit, delivery: "0d6ba3f0" });

    await sync({ reason: "push", push });

    expect(log.lines.find((line) => line.message === message)).toMatchObject({
      fields: { commit, delivery: "0d6ba3f0" },
    });
  });
});

it("that a webhook asks for again reads the commit anew where the settings changed since", async () => {
  const { sync, syncWith, repositories } = createSync();
  const commit = repositories.commit({ "pools/a.yaml": specOf("one"), "more/b.yaml": specOf("two") });
  const push = { reason: "push", push: aHint({ after: commit }) } as const;
  await sync(push);

  expect(await sync(push)).toEqual({ kind: "nothing" });
  expect(await syncWith({ directory: "more" }, push)).toMatchObject({ kind: "wanted", commit });
});

it("that a push by force back in history asks for waits for GitHub's API, as for any push", async () => {
  const { sync, repositories } = createSync();
  const before = repositories.commit({ "pools/a.yaml": specOf("one") });
  const seen = repositories.commit({ "pools/a.yaml": specOf("one", 2) });
  await sync();
  const push = { reason: "push", push: aHint({ before: seen, after: before, forced: true }) } as const;

  expect(await sync(push)).toMatchObject({ kind: "again", why: "GitHub may be late: lag" });
});

it("that can't read its source says since when, however often it finds that again", async () => {
  const { sync, repositories, clock, state } = createSync();
  repositories.failNext("head", new Refused({ code: "BranchNotFound", message: "gone", status: 404 }), 3);
  await sync();
  const since = toIso(clock.now());

  clock.advance(5 * 60_000);
  await sync();
  clock.advance(5 * 60_000);
  await sync();

  expect(state()?.unreadable).toMatchObject({ code: "BranchNotFound", since });
});

it("doubts a head that lies beside one that was read during a pause, once that is over", async () => {
  const { sync, syncWith, repositories } = createSync();
  const before = repositories.commit({ "pools/a.yaml": specOf("one") });
  repositories.commit({ "pools/a.yaml": specOf("one", 2) });
  await sync();
  expect(await syncWith({ paused: true })).toMatchObject({ kind: "paused" });
  repositories.reset(before);
  repositories.commit({ "pools/a.yaml": specOf("one", 3) });

  expect(await sync()).toMatchObject({ kind: "again", why: "GitHub may be late: rewind" });
});

it("looks for no lost wishes while its source is paused: each poll would read all specs, and write none", async () => {
  const { sync, syncWith, repositories, documents } = createSync();
  repositories.commit({ "pools/a.yaml": specOf("one") });
  await sync();
  await syncWith({ paused: true });
  documents.remove(wantedDocument(aPoolId("one")));
  const before = repositories.calls.length;

  expect(await syncWith({ paused: true })).toEqual({ kind: "nothing" });

  expect(repositories.calls.slice(before)).toEqual(["head"]);
});

describe("a sync that stops half way", () => {
  const stopped = async (change: string | null, from: string | null) => {
    const world = createSync({ removed: "delete" });
    world.repositories.commit({ "pools/keep.yaml": specOf("keep"), "pools/a.yaml": from });
    await world.sync();
    world.settle("keep", "1", "applied");
    world.repositories.commit({ "pools/a.yaml": change, "README.md": "more" });
    world.queues.failNext("send", lost);
    await expect(world.sync()).rejects.toBe(lost);
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

    expect(wanted("one")).toEqual({ ...half, round: (half?.round ?? 0) + 1 });
    expect(state()).not.toHaveProperty("inDoubt");
  });

  it("after its rollout began says nothing more on the commit by itself", async () => {
    const { sync, repositories, documents, queues } = createSync();
    const commit = repositories.commit({ "pools/a.yaml": specOf("one") });
    queues.failNext("send", lost);
    await expect(sync()).rejects.toBe(lost);
    expect(documents.value(rolloutDocument("session-pools", commit))?.reported?.state).toBe("pending");

    await sync();

    expect(repositories.statuses.map(({ state }) => state)).toEqual(["pending"]);
  });

  it("after its commit was told why begins a rollout that takes nothing for told", async () => {
    const { sync, repositories, documents } = createSync();
    const commit = repositories.commit({ "pools/a.yaml": specOf("one") });
    repositories.failNext("blob", new Refused({ code: "Forbidden", message: "no contents", status: 403 }));
    expect(await sync()).toMatchObject({ kind: "unreadable" });

    expect(await sync()).toMatchObject({ kind: "wanted" });

    expect(repositories.statuses.map(({ state }) => state)).toEqual(["pending", "error"]);
    expect(documents.value(rolloutDocument("session-pools", commit))).not.toHaveProperty("reported");
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

    await expect(sync()).rejects.toMatchObject({ code: "LeaseLost" });
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

  it("gives no try to a wish that a later sync wrote meanwhile", async () => {
    const { sync, repositories, documents, settle, wanted } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    settle("one", "1", "rejected");
    const later = { ...aWanted(wanted("one")), round: 1 + 2 ** 50 };
    documents.put(wantedDocument(later.pool), later, { generation: "1", commit: later.commit });
    repositories.commit({ "README.md": "we have an exemption now" });

    await expect(sync()).rejects.toMatchObject({ code: "Overtaken" });

    expect(wanted("one")).toEqual(later);
  });

  it("that is synced twice before the try gives one", async () => {
    const { sync, repositories, settle, wanted, queues } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    settle("one", "1", "rejected");
    repositories.commit({ "README.md": "we have an exemption now" });
    queues.failNext("send", lost);
    await expect(sync()).rejects.toBe(lost);

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

  it("is left as the other source wrote it while this one's sync was at it", async () => {
    const { sync, repositories, documents, wanted } = createSync({ removed: "delete" });
    repositories.commit({ "pools/a.yaml": specOf("one"), "pools/b.yaml": specOf("two") });
    await sync();
    const theirs = { ...aWanted(wanted("one")), source: "other" };
    const name = wantedDocument(theirs.pool);
    const { read } = documents;
    const before = (await read(name))?.etag;
    documents.read = async (asked) => {
      const stored = await read(asked);
      if ((asked as string) === name && stored?.etag === before) documents.put(name, theirs);
      return stored;
    };

    repositories.commit({ "pools/a.yaml": null });
    await expect(sync()).rejects.toMatchObject({ code: "ConditionNotMet" });

    expect(documents.value(name)).toEqual(theirs);
  });
});
