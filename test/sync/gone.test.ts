import { describe, expect, it } from "vitest";
import type { Source } from "../../src/documents/source.ts";
import { Busy } from "../../src/shared/failures.ts";
import { createSync, specOf } from "./create-sync.ts";

const lost = new Busy({ code: "ServerBusy", message: "storage: later" });

describe("settings that look at fewer files", () => {
  const FILES = { "pools/prod/a.yaml": specOf("one"), "pools/dev/b.yaml": specOf("two") };

  it("delete no pool", async () => {
    const { sync, syncWith, repositories, wanted } = createSync({ removed: "delete" });
    repositories.commit(FILES);
    await sync();

    expect(await syncWith({ directory: "pools/prod" })).toMatchObject({ kind: "wanted" });

    expect(wanted("one")?.wish.kind).toBe("present");
    expect(wanted("two")?.wish.kind).toBe("released");
  });

  it("delete no pool, though the branch of the same name says less elsewhere", async () => {
    const { sync, syncWith, repositories, wanted } = createSync({ removed: "delete" });
    repositories.commit(FILES);
    await sync();
    repositories.commit({ "pools/prod/a.yaml": specOf("one") }, "release");

    expect(await syncWith({ branch: "release" })).toMatchObject({ kind: "wanted" });

    expect(wanted("two")?.wish.kind).toBe("released");
  });

  it("delete no pool, though the first commit that they read is rejected", async () => {
    const { sync, syncWith, repositories, wanted } = createSync({ removed: "delete" });
    repositories.commit(FILES);
    await sync();
    const settings: Partial<Source> = { directory: "pools/prod" };
    repositories.commit({ "pools/prod/c.yaml": "no spec" });
    expect(await syncWith(settings)).toMatchObject({ kind: "rejected" });

    repositories.commit({ "pools/prod/c.yaml": null });
    expect(await syncWith(settings)).toMatchObject({ kind: "wanted" });

    expect(wanted("two")?.wish.kind).toBe("released");
  });

  it("may take away more pools than a commit may delete: none is deleted", async () => {
    const { sync, syncWith, repositories } = createSync({ removed: "delete", deletionsMax: 1 });
    repositories.commit({ ...FILES, "pools/dev/c.yaml": specOf("three") });
    await sync();

    expect(await syncWith({ directory: "pools/prod" })).toMatchObject({ kind: "wanted" });
  });

  it("delete again what a commit takes away later", async () => {
    const { sync, syncWith, repositories, wanted } = createSync({ removed: "delete" });
    repositories.commit({ ...FILES, "pools/prod/c.yaml": specOf("three") });
    await sync();
    await syncWith({ directory: "pools/prod" });

    repositories.commit({ "pools/prod/c.yaml": null });
    await syncWith({ directory: "pools/prod" });

    expect(wanted("three")?.wish.kind).toBe("removed");
  });

  it("delete no pool where nobody wrote down what the specs were read with", async () => {
    const { sync, repositories, documents, state, wanted } = createSync({ removed: "delete" });
    repositories.commit(FILES);
    await sync();
    const { readAs, synced, ...rest } = state() ?? { format: 1, files: {}, recent: [] };
    documents.put("sources/session-pools.json", rest);

    repositories.commit({ "pools/dev/b.yaml": null });
    await sync();

    expect(wanted("two")?.wish.kind).toBe("released");
  });
});

describe("deletions that a sync wished for before it stopped", () => {
  const FIVE = Object.fromEntries(
    ["a", "b", "c", "d", "e"].map((name) => [`pools/${name}.yaml`, specOf(`pool-${name}`)]),
  );

  it("do not count against those of the next commit", async () => {
    const { sync, repositories, queues, wanted } = createSync({ removed: "delete", deletionsMax: 2 });
    repositories.commit(FIVE);
    await sync();
    repositories.commit({ "pools/a.yaml": null, "pools/b.yaml": null });
    queues.failNext("send", lost);
    await expect(sync()).rejects.toBe(lost);

    repositories.commit({ "pools/c.yaml": null });
    expect(await sync()).toMatchObject({ kind: "wanted" });

    expect(["pool-a", "pool-b", "pool-c"].map((name) => wanted(name)?.wish.kind)).toEqual(
      Array(3).fill("removed"),
    );
  });

  it("leave the next commit no more than it may delete", async () => {
    const { sync, repositories, queues, wanted } = createSync({ removed: "delete", deletionsMax: 2 });
    repositories.commit(FIVE);
    await sync();
    repositories.commit({ "pools/a.yaml": specOf("pool-a", 7) });
    queues.failNext("send", lost);
    await expect(sync()).rejects.toBe(lost);

    repositories.commit({ "pools/a.yaml": null, "pools/b.yaml": null, "pools/c.yaml": null });
    expect(await sync()).toMatchObject({ kind: "rejected" });

    expect(wanted("pool-a")?.wish.kind).toBe("present");
  });
});

describe("a state that was lost", () => {
  it("begins above the rounds that its wishes know", async () => {
    const { sync, repositories, clock, documents, wanted } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    const round = wanted("one")?.round ?? 0;
    documents.remove("sources/session-pools.json");
    clock.advance(1_000);

    expect(await sync()).toMatchObject({ kind: "wanted" });

    expect(wanted("one")).toMatchObject({ generation: 1 });
    expect(wanted("one")?.round).toBeGreaterThan(round);
  });
});
